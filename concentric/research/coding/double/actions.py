"""Drawing a sample, finishing it, opening it to be compared, and deciding what holds."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.double_coding import draw
from concentric.research.coding.coders import new_coder
from concentric.research.coding.counting import EntryCode, count_anew
from concentric.research.coding.double.disagreements import Decision, last_decisions
from concentric.research.coding.double.permissions import (
    can_code,
    check_can_discard,
    check_can_draw,
    check_can_finish,
    check_can_go_on,
    check_can_open,
    check_can_settle,
)
from concentric.research.coding.double.queries import Candidate, pool
from concentric.research.coding.models import Adjudication, Coder, Coding, DoubleCoding, DoubleFramework
from concentric.research.coding.packing import hold
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

By = Adjudication.By
_BATCH = 500


class DecidedSince(Refusal):
    """Somebody decided on these since whoever decides now read what stood."""

    def __init__(self, keys: set[EntryCode]) -> None:
        super().__init__("Somebody decided on some of these in the meantime. Look again, and decide what is left.")
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sample as it is asked for: either the codes of chosen frameworks, or how many at random.

    `percent`: `size` is a share of all that there are. Without a seed one is made. `uncoded`: only of frameworks that
    neither has begun.
    """

    name: str
    first: Candidate
    second: Candidate
    chosen: tuple[str, ...] = ()
    size: int = 0
    percent: bool = False
    by_cohort: bool = False
    seed: int | None = None
    uncoded: bool = False


def draw_sample(*, researcher: Researcher, wanted: Wanted) -> DoubleCoding:
    """Give two coders the same frameworks. What the second of them codes there does not count until it is decided.

    Closed to be coded blind, unless neither can code any more: then it is open at once. Raises Refusal.
    """
    study = researcher.study
    with recorded(researcher, "double_coding.drawn") as note:
        check_can_draw(researcher)
        # One after the other: a framework is in one sample.
        Study.objects.select_for_update(no_key=True).get(pk=study.pk)
        if study.double_codings.filter(name__iexact=wanted.name).exists():
            raise Refusal("There is a sample of this name already.")
        if wanted.first.key == wanted.second.key:
            raise Refusal("Choose two different coders.")
        seed = None if wanted.chosen else secrets.randbelow(1_000_000) if wanted.seed is None else wanted.seed
        frameworks = _chosen(study, wanted) if seed is None else _drawn(study, wanted, seed)
        note.subject = sample = _begun(researcher, wanted, seed)
        rows = [DoubleFramework(sample=sample, framework=one) for one in frameworks]
        DoubleFramework.objects.bulk_create(rows, batch_size=_BATCH)
        count_anew(one.pk for one in frameworks)
        note.details |= {"frameworks": len(rows), "seed": seed, "by_cohort": sample.by_cohort}
    return sample


def _begun(researcher: Researcher, wanted: Wanted, seed: int | None) -> DoubleCoding:
    first, second = (_coder(researcher, one) for one in (wanted.first, wanted.second))
    now = timezone.now()
    first_done, second_done = (None if can_code(one) else now for one in (first, second))
    return DoubleCoding.objects.create(
        study=researcher.study,
        name=wanted.name,
        first=first,
        second=second,
        seed=seed,
        by_cohort=wanted.by_cohort and seed is not None,
        first_done_at=first_done,
        second_done_at=second_done,
        opened_at=first_done and second_done,
        by=researcher.place,
        at=now,
    )


def _coder(researcher: Researcher, candidate: Candidate) -> Coder:
    if candidate.coder:
        return candidate.coder
    if candidate.place is None:
        raise Refusal("Choose two coders of this study.")
    return new_coder(researcher.study, candidate.name, Researcher(candidate.place))


def _pool(study: Study, wanted: Wanted) -> QuerySet[Framework]:
    return pool(study, wanted.first, wanted.second, uncoded=wanted.uncoded)


def _chosen(study: Study, wanted: Wanted) -> list[Framework]:
    there = {one.code: one for one in _pool(study, wanted)}
    missing = [code for code in wanted.chosen if code not in there]
    if missing:
        named = ", ".join(missing[:5]) + (" and others" if len(missing) > 5 else "")
        raise Refusal(
            f"These cannot be given to the two: {named}. They are not in the study, or in a sample already, or one of "
            "the two cannot code any more and has not coded them"
            f"{', or has begun them' if wanted.uncoded else ''}."
        )
    return [there[code] for code in dict.fromkeys(wanted.chosen)]


def _drawn(study: Study, wanted: Wanted, seed: int) -> list[Framework]:
    there = list(_pool(study, wanted))
    n = -(-wanted.size * len(there) // 100) if wanted.percent else wanted.size
    if not 1 <= n <= len(there):
        raise Refusal(
            f"There are {len(there)} frameworks to draw from: those in the study that are in no sample yet, and that "
            f"whoever of the two cannot code any more has coded{', and neither has begun' if wanted.uncoded else ''}. "
            "Ask for one at least, and for no more than there are."
        )
    strata = [one.values.get("cohort", "") for one in there] if wanted.by_cohort else None
    return [there[place] for place in draw([one.code for one in there], n, seed, strata)]


def finish(*, researcher: Researcher, sample: DoubleCoding) -> None:
    """One of the two says that they have finished. When both have, the two are compared."""
    with recorded(researcher, "double_coding.finished", sample):
        locked = _locked(sample)
        check_can_finish(researcher, locked)
        now = timezone.now()
        if researcher.id == locked.first.place_id:
            locked.first_done_at = locked.first_done_at or now
        if researcher.id == locked.second.place_id:
            locked.second_done_at = locked.second_done_at or now
        if locked.first_done_at and locked.second_done_at:
            locked.opened_at = now
        locked.save(update_fields=["first_done_at", "second_done_at", "opened_at"])
    sample.opened_at = locked.opened_at


def go_on(*, researcher: Researcher, sample: DoubleCoding) -> None:
    """One of the two has not finished after all. Not any more once the two are compared: what was seen stays seen."""
    with recorded(researcher, "double_coding.gone_on", sample):
        locked = _locked(sample)
        check_can_go_on(researcher, locked)
        if researcher.id == locked.first.place_id:
            locked.first_done_at = None
        else:
            locked.second_done_at = None
        locked.save(update_fields=["first_done_at", "second_done_at"])


def open_sample(*, researcher: Researcher, sample: DoubleCoding) -> None:
    """A lead has the two compared before both said that they had finished."""
    with recorded(researcher, "double_coding.opened", sample):
        locked = _locked(sample)
        check_can_open(researcher, locked)
        sample.opened_at = locked.opened_at = timezone.now()
        locked.save(update_fields=["opened_at"])


def discard(*, researcher: Researcher, sample: DoubleCoding) -> None:
    """Give up a sample that was not compared: its frameworks are as if it had never been drawn, and all codes count."""
    with recorded(researcher, "double_coding.discarded", sample):
        locked = _locked(sample)
        check_can_discard(researcher, locked)
        frameworks = list(locked.frameworks.values_list("framework", flat=True))
        locked.delete()
        count_anew(frameworks)


def settle(*, researcher: Researcher, sample: DoubleCoding, decisions: Iterable[Decision]) -> int:
    """Decide what holds where the two differ, or differed when it was decided last; how many were decided on.

    What holds is counted, whoever of the two coded it; what does not is not. Deciding anew takes the earlier word's
    place, which is kept. Of what both gave from the beginning, nothing is decided. Sent twice, it is decided once.
    Raises DecidedSince.
    """
    with recorded(researcher, "double_coding.settled", sample) as note:
        check_can_settle(researcher, _locked(sample))
        asked = {(one.entry, one.code): one for one in decisions}
        entries = _entries(sample, {entry for entry, _ in asked})
        frameworks = hold(entries.values_list("framework", flat=True))  # no correction takes an entry away meanwhile
        given, decided = _given_at(sample, entries), last_decisions(sample, entries)
        since = {key: last for key, last in decided.items() if key in asked and asked[key].instead_of != last.pk}
        if other := {key for key, last in since.items() if not _says(last, asked[key])}:
            raise DecidedSince(other)
        deciding = [
            Adjudication(
                sample=sample, entry_id=one.entry, code_id=one.code, holds=one.holds, given_by=by, reason=one.reason,
                by=researcher.place,
            )
            for key, one in asked.items()
            if key not in since and _is_open(by := given.get(key, By.NEITHER), one, decided=key in decided)
        ]  # fmt: skip
        Adjudication.objects.bulk_create(deciding, batch_size=_BATCH)
        changed = count_anew(frameworks)
        note.details |= {"decisions": len(deciding), "codings": changed}
    return len(deciding)


def _entries(sample: DoubleCoding, wanted: set[uuid.UUID]) -> QuerySet[Entry]:
    """Those of the sample that are wanted; where they are many, all of it: no query takes ten thousand keys."""
    every = Entry.objects.filter(framework__double__sample=sample)
    return every.filter(pk__in=wanted) if len(wanted) <= _BATCH else every


def _is_open(by: By, decision: Decision, *, decided: bool) -> bool:
    """What one of the two gave, and what was decided before. That nothing holds can be decided of nothing alone."""
    return by in (By.FIRST, By.SECOND) or (decided and (by == By.BOTH or not decision.holds))


def _given_at(sample: DoubleCoding, entries: QuerySet[Entry]) -> dict[EntryCode, By]:
    """Who of the two gave which code to which of these entries."""
    found: dict[EntryCode, By] = {}
    codings = Coding.objects.filter(entry__in=entries, coder__in=(sample.first_id, sample.second_id))
    for entry, code, coder in codings.values_list("entry", "code", "coder").order_by().distinct():
        by = By.FIRST if coder == sample.first_id else By.SECOND
        found[entry, code] = By.BOTH if (entry, code) in found else by
    return found


def _says(last: Adjudication, decision: Decision) -> bool:
    return (last.holds, last.reason) == (decision.holds, decision.reason)


def _locked(sample: DoubleCoding) -> DoubleCoding:
    found = DoubleCoding.objects.select_for_update(of=("self",), no_key=True).select_related("first", "second")
    return found.get(pk=sample.pk)
