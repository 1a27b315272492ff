"""The texts of a framework as they would leave, and whether anything in them could still say who somebody is.

Nothing is copied: the signed record is read each time, and the decisions are put into it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from concentric import __version__
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.pseudonyms import Pseudonyms, put_in, remaining
from concentric.method.deidentify.roster import Roster
from concentric.method.deidentify.spans import Span
from concentric.method.records.canonical import canonical_bytes
from concentric.submission.review.attributes import BANDS, How
from concentric.submission.review.facts import whole_facts_of
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.passages import Passage, passages, record_of
from concentric.submission.review.pseudonyms import pseudonyms_of
from concentric.submission.review.roster import roster_of

Decision = Finding.Decision
# Which finding stands where in a text as it would leave.
_Stands = dict[tuple[int, int], Finding]


@dataclass(frozen=True, slots=True)
class Remaining:
    """What the second scan found in a text as it would leave; `start` and `end` count in that text."""

    path: str
    where: str
    start: int
    end: int
    words: str
    reason: str


def fingerprint(outgoing: Outgoing, roster: Roster) -> str:
    """SHA-256 of what is confirmed: record, amendments, what the case knows, its facts; and of this program."""
    read = (record_of(outgoing.minutes), roster, whole_facts_of(outgoing))
    parts = (*map(canonical_bytes, read), __version__.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_stale(outgoing: Outgoing) -> bool:
    """Whether the minutes, whom the case knows or the facts that would leave have changed since it was scanned."""
    if hasattr(outgoing, "_roster"):
        del outgoing._roster  # what it knew a moment ago says nothing of now
    return outgoing.scanned != fingerprint(outgoing, known_to(outgoing))


def known_to(outgoing: Outgoing) -> Roster:
    """The roster of its case, gathered once for the row in hand: a page asks for it more than once."""
    if not hasattr(outgoing, "_roster"):
        outgoing._roster = roster_of(outgoing.case)  # type: ignore[attr-defined]
    roster: Roster = outgoing._roster  # type: ignore[attr-defined]
    return roster


def pseudonyms_for(outgoing: Outgoing, roster: Roster) -> Pseudonyms:
    """The case’s pseudonyms as seen from this meeting; ages in the text leave no exacter than the age itself."""
    bands = {How.WIDER: BANDS, How.OUT: ()}.get(How(outgoing.attributes.get("age", How.AS_IS)))
    return pseudonyms_of(outgoing.case, roster, timezone.localdate(outgoing.minutes.meeting.starts_at), bands)


def replaced(outgoing: Outgoing) -> dict[str, str]:
    """Every passage by its path, as it would leave. What is not decided yet stands as it is proposed."""
    return {passage.path: out for passage, out, _ in _all_replaced(outgoing)}


def instead_of(finding: Finding, words: str) -> str:
    """What stands where the finding was: `words` are those of the text."""
    if finding.decision == Decision.KEEP:
        return words
    return finding.replacement if finding.decision == Decision.REPLACE else finding.proposed


def remaining_in(outgoing: Outgoing) -> list[Remaining]:
    """What the second scan finds in the texts as they would leave, beside what a person has decided on there.

    A word that may be a name or not is asked about once: kept in one place, it holds up no other; and it may stand in
    what we propose ("the summer term").
    """
    roster = known_to(outgoing)
    pseudonyms = pseudonyms_for(outgoing, roster)
    made = _all_replaced(outgoing)
    kept_words = {folded(out[start:end]) for _, out, stands in made for start, end in _kept(stands)}

    def is_decided(span: Span, out: str, stands: _Stands) -> bool:
        places = [*_kept(stands), *(_ours(stands) if span.is_doubtful else ())]
        return _is_inside(span, places) or (span.is_doubtful and folded(out[span.start : span.end]) in kept_words)

    return [
        Remaining(passage.path, passage.where, span.start, span.end, out[span.start : span.end], span.reason)
        for passage, out, stands in made
        for span in remaining(out, roster, pseudonyms)
        if not is_decided(span, out, stands)
    ]


def _is_inside(span: Span, places: list[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in places)


def _kept(stands: _Stands) -> list[tuple[int, int]]:
    return [place for place, finding in stands.items() if finding.decision == Decision.KEEP]


def _ours(stands: _Stands) -> list[tuple[int, int]]:
    return [place for place, finding in stands.items() if finding.replacement == finding.proposed]


def _all_replaced(outgoing: Outgoing) -> list[tuple[Passage, str, _Stands]]:
    """Each passage, its text as it would leave, and which finding stands where in that text."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in outgoing.findings.order_by("start"):
        findings[finding.passage].append(finding)
    made = []
    for passage in passages(outgoing):
        its = findings[passage.path]
        out, places = replace_in(passage.text, its)
        made.append((passage, out, dict(zip(places, its, strict=True))))
    return made


def replace_in(text: str, findings: list[Finding]) -> tuple[str, list[tuple[int, int]]]:
    """The text with the findings' words put in, and where in it each of them stands. In the text's order."""
    return put_in(text, [(f.start, f.end, instead_of(f, text[f.start : f.end])) for f in findings])
