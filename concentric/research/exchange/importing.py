"""A project into a study: looked at first, then written batch by batch, done whole or not at all.

Each batch is a short transaction of its own, so that nobody's page waits; and each keeps a list of what it made. Until
the last one is written, the new frameworks are left out of everything that counts. Stopped or broken off, a run takes
back what its batches list; the clock does it for a run whose process is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.reading import ReadProject
from concentric.method.exchange.refi.unreadable import UnreadableProject
from concentric.research.coding.actions import ensure_codebook
from concentric.research.coding.coders import coder_of
from concentric.research.coding.counting import count_anew
from concentric.research.coding.models import (
    Adjudication,
    Code,
    Coder,
    Coding,
    DoubleCoding,
    DoubleFramework,
    Memo,
    Packed,
    Step,
)
from concentric.research.coding.steps import taking_step
from concentric.research.exchange.documents import BEING_IMPORTED
from concentric.research.exchange.foreseen import Foreseen, foreseen
from concentric.research.exchange.framework_rows import CODING, ENTRY, MEMO
from concentric.research.exchange.gathering import Batch, Gatherer
from concentric.research.exchange.inserting import insert
from concentric.research.exchange.mapping import Mapping, mapped
from concentric.research.exchange.models import ImportBatch, ImportRun
from concentric.research.exchange.permissions import check_can_import
from concentric.research.exchange.removing import remove
from concentric.research.frameworks.models import Attribute, Entry, Framework, InclusionDecision, Site, Study
from concentric.research.frameworks.researcher import Researcher

State = ImportRun.State
LEFT_OUT = "It was left out in the project it was imported from."
STOPPED = "The import was stopped. Nothing of it is kept."
CODES_CAME = "codebook.imported"


def foresee(*, researcher: Researcher, read: ReadProject) -> Foreseen:
    """What an import would make and what it could not take in. Raises Refusal for a file that cannot be read."""
    check_can_import(researcher)
    ensure_codebook(researcher)
    with readable():
        found = mapped(researcher, read.project)
        gatherer = Gatherer(researcher, found, read.project)
        for _ in gatherer.batches():
            pass
        return foreseen(found, gatherer, read)


def carry_out(
    *,
    researcher: Researcher,
    read: ReadProject,
    run: ImportRun | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Foreseen:
    """Do it. `tell` hears after each batch how many cases it held. Raises Refusal, and nothing is kept then."""
    ensure_codebook(researcher)
    run = run or ImportRun(study=researcher.study, by=researcher.place, state=State.RUNNING)
    try:
        found = _begin(researcher, read, run)
        with readable():
            gatherer = Gatherer(researcher, found, read.project)
            for batch in gatherer.batches():
                _keep(run, batch)
                tell(batch.seen)
            done = foreseen(found, gatherer, read)
        _finish(researcher, run, done, gatherer)
    except BaseException:
        remove(run)
        raise
    return done


@contextmanager
def readable() -> Iterator[None]:
    """A file that cannot be read is refused in its own words."""
    try:
        yield
    except UnreadableProject as fault:
        raise Refusal(fault.reason) from None


def _begin(researcher: Researcher, read: ReadProject, run: ImportRun) -> Mapping:
    """The people, codes, attributes and sites that the frameworks will stand on."""
    with recorded(researcher, "project.import_begun", researcher.study):
        Study.objects.select_for_update().get(pk=researcher.study.pk)
        check_can_import(researcher, besides=run)
        _check_not_stopped(run)
        coder_of(researcher)  # so that their number is given before those of the project
        found = mapped(researcher, read.project)
        run.total, run.moved_at = len(found.cases), timezone.now()
        run.save()
        coders = [*found.new_coders, *([found.nameless] if found.nameless else [])]
        Coder.objects.bulk_create(coders)
        Attribute.objects.bulk_create(found.new_attributes)
        Site.objects.bulk_create(found.new_sites)
        samples = {one.sample.pk: one.sample for one in found.samples.values()}
        DoubleCoding.objects.bulk_create(samples.values())
        step = keep_codes(researcher, found.new_codes)
        made = {
            "code": _ids(found.new_codes),
            "step": [step.pk.hex] if step else [],
            "coder": _ids(coders),
            "attribute": _ids(found.new_attributes),
            "site": _ids(found.new_sites),
            "sample": [pk.hex for pk in samples],
        }
        ImportBatch.objects.create(run=run, made=made)
    return found


def _ids(rows: Iterable[Coder | Code | Attribute | Site | Framework]) -> list[str]:
    return [row.pk.hex for row in rows]


def keep_codes(researcher: Researcher, codes: list[Code]) -> Step | None:
    """New codes as one step, which the codebook's history has. Inside a recorded block."""
    if not codes:
        return None
    coder = coder_of(researcher)
    words = f"Took in {len(codes)} codes from another program"
    with taking_step(researcher, coder, CODES_CAME, words, in_codebook=True) as step:
        step.create_all(codes)
    return Step.objects.filter(by=coder, verb=CODES_CAME).order_by("-at", "-id").first()


def _keep(run: ImportRun, batch: Batch) -> None:
    """One batch, in one short transaction."""
    with transaction.atomic():
        _check_not_stopped(run)
        further = [rows for rows in batch.rows if rows.already is not None]
        memos = [*(row for rows in further for row in rows.memos), *batch.memos]
        codings = [row for rows in further for row in rows.codings]
        made = {
            "framework": _ids(batch.new),
            "coding": [row[0] for row in codings],
            "memo": [row[0] for row in memos],
        }
        _insert(batch, run)
        ImportBatch.objects.create(run=run, made=made)
        run.done += batch.seen
        run.moved_at = timezone.now()
        ImportRun.objects.filter(pk=run.pk).update(done=run.done, moved_at=run.moved_at)


def _check_not_stopped(run: ImportRun) -> None:
    """One that a command begins is not kept yet, and nobody can have stopped it."""
    current = ImportRun.objects.select_for_update().only("state").filter(pk=run.pk).first()
    if current and current.state != State.RUNNING:
        raise Refusal(STOPPED)


def _insert(batch: Batch, run: ImportRun) -> None:
    Framework.objects.bulk_create(batch.new, batch_size=200)
    InclusionDecision.objects.bulk_create(
        InclusionDecision(framework=one, included=False, reason=LEFT_OUT, version=one.version, by=run.by)
        for one in batch.left_out
    )
    insert(Entry, ENTRY, [row for rows in batch.rows for row in rows.entries])
    insert(Coding, CODING, [row for rows in batch.rows for row in rows.codings])
    insert(Memo, MEMO, [*(row for rows in batch.rows for row in rows.memos), *batch.memos])
    new = [rows for rows in batch.rows if rows.already is None]
    Packed.objects.bulk_create([one.packed() for one in new], batch_size=200)
    DoubleFramework.objects.bulk_create(batch.doubles, batch_size=200)
    Adjudication.objects.bulk_create(batch.decisions, batch_size=200)
    count_anew(batch.touched)


def _finish(researcher: Researcher, run: ImportRun, done: Foreseen, gatherer: Gatherer) -> None:
    """From here on the new frameworks count."""
    with recorded(researcher, "project.imported", run) as note:
        _check_not_stopped(run)
        coming = researcher.study.frameworks.filter(ruled_out=[BEING_IMPORTED])
        coming.filter(inclusion_decisions=None).update(included=True)  # of the others somebody decided meanwhile
        coming.update(ruled_out=[])
        run.batches.all().delete()
        found = gatherer.found
        if found.nameless and not gatherer.brought.nameless_is_met:
            found.nameless.delete()
        samples = {one.sample.pk for one in found.samples.values()}
        DoubleCoding.objects.filter(pk__in=samples, frameworks=None).delete()  # of documents without a text
        run.state, run.file, run.said = State.DONE, None, asdict(done)
        run.save(update_fields=["state", "file", "said"])
        note.details.update({key.replace(" ", "_").replace(",", ""): value for key, value in done.counts.items()})
