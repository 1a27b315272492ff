"""`find(text, roster)`: every identifier of a text, as spans in code points. The one way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from concentric.method.deidentify.forms import all_forms
from concentric.method.deidentify.initials import initials
from concentric.method.deidentify.known import Scan
from concentric.method.deidentify.misspelt import Misspellings
from concentric.method.deidentify.patterns import patterns
from concentric.method.deidentify.reading import Reading
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import STRENGTH, Span, Tier, settled
from concentric.method.deidentify.unknown import unknown

_OF_PEOPLE = frozenset({"person", "word"})
_BARE_AGE = re.compile(r"(?: ?\((?P<bracketed>)|, ?)(?P<it>[3-9]|1\d)(?(bracketed) ?[),]|(?=,(?! ?\d)|\.(?!\d)|;|$))")
_BY_THEIR_NAMES = frozenset({"street", "address"})


def find(text: str, roster: Roster) -> tuple[Span, ...]:
    """All findings in `text`, in its order, none overlapping another. Never raises, whatever the text.

    What the case knows comes first, then patterns, then slips in names of the case, then what is not ordinary
    English: each looks only at what those before have left.
    """
    scan, misspellings = prepared(roster)
    reading = Reading(text)
    known = list(scan.spans(reading))
    # A word that may be a name or not hides nothing from the other looks: it counts where they find nothing.
    doubtful = [span for span in known if span.is_doubtful]
    found = [span for span in known if not span.is_doubtful]
    found += [*initials(reading, scan.forms, roster), *patterns(text, roster)]
    # A misspelt street is still a street by its form; the name it stands for is worth more.
    found += misspellings.spans(reading, _covered(text, (span for span in found if span.kind not in _BY_THEIR_NAMES)))
    found += unknown(reading, _covered(text, found))
    covered = _covered(text, found)
    found += (span for span in doubtful if not any(covered[span.start : span.end]))
    names = list(_whole_names(settled(found), text))
    return tuple(sorted([*names, *_ages_beside(names, text)], key=lambda span: span.start))


@lru_cache(maxsize=8)
def prepared(roster: Roster) -> tuple[Scan, Misspellings]:
    """The forms of a case are worked out once, and serve all of its entries."""
    forms = all_forms(roster)
    return Scan.of(forms), Misspellings(forms)


def _whole_names(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Names found in parts ("Pruya Davise", "Lacey-Mae") are one finding, where they can be one person."""
    held: Span | None = None
    for span in spans:
        key = _common_key(held, span, text) if held else ""
        if held and key:
            held = replace(held, end=span.end, key=key, tier=min(held.tier, span.tier, key=STRENGTH.__getitem__))
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _ages_beside(names: Sequence[Span], text: str) -> Iterator[Span]:
    """A bare number beside a name, between commas or in brackets ("Zebedee, 14, said"), is an age."""
    starts = [*(span.start for span in names), len(text)]
    for span, following in zip(names, starts[1:], strict=True):
        found = _BARE_AGE.match(text, span.end) if span.kind in _OF_PEOPLE else None
        if found and found.end("it") <= following:
            yield Span(*found.span("it"), Tier.QUASI, "An age", "age", f"age:{found['it']}")


def _common_key(one: Span, other: Span, text: str) -> str:
    """The key of two neighbouring findings as one name; empty where they are two."""
    gap = text[one.end : other.start]
    if one.kind == other.kind == "person" and not gap.strip():
        others = other.key.split("|")
        return "|".join(key for key in one.key.split("|") if key in others)
    both_names = one.kind == other.kind == "word" and text[one.start].isupper() and text[other.start].isupper()
    return one.key + other.key.removeprefix("unknown:") if both_names and gap in {" ", "-"} else ""


def _covered(text: str, found: Iterable[Span]) -> bytearray:
    covered = bytearray(len(text))
    for span in found:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered
