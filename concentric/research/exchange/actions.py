"""Bringing a project in from the pages: it waits sealed to be looked at, then runs; stopping; what was left lying."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import asdict
from functools import partial

from django.utils import timezone

from concentric.foundation import vault
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.reading import read_project
from concentric.research.exchange.importing import STOPPED, carry_out, foresee, readable
from concentric.research.exchange.models import ImportRun
from concentric.research.exchange.permissions import check_can_import
from concentric.research.exchange.removing import remove
from concentric.research.frameworks.beside import go_beside
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher

State = ImportRun.State
PURPOSE = "project to be imported"  # the vault's
AT_ONCE = 200
"""So many frameworks are imported while the person waits; more of them beside the requests."""
SILENT_MINUTES = 15
KEPT_DAYS = 1
BROKE_OFF = "The import broke off. Nothing of it is kept. Try again."


def bring(*, researcher: Researcher, data: bytes) -> ImportRun:
    """Read a .qdpx and keep it, sealed, until somebody decides. Raises Refusal for one that cannot be read."""
    with readable():
        read = read_project(io.BytesIO(data))
    seen = foresee(researcher=researcher, read=read)
    with recorded(researcher, "project.brought") as note:
        run = ImportRun(study=researcher.study, by=researcher.place, said=asdict(seen), total=len(read.project.cases))
        run.file = vault.seal(PURPOSE, str(run.pk), data)
        run.save(force_insert=True)
        note.subject = run
    return run


def start(*, researcher: Researcher, run: ImportRun) -> None:
    """Import what waits: at once where it is small, otherwise beside the requests. Raises Refusal."""
    check_can_import(researcher)
    data = _unsealed(_waiting(run))  # before it runs: what cannot be opened keeps no other import waiting
    with readable():
        read = read_project(io.BytesIO(data))
    with recorded(researcher, "project.import_started", run):
        Study.objects.select_for_update().get(pk=researcher.study.pk)
        check_can_import(researcher)
        run = _waiting(run)
        run.state, run.moved_at = State.RUNNING, timezone.now()
        run.save(update_fields=["state", "moved_at"])
    if run.total <= AT_ONCE:
        carry_out(researcher=researcher, read=read, run=run)
    else:
        go_beside(partial(carry_out, researcher=researcher, read=read, run=run), partial(_say, run), BROKE_OFF)


def _waiting(run: ImportRun) -> ImportRun:
    """The run as it stands. Raises Refusal."""
    found = ImportRun.objects.select_related("study").filter(pk=run.pk, state=State.WAITING).first()
    if found is None:
        raise Refusal("This file does not wait to be imported any more.")
    return found


def _unsealed(run: ImportRun) -> bytes:
    try:
        return vault.unseal(PURPOSE, str(run.pk), bytes(run.file or b""))
    except vault.VaultError as fault:
        raise Refusal(f"The file cannot be opened: {fault} Forget it, and bring it in again.") from None


def _say(run: ImportRun, words: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(said={"refusal": words})


def stop(*, researcher: Researcher, run: ImportRun) -> None:
    """Stop one that runs, before its next batch; forget one that waits."""
    with recorded(researcher, "project.import_stopped", run):
        check_can_take_files(researcher)
        if not ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.STOPPING):
            forgotten = {"state": State.REMOVED, "file": None, "said": {"refusal": STOPPED}}
            ImportRun.objects.filter(pk=run.pk, state=State.WAITING).update(**forgotten)


def clear_left() -> int:
    """Take back runs whose process is gone, and forget files that nobody decided on. For the clock."""
    now = timezone.now()
    silent = ImportRun.objects.filter(
        state__in=(State.RUNNING, State.STOPPING), moved_at__lt=now - dt.timedelta(minutes=SILENT_MINUTES)
    )
    gone = list(silent.select_related("study"))
    for run in gone:
        remove(run)
        _say(run, BROKE_OFF)
    waiting = ImportRun.objects.filter(state=State.WAITING, at__lt=now - dt.timedelta(days=KEPT_DAYS))
    return len(gone) + waiting.delete()[0]
