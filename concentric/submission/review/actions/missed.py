"""What the scan missed: words that the reviewer marks, and people who were not on the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from concentric.casework.base import SHORT
from concentric.casework.cases.actions import add_person as add_to_case
from concentric.casework.cases.models import CasePerson
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.spans import Span, Tier
from concentric.submission.review.actions.locking import lock_for_review
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.outgoing import pseudonyms_for
from concentric.submission.review.passages import Passage, passages
from concentric.submission.review.pseudonyms import keep
from concentric.submission.review.roster import roster_of
from concentric.submission.review.scan import BY_REVIEWER, note_decisions, scan


class Marked(StrEnum):
    """What marked words are."""

    PERSON = "person"
    PLACE = "place"
    OTHER = "words"


def add_span(
    *, viewer: Viewer, outgoing: Outgoing, words: str, kind: Marked = Marked.PERSON, replacement: str = ""
) -> int:
    """Replace words wherever they stand, as the reviewer says or by a new pseudonym; how many places that is."""
    with recorded(viewer, "finding.added_by_hand", outgoing, marked=kind.value) as note:
        lock_for_review(viewer, outgoing)
        instead = replacement.strip()[:SHORT] or _proposal(outgoing, words, kind)
        made = [
            _mark(outgoing, passage, start, end, kind, instead)
            for passage in passages(outgoing)
            for start, end in _places(passage.text, words)
        ]
        if not made:
            raise Refusal("These words stand nowhere in the text. Type them as they stand there.")
        note_decisions(viewer, made)
        note.details["findings"] = len(made)
        return len(made)


def add_person(*, viewer: Viewer, outgoing: Outgoing, name: str, kind: CasePerson.Kind, relation: str) -> CasePerson:
    """Put somebody on the case's people and look through the text again. Decisions already made stay."""
    with recorded(viewer, "outgoing.rescanned", outgoing):
        lock_for_review(viewer, outgoing)
        person = add_to_case(viewer=viewer, case=outgoing.case, name=name, kind=kind, relation=relation)
        scan(viewer, outgoing)
        outgoing.save(update_fields=["scanned"])
        return person


def _proposal(outgoing: Outgoing, words: str, kind: Marked) -> str:
    """What already stands for these words, or a new pseudonym."""
    pseudonyms = pseudonyms_for(outgoing, roster_of(outgoing.case))
    span = Span(0, len(words), Tier.UNKNOWN, "", kind.value, _key(words))
    proposal = pseudonyms.of(span, words)
    keep(outgoing.case, pseudonyms)
    return proposal


def _key(words: str) -> str:
    return f"unknown:{folded(words)}"[:SHORT]


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where the words stand as whole words, in any case and over any spaces."""
    form = r"\s+".join(map(re.escape, words.split()))
    if form:
        for match in re.finditer(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE):
            yield match.span()


def _mark(outgoing: Outgoing, passage: Passage, start: int, end: int, kind: Marked, instead: str) -> Finding:
    """One finding over the place and all findings that it touches."""
    touched = list(outgoing.findings.filter(passage=passage.path, start__lt=end, end__gt=start))
    start, end = min([start, *(one.start for one in touched)]), max([end, *(one.end for one in touched)])
    same = next((one for one in touched if (one.start, one.end) == (start, end)), None)
    Finding.objects.filter(pk__in=[one.pk for one in touched if one is not same]).delete()
    finding = same or Finding(outgoing=outgoing, passage=passage.path, start=start, end=end, tier=BY_REVIEWER)
    if same is None:
        finding.kind, finding.reason, finding.key = kind.value, "Marked by the reviewer", _key(passage.text[start:end])
        finding.proposed = instead
    finding.by_hand = True
    finding.decision, finding.replacement = Finding.Decision.REPLACE, instead
    finding.save()
    return finding
