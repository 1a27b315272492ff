"""One record, many releases: what each recipient gets, by the sharing limits of the entries.

A released record is the same whatever the entries left out of it say, which column they stand in and whom they
answer: that is the rule that the tests hold it to. What was left out, in detail, is for the partnership's ledger alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS, ContextKey
from concentric.method.instrument.vocabulary import Sharing
from concentric.method.records.signed import EntryRecord, MeetingRecord, Omission

FULL, AGENCY, FAMILY = "full", "agency", "family"
FAMILY_OMISSION = "Some information that agencies share in confidence is not in this version."
_AGENCY_OMISSION = "Limited to other agencies"
_RUN_OF_WORDS = 5


@dataclass(frozen=True, slots=True)
class Release:
    """`record` goes to the recipient, with what they may be told of what is missing in `record.omissions`.

    `omissions` (cell by cell, with the sharing limit) and `cautions` stay with the partnership. A caution names a
    free-text part of `record` that repeats words of an entry left out: read it again before it is sent.
    """

    record: MeetingRecord
    omissions: tuple[Omission, ...] = ()
    cautions: tuple[str, ...] = ()


def release_full(record: MeetingRecord, *, recipient: str = "") -> Release:
    """Everything, for those who may have everything."""
    return Release(replace(record, release=FULL, recipient=recipient))


def release_for_agency(
    record: MeetingRecord, agency: str, *, recipient: str = "", include_summary: bool = True
) -> Release:
    """Leave out what is limited to other agencies. An agency always keeps the entries that came from it.

    `recipient` is the person who receives it, by default the agency. Raises ValueError for an agency without a name.
    """
    if not agency.strip():
        raise ValueError("An agency's version needs the agency's name.")
    narrowed = replace(record, release=AGENCY, recipient=recipient or agency)
    return _select(narrowed, lambda entry: _agency_may_see(entry, agency), _told_to_agency, include_summary)


def release_for_family(
    record: MeetingRecord,
    *,
    recipient: str = "",
    include_summary: bool = True,
    include_dissents: bool = False,
) -> Release:
    """Leave out what is limited to agencies or kept from the family.

    The family is told for which contexts something is missing, not how much. Professional disagreements and the
    reason for the cohort, which speaks of incidents, stay with the agencies unless asked for.
    """
    narrowed = replace(
        record,
        release=FAMILY,
        recipient=recipient or "the family",
        cohort=None,
        cohort_reason="",
        dissents=record.dissents if include_dissents else (),
    )
    return _select(narrowed, lambda entry: entry.sharing is Sharing.EVERYONE, _told_to_family, include_summary)


def _agency_may_see(entry: EntryRecord, agency: str) -> bool:
    limited_to = {entry.source, *entry.sharing_agencies} if entry.sharing is Sharing.AGENCIES else {agency}
    return _same(agency) in {_same(name) for name in limited_to}


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _select(
    record: MeetingRecord,
    may_see: Callable[[EntryRecord], bool],
    told: Callable[[ContextKey, int], Omission],
    include_summary: bool,  # noqa: FBT001 - handed on from a keyword
) -> Release:
    kept = tuple(entry for entry in record.entries if may_see(entry))
    left_out = tuple(entry for entry in record.entries if not may_see(entry))
    counts = Counter(entry.context for entry in left_out)
    selected = replace(
        record,
        entries=tuple(_answering_only(entry, {other.id for other in kept}) for entry in kept),
        # One silence missing among many would point at the cell, so the whole context's are left out.
        silences=tuple(silence for silence in record.silences if silence.context not in counts),
        contextual_summary=record.contextual_summary if include_summary else "",
        omissions=tuple(told(context.key, counts[context.key]) for context in CONTEXTS if context.key in counts),
    )
    return Release(selected, _ledger(left_out), tuple(_cautions(selected, left_out)))


def _answering_only(entry: EntryRecord, known: set[str]) -> EntryRecord:
    if entry.action is None:
        return entry
    answers = tuple(need for need in entry.action.answers if need in known)
    return replace(entry, action=replace(entry.action, answers=answers))


def _told_to_agency(context: ContextKey, count: int) -> Omission:
    return Omission(CONTEXT[context].label, _AGENCY_OMISSION, count)


def _told_to_family(context: ContextKey, _count: int) -> Omission:
    return Omission(CONTEXT[context].label, FAMILY_OMISSION, 0)


def _ledger(left_out: tuple[EntryRecord, ...]) -> tuple[Omission, ...]:
    counts = Counter(
        (f"{CONTEXT[entry.context].label}: {COLUMN[entry.column].label}", entry.sharing.label) for entry in left_out
    )
    return tuple(Omission(where, why, count) for (where, why), count in counts.items())


def _cautions(record: MeetingRecord, left_out: tuple[EntryRecord, ...]) -> Iterator[str]:
    hidden = [_words(entry.text) for entry in left_out]
    runs = {run for words in hidden for run in _runs(words)}
    short = [f" {' '.join(words)} " for words in hidden if 0 < len(words) < _RUN_OF_WORDS]
    for name, text in _wordings(record):
        words = _words(text)
        sentence = f" {' '.join(words)} "
        if any(run in runs for run in _runs(words)) or any(said in sentence for said in short):
            yield f"{name} repeats words of an entry that this version leaves out."


def _wordings(record: MeetingRecord) -> Iterator[tuple[str, str]]:
    yield "The contextual summary", record.contextual_summary
    for number, decision in enumerate(record.decisions, 1):
        yield f"Decision {number}", f"{decision.text} {decision.reasons}"
    for number, dissent in enumerate(record.dissents, 1):
        yield f"Disagreement {number}", dissent.text
    for number, amendment in enumerate(record.amendments, 1):
        yield f"Amendment {number}", f"{amendment.text} {amendment.reason}"
    for entry in record.entries:
        said = (entry.text, *((entry.action.measure, entry.action.status_reason) if entry.action else ()))
        yield f"An entry under {CONTEXT[entry.context].label}, {COLUMN[entry.column].label}", " ".join(said)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every few words in a row; none when there are fewer."""
    return (tuple(words[at : at + _RUN_OF_WORDS]) for at in range(len(words) - _RUN_OF_WORDS + 1))
