"""Looking after the audit trail from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click

from concentric.config.command_support import format_option, show
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.audit import trail
from concentric.foundation.audit.models import AuditEvent, ChainHead


@click.group()
def audit() -> None:
    """The audit trail: who did and read what. It is append-only and chained."""


@audit.command()
@click.option(
    "--expect",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A backup's manifest (.json): the trails must hold what they held then, so that an older copy shows.",
)
@format_option
def verify(expect: Path | None, layout: str) -> None:
    """Find every row of the trail that was changed, removed or re-ordered, and name it."""
    expected = _marks_in(expect) if expect else {}
    names = {str(p.pk): p.name for p in Partnership.objects.all()}
    found = [*trail.verify(), *trail.verify_since(expected)]
    breaks = [{"trail": names.get(b.chain, b.chain), "event": b.position, "what": b.what} for b in found]
    if breaks:
        show(breaks, layout)
        raise click.ClickException(f"The audit trail does not hold: {len(breaks)} break(s) found.")
    counted = AuditEvent.objects.count()
    rows = [{"trails": ChainHead.objects.count(), "events": counted, "breaks": 0}]
    show(rows, layout)


def _marks_in(manifest: Path) -> dict[str, trail.Mark]:
    """Where the trails had got to when the backup was made."""
    try:
        read = json.loads(manifest.read_text("utf-8"))["trails"]
        return {str(chain): trail.Mark(int(mark["length"]), str(mark["hash"])) for chain, mark in read.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.ClickException(f"{manifest.name} is not a backup’s manifest.") from None


commands: list[click.Command] = [audit]
