"""What is done with tables: asked, saved, shared, renamed, deleted. And snapshots that are let go."""

from __future__ import annotations

from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.method.analysis.question import Question
from concentric.method.instrument.vocabulary import Labelled
from concentric.research.cohorts.asking import plain_question
from concentric.research.cohorts.models import SavedTable, Snapshot
from concentric.research.cohorts.permissions import (
    check_can_change_table,
    check_can_delete_snapshot,
    check_can_keep,
)
from concentric.research.frameworks.researcher import Researcher

DRAFTS = 10
"""So many tables without a name are kept for each of the team; the oldest goes first."""


class WhyGone(Labelled):
    """Why a snapshot is deleted: in closed words, since the trail keeps them."""

    UNUSED = "unused", "No number that anybody uses comes from it"
    MISTAKE = "mistake", "It was frozen by mistake"
    FAULTY = "faulty", "The data it holds are known to be wrong"


def ask_for(*, researcher: Researcher, question: Question) -> SavedTable:
    """A table without a name, for its asker's eyes alone: so that its address holds nothing but an id."""
    with recorded(researcher, "table.asked", researcher.study) as note:
        table = SavedTable.objects.create(
            study=researcher.study, question=plain_question(question), by=researcher.place, at=timezone.now()
        )
        note.subject = table
        mine = SavedTable.objects.filter(study=researcher.study, by=researcher.place, name="").order_by("-at", "pk")
        old = list(mine.values_list("pk", flat=True)[DRAFTS:])
        SavedTable.objects.filter(pk__in=old).delete()
    return table


def save_table(
    *, researcher: Researcher, question: Question, name: str, is_shared: bool, table: SavedTable | None = None
) -> SavedTable:
    """Keep a question under a name; `table` is the one without a name that it comes from. Raises Refusal."""
    check_can_keep(researcher)
    with recorded(researcher, "table.saved", researcher.study, shared=is_shared) as note:
        kept = table or SavedTable(study=researcher.study, question=plain_question(question), by=researcher.place)
        kept.name, kept.is_shared = name, is_shared
        kept.save()
        note.subject = kept
    return kept


def change_table(*, researcher: Researcher, table: SavedTable, name: str, is_shared: bool) -> None:
    """Another name, or shared with the team or not. Raises Refusal."""
    check_can_change_table(researcher, table)
    with recorded(researcher, "table.changed", table, shared=is_shared):
        table.name, table.is_shared = name, is_shared
        table.save(update_fields=["name", "is_shared"])


def delete_table(*, researcher: Researcher, table: SavedTable) -> None:
    """Raises Refusal."""
    check_can_change_table(researcher, table)
    with recorded(researcher, "table.deleted", table):
        SavedTable.objects.filter(pk=table.pk).delete()


def delete_snapshot(*, researcher: Researcher, snapshot: Snapshot, why: WhyGone) -> None:
    """That there was one, its fingerprint and why it went stay in the trail. Raises Refusal."""
    with recorded(researcher, "snapshot.deleted", snapshot, why=why.value, sha256=snapshot.sha256):
        Snapshot.objects.select_for_update().get(pk=snapshot.pk)
        check_can_delete_snapshot(researcher, snapshot)
        snapshot.delete()
