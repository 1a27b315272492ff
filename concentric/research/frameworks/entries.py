"""A framework's document laid out as entries to be coded.

A correction brings entries under new ids. One that stands where it stood, with the same words, is the same entry: it
keeps where it was re-placed to, and everything coded on it. One in other words is a new entry, so that a page of the
old words codes nothing: what was coded is taken along as far as its words still stand (`correcting.followers`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import F, Max

from concentric.method.records.canonical import to_plain
from concentric.method.records.framework import Framework as Document
from concentric.research.frameworks.correcting import Correction, Rewording, followers, reworded
from concentric.research.frameworks.leaving import clear_derived
from concentric.research.frameworks.models import SHORT, Entry, Framework

Kind = Entry.Kind
_OUT_OF_THE_WAY = 1_000_000


def lay_out(framework: Framework, document: Document) -> dict[str, int]:
    """Make the framework's entries and silences those of `document`; what became of all that hung on the entries,
    counted. Inside a recorded block.
    """
    kept: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for old in framework.entries.all():
        kept[_same(old)].append(old)
    entries = [_settled(new, kept) for new in _entries(framework, document)]
    stay = [entry for entry in entries if not entry._state.adding]
    come = [entry for entry in entries if entry._state.adding]
    left = [old for some in kept.values() for old in some]
    # Positions are unique: what there is makes room first.
    framework.entries.update(position=F("position") + _OUT_OF_THE_WAY)
    for place, entry in enumerate(entries):
        entry.position = place
    pairs = reworded(left, come)
    for pair in pairs:
        if pair.old.was_moved:
            pair.new.context, pair.new.column = pair.old.context, pair.old.column
    Entry.objects.bulk_update(stay, ["position", "key", "source", "answers"], batch_size=200)
    Entry.objects.bulk_create(come, batch_size=200)
    counted = _followed(framework, left, pairs) if left else {}
    framework.entries.filter(pk__in=[old.pk for old in left]).delete()
    framework.silences = to_plain(document.silences)
    framework.save(update_fields=["silences"])
    clear_derived(framework)
    return counted


def _followed(framework: Framework, left: list[Entry], pairs: list[Rewording]) -> dict[str, int]:
    stand = {pair.old.pk for pair in pairs}
    correction = Correction(framework, tuple(pairs), tuple(old for old in left if old.pk not in stand))
    return {name: n for follow in followers for name, n in follow(correction).items()}


def add_texts(framework: Framework, texts: Sequence[tuple[str, str]]) -> None:
    """Put texts beside the grid after what there is: the name of each, and its words. Inside a recorded block."""
    last = framework.entries.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    Entry.objects.bulk_create(
        [
            Entry(framework=framework, kind=Kind.TEXT, position=place, name=name[:SHORT], text=text)
            for place, (name, text) in enumerate(texts, start=first)
        ],
        batch_size=200,
    )
    clear_derived(framework)


def _settled(new: Entry, kept: dict[tuple[str, ...], list[Entry]]) -> Entry:
    same = kept.get(_same(new))
    if not same:
        return new
    old = same.pop(0)
    old.key, old.source, old.answers = new.key, new.source, new.answers
    return old


def _same(entry: Entry) -> tuple[str, ...]:
    return entry.kind, entry.first_context, entry.first_column, entry.named, entry.text


def _entries(framework: Framework, document: Document) -> Iterator[Entry]:
    for place, one in enumerate(document.entries):
        yield Entry(
            framework=framework,
            key=one.id,
            position=place,
            context=one.context.value,
            column=one.column.value,
            first_context=one.context.value,
            first_column=one.column.value,
            named=one.named or "",
            source=one.source.value if one.source else "",
            text=one.text,
            answers=list(one.action.answers) if one.action else [],
        )
    for place, (kind, text) in enumerate(_afterwards(document), start=len(document.entries)):
        yield Entry(framework=framework, kind=kind, position=place, text=text)


def _afterwards(document: Document) -> Iterator[tuple[Entry.Kind, str]]:
    """What stands after the grid."""
    if document.contextual_summary:
        yield Kind.SUMMARY, document.contextual_summary
    for decision in document.decisions:
        yield Kind.DECISION, _with_reason(decision.text, decision.reasons)
    for dissent in document.dissents:
        yield Kind.DISSENT, dissent.text
    for amendment in document.amendments:
        yield Kind.AMENDMENT, _with_reason(amendment.text, amendment.reason)


def _with_reason(text: str, reason: str) -> str:
    return f"{text}\n{reason}" if reason else text
