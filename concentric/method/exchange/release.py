"""One record, many releases: what each recipient gets, by the sharing limits of the entries and by hand.

A released record is the same whatever the entries left out of it say, which column they stand in and whom they
answer; the family's is the same whether there are any at all: those are the rules that the tests hold it to. What was
left out, in detail, is for the partnership's ledger alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TypeVar

from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS
from concentric.method.instrument.vocabulary import Sharing
from concentric.method.records.signed import EntryRecord, MeetingRecord, Omission

FULL, AGENCY, FAMILY = "full", "agency", "family"
FAMILY_NOTICE = (
    "Agencies sometimes tell each other things in confidence, and a family's copy never holds those. Every family's "
    "copy says this, whether or not there was anything of the kind."
)
_AGENCY_OMISSION = "Limited to other agencies"
_HAND_OMISSION = "Left out of this version"
_RUN_OF_WORDS = 5
_FIRST_WORDS = 60  # letters: enough to know which it is
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a record that can be left out by hand. `key` names it: "summary", "decision-2", "entry-" and its id.

    `place` is where it stands, "Decision 2", and `said` what it says, a decision and its reasons apart. Numbers count
    from 1 in the whole record, whatever a version leaves out.
    """

    key: str
    place: str
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.said))

    @property
    def named(self) -> str:
        """Its place and first words, for those who may see it."""
        return f"{self.place} (“{shorten(self.text, _FIRST_WORDS, placeholder=' …')}”)"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What whoever makes a version leaves out of it, by `Part.key`, and why."""

    keys: frozenset[str] = frozenset()
    reason: str = ""


NOTHING = ByHand()


@dataclass(frozen=True, slots=True)
class Caution:
    """A part of a version that repeats words of what the version leaves out: read it again before it is sent."""

    part: Part
    repeats: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """`record` goes to the recipient, with what they may be told of what is missing in `record.omissions`.

    `omissions` (cell by cell with the sharing limit, part by part with the reason) and `cautions` stay with the
    partnership. `parts` is what can be left out by hand: all that this recipient may otherwise have.
    """

    record: MeetingRecord
    omissions: tuple[Omission, ...] = ()
    cautions: tuple[Caution, ...] = ()
    parts: tuple[Part, ...] = ()


def release_full(record: MeetingRecord, *, recipient: str = "") -> Release:
    """Everything, for those who may have everything."""
    return Release(replace(record, release=FULL, recipient=recipient))


def release_for_agency(record: MeetingRecord, agency_id: str, *, recipient: str, by_hand: ByHand = NOTHING) -> Release:
    """Leave out what is limited to other agencies. An agency always keeps the entries that came from it.

    An agency is known by its id, so that another name changes nothing about what it may have. It is told for which
    contexts something is missing, and how much. Raises ValueError without an id, or for a part that is not there.
    """
    if not agency_id:
        raise ValueError("An agency's version needs the agency's id.")
    narrowed = replace(record, release=AGENCY, recipient=recipient)
    return _select(narrowed, record, lambda entry: _agency_may_see(entry, agency_id), by_hand)


def release_for_family(record: MeetingRecord, *, recipient: str = "the family", by_hand: ByHand = NOTHING) -> Release:
    """Leave out what is limited to agencies or kept from the family.

    The family learns nothing of what is missing, not even whether anything is: that a school or a sister told somebody
    something is what the limit protects, and a family that learns under which context can often tell who spoke.
    `FAMILY_NOTICE` stands in every family's copy alike. What was said of an empty context goes too, for its absence
    would tell. Professional disagreements, and the cohort with its reason, which speaks of incidents, stay with the
    agencies. Raises ValueError for a part that is not there.
    """
    narrowed = replace(
        record, release=FAMILY, recipient=recipient, cohort=None, cohort_reason="", dissents=(), silences=()
    )
    selected = _select(narrowed, record, lambda entry: entry.sharing is Sharing.EVERYONE, by_hand)
    kept_back = Omission("Disagreements", "They stay with the agencies", len(record.dissents))
    return replace(
        selected,
        record=replace(selected.record, omissions=()),
        omissions=selected.omissions + ((kept_back,) if record.dissents else ()),
    )


def _agency_may_see(entry: EntryRecord, agency_id: str) -> bool:
    return entry.sharing is not Sharing.AGENCIES or agency_id in (entry.source_id, *entry.sharing_agency_ids)


def _select(
    narrowed: MeetingRecord, whole: MeetingRecord, may_see: Callable[[EntryRecord], bool], by_hand: ByHand
) -> Release:
    allowed = replace(narrowed, entries=tuple(entry for entry in narrowed.entries if may_see(entry)))
    limited = tuple(entry for entry in whole.entries if not may_see(entry))
    parts = tuple(_parts(allowed))
    taken = tuple(part for part in parts if part.key in by_hand.keys)
    if len(taken) != len(by_hand.keys):
        raise ValueError("This version has no such part.")
    by_hand_entries = tuple(entry for entry in allowed.entries if _entry_key(entry) in by_hand.keys)
    record = _without(allowed, by_hand.keys, limited + by_hand_entries)
    record = replace(record, omissions=tuple(_told_to_agency(limited, by_hand_entries, taken)))
    hidden = (*map(_entry_part, limited), *taken)
    left = tuple(part for part in parts if part.key not in by_hand.keys)
    return Release(record, (*_ledger(limited), *_by_hand(taken, by_hand.reason)), tuple(_cautions(left, hidden)), parts)


def _without(record: MeetingRecord, keys: frozenset[str], missing: tuple[EntryRecord, ...]) -> MeetingRecord:
    """The record less what is left out, and less every thread to it."""
    kept = tuple(entry for entry in record.entries if _entry_key(entry) not in keys)
    ids, contexts = {entry.id for entry in kept}, {entry.context for entry in missing}
    return replace(
        record,
        entries=tuple(_answering_only(entry, ids) for entry in kept),
        # One silence missing among many would point at the cell, so the whole context's are left out.
        silences=tuple(silence for silence in record.silences if silence.context not in contexts),
        contextual_summary="" if "summary" in keys else record.contextual_summary,
        decisions=_numbered_less("decision", record.decisions, keys),
        dissents=_numbered_less("dissent", record.dissents, keys),
        amendments=_numbered_less("amendment", record.amendments, keys),
    )


def _numbered_less(kind: str, items: tuple[T, ...], keys: frozenset[str]) -> tuple[T, ...]:
    return tuple(item for number, item in enumerate(items, 1) if f"{kind}-{number}" not in keys)


def _answering_only(entry: EntryRecord, known: set[str]) -> EntryRecord:
    if entry.action is None:
        return entry
    answers = tuple(need for need in entry.action.answers if need in known)
    return replace(entry, action=replace(entry.action, answers=answers))


def _told_to_agency(
    limited: tuple[EntryRecord, ...], by_hand: tuple[EntryRecord, ...], taken: tuple[Part, ...]
) -> Iterator[Omission]:
    for entries, why in ((limited, _AGENCY_OMISSION), (by_hand, _HAND_OMISSION)):
        counts = Counter(entry.context for entry in entries)
        yield from (Omission(CONTEXT[c.key].label, why, counts[c.key]) for c in CONTEXTS if c.key in counts)
    beside = [part for part in taken if not part.key.startswith("entry-")]
    if beside:
        yield Omission("Beside the grid", _HAND_OMISSION, len(beside))


def _ledger(limited: tuple[EntryRecord, ...]) -> Iterator[Omission]:
    counts = Counter((_place(entry), entry.sharing.label) for entry in limited)
    return (Omission(where, why, count) for (where, why), count in counts.items())


def _by_hand(taken: tuple[Part, ...], reason: str) -> Iterator[Omission]:
    return (Omission(part.named, f"Left out by hand: {reason}" if reason else "Left out by hand") for part in taken)


def _cautions(left: tuple[Part, ...], hidden: tuple[Part, ...]) -> Iterator[Caution]:
    for part in left:
        words = _words(part.text)
        runs, sentence = set(_runs(words)), f" {' '.join(words)} "
        repeats = tuple(other for other in hidden if any(_repeats(runs, sentence, _words(said)) for said in other.said))
        if repeats:
            yield Caution(part, repeats)


def _repeats(runs: set[tuple[str, ...]], sentence: str, hidden: list[str]) -> bool:
    """Whether the text says a run of the hidden words; all of them, when there are too few for a run."""
    if len(hidden) < _RUN_OF_WORDS:
        return bool(hidden) and f" {' '.join(hidden)} " in sentence
    return any(run in runs for run in _runs(hidden))


def _parts(record: MeetingRecord) -> Iterator[Part]:
    if record.contextual_summary:
        yield Part("summary", "The contextual summary", (record.contextual_summary,))
    for number, decision in enumerate(record.decisions, 1):
        yield Part(f"decision-{number}", f"Decision {number}", (decision.text, decision.reasons))
    for number, dissent in enumerate(record.dissents, 1):
        yield Part(f"dissent-{number}", f"Disagreement {number}", (dissent.text,))
    for number, amendment in enumerate(record.amendments, 1):
        yield Part(f"amendment-{number}", f"Amendment {number}", (amendment.text, amendment.reason))
    yield from map(_entry_part, record.entries)


def _entry_part(entry: EntryRecord) -> Part:
    said = (entry.text, *((entry.action.measure, entry.action.status_reason) if entry.action else ()))
    return Part(_entry_key(entry), _place(entry), said)


def _entry_key(entry: EntryRecord) -> str:
    return f"entry-{entry.id}"


def _place(entry: EntryRecord) -> str:
    return f"{CONTEXT[entry.context].label}: {COLUMN[entry.column].label}"


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every few words in a row; none when there are fewer."""
    return (tuple(words[at : at + _RUN_OF_WORDS]) for at in range(len(words) - _RUN_OF_WORDS + 1))
