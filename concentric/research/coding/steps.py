"""Doing, taking back and doing again: every change of codings, memos, places and the codebook is a step.

A step keeps each row it touched as it was before and after. Taking it back puts the earlier rows there again, if they
still stand as the step left them (`coding.replay`): what somebody else changed since is never overwritten.

    with taking_step(researcher, coder, "coding.applied", "Coded an entry", framework=framework) as step:
        step.create(Coding(…))
        step.change(entry, context="peers")
        step.delete(memo)
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.counting import count_anew
from concentric.research.coding.models import Code, Coder, Coding, Step, StepPart
from concentric.research.coding.replay import CHANGED_SINCE, Replay
from concentric.research.coding.rows import NAMES, batches, plain
from concentric.research.coding.tree import check_codebook
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.researcher import Researcher


@dataclass
class _Kept:
    """A row as it was before the step, and as the step leaves it."""

    row: models.Model
    before: dict[str, Any] | None
    after: dict[str, Any] | None = None

    @property
    def framework_id(self) -> uuid.UUID | None:
        return getattr(self.row, "framework_id", None)

    def written(self, name: str, pk: str) -> dict[str, Any]:
        before, after = self.before, self.after
        if before is None and after and isinstance(self.row, Code):
            before = {**after, "is_removed": True}  # taken back it stays as a row: its number is not given twice
        elif before and after:
            changed = [field for field in after if before[field] != after[field]]
            before, after = {f: before[f] for f in changed}, {f: after[f] for f in changed}
        kept = {"model": name, "id": pk, "before": before, "after": after}
        entry = getattr(self.row, "entry_id", None)
        return {**kept, "entry": str(entry)} if entry else kept


class Taking:
    """A step while it is being taken."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._mentioned: list[models.Model] = []

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note(row, None, plain(row))

    def create_all(self, rows: Sequence[models.Model]) -> None:
        """Many rows of one model, in one insert."""
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=200)
        for row in rows:
            self._note(row, None, plain(row))

    def change(self, row: models.Model, **fields: Any) -> None:
        """Set fields of a row; nothing is noted where nothing changes."""
        before = plain(row)
        for name, value in fields.items():
            setattr(row, name, value)
        after = plain(row)
        if after != before:
            row.save(update_fields=list(fields))
            self._note(row, before, after)

    def change_all(self, rows: Iterable[models.Model], **fields: Any) -> None:
        """Set the same fields of many rows of one model, in few updates."""
        changed = list(rows)
        for row in changed:
            before = plain(row)
            for name, value in fields.items():
                setattr(row, name, value)
            self._note(row, before, plain(row))
        for some in batches(changed):
            some.update(**fields)

    def delete(self, row: models.Model) -> None:
        self._note(row, plain(row), None)
        row.delete()

    def delete_all(self, rows: Iterable[models.Model]) -> None:
        """Many rows of one model, in few deletes."""
        gone = list(rows)
        for row in gone:
            self._note(row, plain(row), None)
        for some in batches(gone):
            some.delete()

    def mention(self, row: models.Model) -> None:
        """A row that the step is about, though nothing of it changes: it must be there when the step is taken back."""
        self._mentioned.append(row)

    def _note(self, row: models.Model, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """A row that the step touches more than once is kept as it was first and as it is last."""
        self._kept.setdefault((NAMES[type(row)], str(row.pk)), _Kept(row, before)).after = after

    def changes(self) -> dict[uuid.UUID | None, list[dict[str, Any]]]:
        """What changed, by framework; under None what belongs to none."""
        found: dict[uuid.UUID | None, list[dict[str, Any]]] = {}
        for (name, pk), kept in self._kept.items():
            if kept.before != kept.after:
                found.setdefault(kept.framework_id, []).append(kept.written(name, pk))
        for row in self._mentioned if found else ():
            name, pk = NAMES[type(row)], str(row.pk)
            if (name, pk) not in self._kept:
                found.setdefault(None, []).append(_Kept(row, {}, {}).written(name, pk))
        return found

    def coded(self) -> set[uuid.UUID]:
        """The frameworks whose codings changed."""
        return {kept.row.framework_id for kept in self._kept.values() if isinstance(kept.row, Coding)}


@contextmanager
def taking_step(
    by: Researcher,
    coder: Coder,
    verb: str,
    words: str,
    *,
    framework: Framework | None = None,
    reason: str = "",
    in_codebook: bool = False,
) -> Iterator[Taking]:
    """One step in one transaction with its audit event. `words` say what was done, without a word of any entry.

    Whatever was taken back before can then not be done again. Nothing is kept where nothing changed.
    """
    with recorded(by, verb, framework or by.study) as note:
        taking = Taking()
        yield taking
        changes = taking.changes()
        note.details["rows"] = sum(map(len, changes.values()))
        if changes:
            Step.objects.filter(study=by.study, by=coder, state=Step.State.UNDONE).update(state=Step.State.PASSED)
            step = Step(
                study=by.study,
                framework=framework,
                by=coder,
                verb=verb,
                words=words,
                reason=reason,
                in_codebook=in_codebook,
            )
            _keep(step, changes)
        count_anew(taking.coded())


def _keep(step: Step, changes: dict[uuid.UUID | None, list[dict[str, Any]]]) -> None:
    """A step in one framework goes with it whole. Of any other, each framework's part can go by itself."""
    own = list(changes) if step.framework_id else [None]
    step.changes = [change for key in own for change in changes.pop(key, [])]
    step.save(force_insert=True)
    parts = [StepPart(step=step, framework_id=key, changes=part) for key, part in changes.items() if key]
    StepPart.objects.bulk_create(parts, batch_size=200)


def last_done(coder: Coder) -> Step | None:
    """The step that "undo" takes back; what it changed, which may be much, is read when asked for."""
    return _steps(coder, Step.State.DONE).filter(is_passed_over=False).order_by("-at", "-id").first()


def last_undone(coder: Coder) -> Step | None:
    """The step that "redo" does again: the earliest of those taken back."""
    return _steps(coder, Step.State.UNDONE).order_by("at", "id").first()


def _steps(coder: Coder, state: Step.State) -> models.QuerySet[Step]:
    """As the index has them: the study first."""
    return Step.objects.filter(study=coder.study_id, by=coder, state=state).defer("changes")


def pass_over(by: Researcher, step: Step) -> None:
    """Leave a step as it is, done or taken back: the one beneath it is next."""
    with recorded(by, "step.passed_over", step):
        if step.state == Step.State.DONE:
            step.is_passed_over = True
        else:
            step.state = Step.State.PASSED
        step.save(update_fields=["is_passed_over", "state"])


def take_back(by: Researcher, step: Step) -> int:
    """Put every row of the step as it was before; how many are gone since. Raises Refusal where one has changed since.

    What somebody else took back, its coder does not do again.
    """
    state = Step.State.UNDONE if step.by.place_id == by.id else Step.State.PASSED
    return _replay(by, step, "step.taken_back", Replay("after", "before"), (Step.State.DONE, state))


def do_again(by: Researcher, step: Step) -> int:
    """The opposite of `take_back`."""
    return _replay(by, step, "step.done_again", Replay("before", "after"), (Step.State.UNDONE, Step.State.DONE))


def _replay(by: Researcher, step: Step, verb: str, replay: Replay, states: tuple[Step.State, Step.State]) -> int:
    now, then = states
    try:
        with recorded(by, verb, step):
            locked = Step.objects.select_for_update().get(pk=step.pk)
            if locked.state != now:
                raise Refusal("This was done already.")
            replay.put([*locked.changes, *(change for part in locked.parts.all() for change in part.changes)])
            check_codebook(by.study)
            locked.state = then
            locked.save(update_fields=["state"])
            count_anew(replay.frameworks)
    except IntegrityError:  # something else stands in its place
        raise Refusal(CHANGED_SINCE) from None
    step.state = then
    return replay.gone
