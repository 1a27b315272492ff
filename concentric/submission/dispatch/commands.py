"""Sending from the command line, and whether the key register can be read."""

from __future__ import annotations

import contextlib
import uuid

import click
from django.db.models import Q

from concentric.config.command_support import format_option, progress, show
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.foundation.accounts.viewer import Viewer, viewer_of
from concentric.submission.dispatch.actions import Outcome, send_many
from concentric.submission.dispatch.queries import sendable
from concentric.submission.dispatch.register import health_of
from concentric.submission.studies.models import StudyLink
from concentric.submission.studies.queries import links


@click.group()
def submission() -> None:
    """The door: de-identified frameworks on their way to studies."""


@submission.command()
@click.option("--study", "named", required=True, help="The study's name, or its id.")
@click.option("--as", "email", required=True, help="The lead professional who sends, by e-mail.")
@format_option
@click.pass_context
def send(context: click.Context, named: str, email: str, layout: str) -> None:
    """Send all that a lead professional has ready for a study: confirmed, and with both consents.

    Each goes by itself; exit status 1 when any was refused. Study codes are shown on the lead professional's own pages
    and nowhere else.
    """
    viewer, link = _sender(named, email)
    ready = list(sendable(viewer).filter(study=link))
    with progress(send_many(viewer=viewer, outgoing=ready), "Sending", len(ready)) as bar:
        outcomes = list(bar)
    show([_row(outcome) for outcome in outcomes], layout)
    if any(outcome.reason for outcome in outcomes):
        context.exit(1)


@submission.command("check-register")
@format_option
@click.pass_context
def check_register(context: click.Context, layout: str) -> None:
    """Try to open every row of the key register; exit status 1 when one cannot be opened.

    Lost rows were sealed under another CONCENTRIC_VAULT_KEY; damaged ones were changed in the database.
    """
    checked = [(partnership.name, health_of(partnership)) for partnership in Partnership.objects.order_by("name")]
    rows = [
        {"partnership": name, "rows": health.rows, "lost": health.lost, "damaged": health.damaged}
        for name, health in checked
    ]
    show(rows, layout)
    if not all(health.is_whole for _, health in checked):
        context.exit(1)


def _row(outcome: Outcome) -> dict[str, object]:
    """By the framework's own id, as in its page's address."""
    return {"framework": str(outcome.outgoing.pk), "sent": not outcome.reason, "said": outcome.reason}


def _sender(named: str, email: str) -> tuple[Viewer, StudyLink]:
    """The lead professional, in the partnership that sends to the study."""
    members = Membership.objects.filter(user__email__iexact=email, is_active=True, user__is_active=True)
    is_named = Q(name__iexact=named)
    with contextlib.suppress(ValueError):
        is_named |= Q(study_id=uuid.UUID(named))
    for member in members.select_related("user", "partnership", "agency"):
        viewer = viewer_of(member)
        if link := links(viewer).filter(is_named).first():
            return viewer, link
    raise click.ClickException("Nobody with this e-mail address is in a partnership that sends to this study.")


commands: list[click.Command] = [submission]
