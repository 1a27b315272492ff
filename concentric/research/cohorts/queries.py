"""Saved tables, snapshots, and the words behind a cell. The researcher comes first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concentric.foundation.permissions.checks import NotVisible
from concentric.research.coding.models import Coding, DoubleFramework
from concentric.research.coding.queries import visible
from concentric.research.cohorts.models import SavedTable, Snapshot
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.researcher import Researcher


def tables(researcher: Researcher) -> QuerySet[SavedTable]:
    """Saved by the researcher, or shared with the team; by name."""
    return _visible_tables(researcher).exclude(name="").select_related("by__user").order_by("name", "at")


def get_table(researcher: Researcher, table_id: uuid.UUID) -> SavedTable:
    """One table, with a name or without. Raises NotVisible."""
    found = _visible_tables(researcher).filter(pk=table_id).select_related("by__user").first()
    if found is None:
        raise NotVisible
    return found


def snapshots(researcher: Researcher) -> QuerySet[Snapshot]:
    """The last first, without their data, and with how many `resting` briefings were counted from each."""
    found = researcher.study.snapshots.select_related("by__user").defer("data").order_by("-at")
    return found.annotate(resting=Count("briefings"))


def get_snapshot(researcher: Researcher, snapshot_id: uuid.UUID) -> Snapshot:
    """Raises NotVisible."""
    found = researcher.study.snapshots.filter(pk=snapshot_id).first()
    if found is None:
        raise NotVisible
    return found


def open_frameworks(researcher: Researcher, ids: Sequence[str]) -> QuerySet[Framework]:
    """Those of `ids` that may be listed, by code. What is being coded by two without seeing each other's work may not:
    that it stands in a cell would tell the one what the other coded.
    """
    closed = DoubleFramework.objects.filter(framework=OuterRef("pk"), sample__opened_at=None)
    found = Framework.objects.filter(study=researcher.study, pk__in=ids).exclude(Exists(closed))
    return found.select_related("site").defer("document").order_by("code")


def quotes_in(researcher: Researcher, frameworks: Sequence[Framework], numbers: Sequence[int]) -> QuerySet[Coding]:
    """What was coded in these frameworks with any of these codes and counts, in the order of the texts."""
    found = Coding.objects.filter(framework__in=frameworks, code__study=researcher.study, code__number__in=numbers)
    ready = found.filter(counts=True).select_related("framework__site", "entry", "coder", "code")
    ordered = ready.defer("framework__document").order_by("framework__code", "entry__position", "start", "end", "pk")
    return visible(researcher, ordered)


def _visible_tables(researcher: Researcher) -> QuerySet[SavedTable]:
    return researcher.study.saved_tables.filter(Q(by=researcher.place) | Q(is_shared=True))
