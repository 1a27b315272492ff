"""What of sending waits at home."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask
from concentric.submission.consent.permissions import check_can_consent
from concentric.submission.dispatch import queries
from concentric.submission.review.models import Outgoing
from concentric.submission.review.queries import named
from concentric.web import onward
from concentric.web.onward import Onward

SHOWN_AT_HOME = 6


def register() -> None:
    onward.at_home.append(at_home)


def at_home(viewer: Viewer) -> Iterator[Onward]:
    """Withdrawals that a study could not be told of, what can be sent, and consents that may be the viewer's."""
    for one in named(queries.to_withdraw(viewer))[:SHOWN_AT_HOME]:
        yield Onward("Tell the study that a consent was withdrawn", _page(one), _about(one), "To do")
    for one in named(queries.sendable(viewer))[:SHOWN_AT_HOME]:
        yield Onward("Ready to be sent to a study", _page(one), _about(one))
    for one in queries.to_consent(viewer)[:SHOWN_AT_HOME]:
        if ask(check_can_consent, viewer, one):
            yield Onward("Consent to sending a framework", _page(one), _about(one))


def _page(outgoing: Outgoing) -> str:
    return reverse("dispatch:show", args=[outgoing.pk])


def _about(outgoing: Outgoing) -> str:
    return f"Case {outgoing.case.reference}, {outgoing.study.name}"
