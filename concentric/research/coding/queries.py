"""What was coded, as one researcher may see it. The researcher comes first.

Until a double-coded sample is opened, each of its two coders sees only their own work on its frameworks, and the rest
of the team sees nothing of the two: `visible` is the one place that says so.
"""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from concentric.foundation.permissions.checks import NotVisible
from concentric.research.coding.models import Adjudication, Code, Coding, DoubleCoding, DoubleFramework, Memo
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher

Row = TypeVar("Row", bound=Model)


def visible(researcher: Researcher, rows: QuerySet[Row], *, coder: str = "coder") -> QuerySet[Row]:
    """Those of `rows` (codings; memos with `coder="by"`) that the researcher may see now. Their own always."""
    closed = DoubleFramework.objects.filter(framework=OuterRef("framework"), sample__opened_at=None)
    of_mine = closed.filter(Q(sample__first__place=researcher.id) | Q(sample__second__place=researcher.id))
    of_its_two = closed.filter(Q(sample__first=OuterRef(coder)) | Q(sample__second=OuterRef(coder)))
    own = Q((f"{coder}__place", researcher.id))
    return rows.filter(own | (~Exists(of_mine) & ~Exists(of_its_two)))


def visible_codings(researcher: Researcher, framework: Framework) -> QuerySet[Coding]:
    """The codings of one framework, in the order of its text, with their codes and coders."""
    codings = Coding.objects.select_related("code", "coder").filter(framework__study=researcher.study)
    in_order = codings.order_by("entry__position", "start", "end", "at", "pk")
    return visible_on(researcher, framework, sample_of(framework), in_order)


def sample_of(framework: Framework) -> DoubleCoding | None:
    """The sample that a framework is in."""
    return DoubleCoding.objects.filter(frameworks__framework=framework).first()


def rejected_in(framework: Framework) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Entries and codes of which it was decided last that they do not hold. For a sample that is compared alone."""
    decided = Adjudication.objects.filter(entry__framework=framework).order_by("at", "pk")
    last = {(entry, code): holds for entry, code, holds in decided.values_list("entry", "code", "holds")}
    return {given for given, holds in last.items() if not holds}


def visible_on(
    researcher: Researcher,
    framework: Framework,
    sample: DoubleCoding | None,
    rows: QuerySet[Row],
    *,
    coder: str = "coder",
) -> QuerySet[Row]:
    """`visible`, of the rows on one framework. Seldom is its `sample` still closed: only then is the rule asked."""
    on_it = rows.filter(framework=framework)
    return visible(researcher, on_it, coder=coder) if sample and not sample.opened_at else on_it


def visible_memos(researcher: Researcher) -> QuerySet[Memo]:
    """The memos of the study, the earliest first."""
    found = researcher.study.memos.select_related("by", "entry", "code", "framework")
    return visible(researcher, found, coder="by")


def get_held(researcher: Researcher, framework_id: uuid.UUID) -> Framework:
    """A framework that can be coded, without its document. Raises NotVisible."""
    found = Framework.objects.filter(study=researcher.study, status=Framework.Status.HELD, pk=framework_id)
    framework = _one(found.select_related("site").defer("document"))
    framework.study = researcher.study
    return framework


def entries_of(researcher: Researcher) -> QuerySet[Entry]:
    """The entries of every framework that is held."""
    found = Entry.objects.filter(framework__study=researcher.study, framework__status=Framework.Status.HELD)
    return found.select_related("framework__study").defer("framework__document")


def get_entry(researcher: Researcher, entry_id: uuid.UUID) -> Entry:
    """Raises NotVisible."""
    return _one(entries_of(researcher).filter(pk=entry_id))


def get_code(researcher: Researcher, code_id: uuid.UUID) -> Code:
    """A code that stands in the codebook, deprecated or not. Raises NotVisible."""
    return _one(researcher.study.codes.filter(pk=code_id, is_removed=False).select_related("study"))


def get_coding(researcher: Researcher, coding_id: uuid.UUID) -> Coding:
    """Raises NotVisible."""
    found = Coding.objects.filter(pk=coding_id, framework__study=researcher.study)
    held = found.filter(framework__status=Framework.Status.HELD)
    ready = held.select_related("code__parent", "coder", "entry", "framework__study").defer("framework__document")
    return _one(visible(researcher, ready))


def get_memo(researcher: Researcher, memo_id: uuid.UUID) -> Memo:
    """Raises NotVisible."""
    return _one(visible_memos(researcher).filter(pk=memo_id))


def _one(found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise NotVisible
    return row
