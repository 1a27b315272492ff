"""Looking after the audit trail from the command line."""

from __future__ import annotations

import click

from concentric.config.command_support import format_option, show
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.audit import trail
from concentric.foundation.audit.models import AuditEvent, ChainHead


@click.group()
def audit() -> None:
    """The audit trail: who did and read what. It is append-only and chained."""


@audit.command()
@format_option
def verify(layout: str) -> None:
    """Find every row of the trail that was changed, removed or re-ordered, and name it."""
    names = {str(p.pk): p.name for p in Partnership.objects.all()}
    breaks = [{"trail": names.get(b.chain, b.chain), "event": b.position, "what": b.what} for b in trail.verify()]
    if breaks:
        show(breaks, layout)
        raise click.ClickException(f"The audit trail does not hold: {len(breaks)} break(s) found.")
    counted = AuditEvent.objects.count()
    rows = [{"trails": ChainHead.objects.count(), "events": counted, "breaks": 0}]
    show(rows, layout)


commands: list[click.Command] = [audit]
