"""Importing completed frameworks from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from concentric.casework.cases.models import Case
from concentric.casework.imports.actions import read_upload
from concentric.casework.imports.queries import preview
from concentric.config.command_support import InputFile, format_option, show
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer, viewer_of
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.framework_docx.refusal import UnreadableFile


@click.command("import-framework")
@click.argument("file", type=InputFile)
@click.option("--case", "reference", required=True, help="The case's reference, for example HV-2026-0001.")
@click.option("--as", "email", help="The member who imports, by e-mail; otherwise the case's lead professional.")
@format_option
def import_framework(file: str, reference: str, email: str | None, layout: str) -> None:
    """Read a completed Word framework into a case, ready to be checked on its preview page."""
    case = Case.objects.select_related("lead_professional").filter(reference=reference).first()
    if case is None:
        raise click.ClickException(f"There is no case with the reference {reference}.")
    path = Path(file)
    try:
        imported = read_upload(viewer=_viewer(case, email), case=case, filename=path.name, data=path.read_bytes())
    except UnreadableFile as refusal:
        raise click.ClickException(refusal.reason) from refusal
    found = preview(imported)
    rows = [{"place": cell.label, "pieces": len(cell.pieces)} for cell in found.cells]
    show([*rows, {"place": "Waiting in the tray", "pieces": len(found.tray)}], layout)


def _viewer(case: Case, email: str | None) -> Viewer:
    members = Membership.objects.filter(partnership_id=case.partnership_id, is_active=True).select_related(
        "user", "partnership", "agency"
    )
    chosen = members.filter(user__email__iexact=email) if email else members.filter(cases_led=case)
    member = chosen.first()
    if member is None:
        raise NotVisible(
            "Say who imports with --as: nobody with that e-mail is a member here, or the case has no lead."
        )
    return viewer_of(member)


commands: list[click.Command] = [import_framework]
