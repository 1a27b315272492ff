"""Who may bring a completed framework into a case."""

from __future__ import annotations

from concentric.casework.cases.models import Case
from concentric.casework.imports.models import ImportedFramework
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Refusal


def check_can_import(viewer: Viewer, case: Case) -> None:
    """The lead professional, a coordinator, or a member who takes minutes and may see the case."""
    if case.status == Case.Status.CLOSED:
        raise Refusal("This case is closed. Reopen it before importing a framework.")
    if case.lead_professional_id != viewer.id and not viewer.has(Role.COORDINATOR, Role.MINUTE_TAKER):
        raise Refusal("Only the lead professional, a minute-taker or a coordinator can import a framework.")


def check_can_place(viewer: Viewer, imported: ImportedFramework) -> None:
    """Pieces move freely until the import is put into the record or discarded."""
    check_can_import(viewer, imported.case)
    if imported.status != ImportedFramework.Status.PREVIEW:
        raise Refusal("This import is finished. Its pieces can no longer be moved here.")
