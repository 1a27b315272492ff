"""What was coded on entries that a correction put into other words, or took away.

Codings of a whole entry stay whole; those of some words go where these words stand now; memos and decisions stay with
their entry. What has no place any more goes. A coder looks again at what went and at whole entries that say something
else now: `Recheck` lists both.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator

from concentric.research.coding.counting import count_anew
from concentric.research.coding.models import Adjudication, Coding, Memo, Recheck
from concentric.research.frameworks import correcting
from concentric.research.frameworks.correcting import Correction, Rewording

What = Recheck.What


def register() -> None:
    correcting.followers.append(follow)


def follow(correction: Correction) -> dict[str, int]:
    """Take it along, and list the rest; how many of each are listed."""
    by_old = {one.old.pk: one for one in correction.reworded}
    listed = [*_with_their_entry(correction), *_codings(correction, by_old)]
    Recheck.objects.bulk_create(listed, batch_size=200)
    for model in (Memo, Adjudication, Recheck):
        for pair in correction.reworded:
            model._default_manager.filter(entry=pair.old).update(entry=pair.new)
    count_anew([correction.framework.pk])
    found = Counter(one.what for one in listed)
    return {f"{what.value}_to_look_at": found[what] for what in What if found[what]}


def _with_their_entry(correction: Correction) -> Iterator[Recheck]:
    """What goes since its entry does: the deletion of the entry takes it."""
    codings = Coding.objects.filter(entry__in=correction.gone)
    for code, coder in codings.order_by("code", "coder").values_list("code", "coder").distinct():
        yield _recheck(correction, What.CODING, code, coder)
    for coder in Memo.objects.filter(entry__in=correction.gone).values_list("by", flat=True):
        yield _recheck(correction, What.MEMO, None, coder)
    decided = Adjudication.objects.filter(entry__in=correction.gone).order_by("code")
    for code in decided.values_list("code", flat=True).distinct():
        yield _recheck(correction, What.DECISION, code, None)


def _codings(correction: Correction, by_old: dict[uuid.UUID, Rewording]) -> Iterator[Recheck]:
    """Put those that can stay where they belong, and delete the others."""
    stay: dict[tuple[object, ...], Coding] = {}
    go: list[Coding] = []
    for coding in Coding.objects.filter(entry__in=by_old).order_by("-is_whole", "start", "end", "pk"):
        pair = by_old[coding.entry_id]
        now = (0, len(pair.new.text)) if coding.is_whole else pair.where(coding.start, coding.end)
        key = (coding.entry_id, coding.code_id, coding.coder_id, now)
        if now is None or key in stay:
            go.append(coding)
            yield _recheck(correction, What.CODING, coding.code_id, coding.coder_id, pair)
            continue
        stay[key] = coding
        coding.start, coding.end = now
        if coding.is_whole and pair.changes_words:
            yield _recheck(correction, What.STAYS, coding.code_id, coding.coder_id, pair)
    for coding in stay.values():
        coding.entry = by_old[coding.entry_id].new
    Coding.objects.bulk_update(stay.values(), ["entry", "start", "end"], batch_size=200)
    Coding.objects.filter(pk__in=[one.pk for one in go]).delete()


def _recheck(
    correction: Correction, what: What, code: uuid.UUID | None, coder: uuid.UUID | None, pair: Rewording | None = None
) -> Recheck:
    framework = correction.framework
    return Recheck(
        framework=framework,
        entry=pair.new if pair else None,
        what=what,
        code_id=code,
        coder_id=coder,
        version=framework.version,
    )
