"""Who may do what with tables and snapshots."""

from __future__ import annotations

from concentric.foundation.permissions.checks import Refusal
from concentric.research.cohorts.models import SavedTable, Snapshot
from concentric.research.frameworks.models import StudyMember
from concentric.research.frameworks.researcher import Researcher

LEAD, CODER = StudyMember.Role.LEAD, StudyMember.Role.CODER


def check_can_keep(researcher: Researcher) -> None:
    """Tables are saved and snapshots frozen by those who work on the data."""
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can save tables and freeze snapshots.")


def check_can_change_table(researcher: Researcher, table: SavedTable) -> None:
    """Renaming, sharing, deleting: who saved it, and a lead where it is shared."""
    check_can_keep(researcher)
    if table.by_id != researcher.id and not (table.is_shared and researcher.has(LEAD)):
        raise Refusal("Only the person who saved this table, or a lead researcher, can change it.")


def check_can_delete_snapshot(researcher: Researcher, snapshot: Snapshot) -> None:
    """A number in a briefing can be made again only from the snapshot it was counted on."""
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can delete a snapshot.")
    if snapshot.briefings.exists():
        raise Refusal("A briefing was counted from this snapshot. It is kept for as long as the briefing is.")
