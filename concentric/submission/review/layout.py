"""The texts laid out for reading: as they stand with their findings, and as they would leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from concentric.method.deidentify.spans import Tier, is_doubtful
from concentric.submission.review.models import Outgoing
from concentric.submission.review.outgoing import replace_in
from concentric.submission.review.passages import Passage, passages
from concentric.submission.review.queries import Found, found_in
from concentric.submission.review.scan import BY_REVIEWER

TIERS = {
    Tier.KNOWN: "Named on the case",
    Tier.PATTERN: "Identifies by its form",
    Tier.UNKNOWN: "Not named on the case",
    Tier.QUASI: "Identifies only together with other things",
    BY_REVIEWER: "Marked by the reviewer",
}
_AROUND = 70


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `found` where it is a finding, or what stands instead of one."""

    text: str
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A passage: as it stands, as it would leave, and what was found in it."""

    passage: Passage
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class InHand:
    """The finding in hand, the words around it, those beside it, and how many more are alike."""

    found: Found
    before: str
    after: str
    tier: str
    previous: Found | None
    following: Found | None
    alike: int


def sections(outgoing: Outgoing) -> tuple[Section, ...]:
    """Every passage in the order of the minutes."""
    by_path: dict[str, list[Found]] = defaultdict(list)
    for found in found_in(outgoing):
        by_path[found.passage.path].append(found)
    return tuple(_section(passage, by_path[passage.path]) for passage in passages(outgoing))


def in_hand(found: list[Found], chosen: Found) -> InHand:
    """The page's finding; before and after it are the nearest that are not decided yet."""
    place = found.index(chosen)
    undecided = [index for index, one in enumerate(found) if one.is_undecided]
    previous = next((found[index] for index in reversed(undecided) if index < place), None)
    following = next((found[index] for index in undecided if index > place), None)
    text, finding = chosen.passage.text, chosen.finding
    return InHand(
        chosen,
        text[max(0, finding.start - _AROUND) : finding.start],
        text[finding.end : finding.end + _AROUND],
        "Perhaps a name" if is_doubtful(finding.tier, finding.kind) else TIERS.get(finding.tier, ""),
        previous,
        following,
        sum(one.finding.key == finding.key or one.words.lower() == chosen.words.lower() for one in found) - 1,
    )


def _section(passage: Passage, found: list[Found]) -> Section:
    text = passage.text
    stood = [(one.finding.start, one.finding.end) for one in found]
    out, stand = replace_in(text, [one.finding for one in found])
    return Section(passage, tuple(_parts(text, stood, found)), tuple(_parts(out, stand, found)), tuple(found))


def _parts(text: str, places: list[tuple[int, int]], found: list[Found]) -> Iterator[Part]:
    end = 0
    for (start, stop), one in zip(places, found, strict=True):
        if start > end:
            yield Part(text[end:start])
        yield Part(text[start:stop], one)
        end = stop
    if end < len(text):
        yield Part(text[end:])
