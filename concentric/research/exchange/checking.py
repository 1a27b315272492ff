"""A study out as a file, which is read back before it is given to anybody; and what such a file cannot carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO

from django.db.models import F, Q

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.reading import read_codebook, read_project
from concentric.method.exchange.refi.unreadable import UnreadableProject
from concentric.method.exchange.refi.writing import write_codebook, write_project
from concentric.method.records.coded import Code, CodedProject, Document
from concentric.research.coding.models import Adjudication
from concentric.research.coding.queries import visible
from concentric.research.exchange.documents import held, travelling
from concentric.research.exchange.project import codes_of, project_of
from concentric.research.frameworks.models import Classification, Entry, Framework, InclusionDecision
from concentric.research.frameworks.researcher import Researcher

CHANGED = "The file does not read back as it was written, so it is kept back. Try again."


@dataclass(frozen=True, slots=True)
class Loss:
    """What stays behind, and how many there are of it in this study; None where that cannot be counted."""

    what: str
    count: int | None = None


def write_checked_project(researcher: Researcher, out: IO[bytes]) -> None:
    """A .qdpx. Raises Refusal where what was written does not read back the same."""
    written: list[int] = []
    read: list[int] = []
    project = project_of(researcher)
    write_project(replace(project, documents=lambda: _noting(project.documents(), written)), out)
    out.seek(0)
    try:
        back = read_project(out, lambda document: read.append(hash(document))).project
    except UnreadableProject:
        raise Refusal(CHANGED) from None
    if _heads(back) != _heads(project) or read != written:
        raise Refusal(CHANGED)
    out.seek(0)


def write_checked_codebook(researcher: Researcher, out: IO[bytes]) -> None:
    """A .qdc. Raises Refusal for a study without codes, or where it does not read back the same."""
    codes = codes_of(researcher)
    if not codes:
        raise Refusal("The study has no codebook yet. It begins when the first framework is coded.")
    write_codebook(codes, out)
    out.seek(0)
    if _sorted(read_codebook(out.read())) != _sorted(codes):
        raise Refusal(CHANGED)
    out.seek(0)


def _noting(documents: Iterable[Document], written: list[int]) -> Iterator[Document]:
    for document in documents:
        written.append(hash(document))
        yield document


def _heads(project: CodedProject) -> tuple[object, ...]:
    """All but the documents. A codebook is written as a tree, so the order of its codes is left aside."""
    cases = [(case.id, case.name, case.documents, dict(case.attributes)) for case in project.cases]
    return project.name, project.coders, _sorted(project.codes), cases, project.memos, project.doubles


def _sorted(codes: Iterable[Code]) -> list[Code]:
    return sorted(codes, key=lambda code: code.id)


def losses(researcher: Researcher) -> list[Loss]:
    """What a REFI-QDA project has no place for, item by item. No count tells how much somebody codes blind."""
    study = researcher.study
    frameworks, said = travelling(researcher), held(researcher).filter(origin=Framework.Origin.REFLECTION)
    of_study = Q(framework__study=study)
    steps = visible(researcher, study.steps.all(), coder="by")
    closed, opened = (study.double_codings.filter(opened_at__isnull=is_closed) for is_closed in (True, False))
    decided = Adjudication.objects.filter(sample__study=study)
    return [
        Loss("Steps: who changed which coding when, undo and redo, and the codebook’s history", steps.count()),
        Loss(
            "Samples that are not compared yet: without coding that you may not see, which tables here count",
            closed.count(),
        ),
        Loss("How a double-coded sample was drawn, and when each of the two had finished", opened.count()),
        Loss("Who decided between two coders, and what was decided before the last word", decided.count()),
        Loss(
            "Where a site first put an entry that was re-placed: it stands in words over the entry",
            Entry.objects.filter(of_study).exclude(context=F("first_context"), column=F("first_column")).count(),
        ),
        Loss("The record beside the text: incidents, people, attendance, what was withheld", frameworks.count()),
        Loss("What was said in the de-brief", said.count()),
        Loss("Why a framework is in the study or left out", InclusionDecision.objects.filter(of_study).count()),
        Loss("Who settled an attribute, and why", Classification.objects.filter(of_study).count()),
        Loss("That a code is deprecated", study.codes.filter(is_deprecated=True, is_removed=False).count()),
        Loss("Which primary node a code stands for, where the study renamed it"),
        Loss("Saved tables", study.saved_tables.count()),
        Loss("Snapshots", study.snapshots.count()),
        Loss("Briefings", study.briefings.count()),
    ]
