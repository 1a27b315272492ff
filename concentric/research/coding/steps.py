"""Doing, taking back and doing again: every change of codings, memos, places and the codebook is a step.

A step keeps each row it touched as it was before and after. Taking it back puts the earlier rows there again, if they
still stand as the step left them: what somebody else changed since is never overwritten, the step is refused instead.

    with taking_step(coder, "coding.applied", "Coded an entry", framework=framework) as step:
        step.create(Coding(…))
        step.change(entry, context="peers")
        step.delete(memo)
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.models import Code, Coder, Coding, Memo, Step
from concentric.research.coding.packing import pack
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher

MODELS: dict[str, type[models.Model]] = {"code": Code, "coding": Coding, "entry": Entry, "memo": Memo}
_NAMES = {model: name for name, model in MODELS.items()}
CHANGED_SINCE = "This has been changed since, so it cannot be taken back. Change it where it stands."


class Taking:
    """A step while it is being taken. Order matters: rows go back in the opposite one."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.frameworks: set[uuid.UUID] = set()

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note(row, None, _plain(row))

    def create_all(self, rows: list[Any]) -> None:
        """Many rows of one model, in one insert."""
        type(rows[0])._default_manager.bulk_create(rows, batch_size=200) if rows else None
        for row in rows:
            self._note(row, None, _plain(row))

    def change(self, row: models.Model, **fields: Any) -> None:
        """Set fields of a row; nothing is noted where nothing changes."""
        before = _plain(row)
        for name, value in fields.items():
            setattr(row, name, value)
        after = _plain(row)
        if after != before:
            row.save(update_fields=list(fields))
            self._note(row, before, after)

    def delete(self, row: models.Model) -> None:
        before = _plain(row)
        self._note(row, before, None)
        row.delete()

    def _note(self, row: models.Model, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if before and after:
            changed = [name for name in after if before[name] != after[name]]
            before, after = {n: before[n] for n in changed}, {n: after[n] for n in changed}
        kept = {"model": _NAMES[type(row)], "id": str(row.pk), "before": before, "after": after}
        self.changes.append(kept)
        self.touch(row)

    def touch(self, row: models.Model) -> None:
        if isinstance(row, Coding):
            self.frameworks.add(row.framework_id)


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
        step = Taking()
        yield step
        note.details["rows"] = len(step.changes)
        if step.changes:
            Step.objects.filter(study=by.study, by=coder, state=Step.State.UNDONE).update(state=Step.State.PASSED)
            Step.objects.create(
                study=by.study,
                framework=framework,
                by=coder,
                verb=verb,
                words=words,
                reason=reason,
                in_codebook=in_codebook,
                changes=step.changes,
            )
        pack(step.frameworks)


def last_done(coder: Coder) -> Step | None:
    """The step that "undo" takes back."""
    return Step.objects.filter(by=coder, state=Step.State.DONE).order_by("-at", "-id").first()


def last_undone(coder: Coder) -> Step | None:
    """The step that "redo" does again: the earliest of those taken back."""
    return Step.objects.filter(by=coder, state=Step.State.UNDONE).order_by("at", "id").first()


def take_back(by: Researcher, step: Step) -> None:
    """Put every row of the step as it was before. Raises Refusal where one has changed since."""
    _replay(by, step, "step.taken_back", list(reversed(step.changes)), "after", "before", Step.State.UNDONE)


def do_again(by: Researcher, step: Step) -> None:
    """The opposite of `take_back`."""
    _replay(by, step, "step.done_again", step.changes, "before", "after", Step.State.DONE)


def _replay(
    by: Researcher, step: Step, verb: str, changes: list[dict[str, Any]], now: str, then: str, state: Step.State
) -> None:
    with recorded(by, verb, step):
        locked = Step.objects.select_for_update().get(pk=step.pk)
        if locked.state == state or locked.state == Step.State.PASSED:
            raise Refusal("This was done already.")
        frameworks: set[uuid.UUID] = set()
        for change in changes:
            _put(change["model"], change["id"], change[now], change[then], frameworks)
        locked.state = state
        locked.save(update_fields=["state"])
        step.state = state
        pack(frameworks)


def _put(
    name: str, pk: str, now: dict[str, Any] | None, then: dict[str, Any] | None, frameworks: set[uuid.UUID]
) -> None:
    """Make one row what it was `then`, if it is still what the step says it is `now`."""
    model = MODELS[name]
    row = model._default_manager.filter(pk=pk).first()
    if now is None and then is not None:
        if row is not None:
            raise Refusal(CHANGED_SINCE)
        row = _made(model, pk, then)
        if row is None:  # what it stood on has left the study
            return
        row.save(force_insert=True)
    elif row is None:
        if name in ("coding", "memo", "entry") and not _still_held(now or {}):
            return  # its framework has left the study
        raise Refusal(CHANGED_SINCE)
    else:
        plain = _plain(row)
        if any(plain[field] != value for field, value in (now or {}).items()):
            raise Refusal(CHANGED_SINCE)
        if then is None:
            row.delete()
        else:
            for field, value in then.items():
                setattr(row, field, _read(model, field, value))
            row.save(update_fields=[model._meta.get_field(field).name for field in then])
    if isinstance(row, Coding):
        frameworks.add(row.framework_id)


def _still_held(plain: dict[str, Any]) -> bool:
    """Whether the entry a row stood on is still there; a change alone does not say, and then it is not."""
    entry: str | None = plain.get("entry_id")
    return entry is not None and Entry.objects.filter(pk=entry).exists()


def _made(model: type[models.Model], pk: str, plain: dict[str, Any]) -> models.Model | None:
    if plain.get("entry_id") and not _still_held(plain):
        return None
    return model(pk=uuid.UUID(pk), **{field: _read(model, field, value) for field, value in plain.items()})


def _plain(row: models.Model) -> dict[str, Any]:
    """A row's fields but its key, by attribute name, as JSON takes them."""
    return {field.attname: _written(getattr(row, field.attname)) for field in row._meta.fields if not field.primary_key}


def _written(value: Any) -> Any:
    return (
        str(value) if isinstance(value, uuid.UUID) else value.isoformat() if isinstance(value, dt.datetime) else value
    )


def _read(model: type[models.Model], name: str, value: Any) -> Any:
    """What `_written` wrote. Raises LookupError for a field that there is not."""
    field = next(one for one in model._meta.fields if one.attname == name)
    return field.target_field.to_python(value) if isinstance(field, models.ForeignKey) else field.to_python(value)
