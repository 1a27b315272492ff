"""What identifies by its form: the recognisers' findings, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from concentric.method.deidentify.dates import written_dates
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.recognisers import DIGIT, RECOGNISERS
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import Span, Tier

_A_DIGIT = re.compile(r"\d")


def patterns(text: str, roster: Roster) -> Iterator[Span]:
    """Everything in the text that identifies by its form; overlaps are left in."""
    dates = tuple(_dates(text, roster))
    has_digit = _A_DIGIT.search(text) is not None
    for recogniser in RECOGNISERS:
        if not (has_digit if recogniser.hint == DIGIT else recogniser.hint in text):
            continue
        group = "it" if "it" in recogniser.form.groupindex else 0
        for match in recogniser.form.finditer(text):
            found = match.group(group)
            if recogniser.fits(found) and not (recogniser.kind == "reference" and _is_within(match, group, dates)):
                key = f"{recogniser.kind}:{folded(found)}"
                yield Span(
                    match.start(group), match.end(group), recogniser.tier, recogniser.reason, recogniser.kind, key
                )
    yield from dates


def _is_within(match: re.Match[str], group: str | int, dates: tuple[Span, ...]) -> bool:
    return any(date.start < match.end(group) and match.start(group) < date.end for date in dates)


def _dates(text: str, roster: Roster) -> Iterator[Span]:
    for written in written_dates(text):
        if written.day in roster.born:
            yield Span(
                written.start, written.end, Tier.KNOWN, "A date of birth on the case", "birth", f"birth:{written.key}"
            )
        elif written.is_birth:
            yield Span(
                written.start, written.end, Tier.PATTERN, "Called a date of birth", "birth", f"birth:{written.key}"
            )
        else:
            yield Span(written.start, written.end, Tier.QUASI, "A date", "date", f"date:{written.key}")
