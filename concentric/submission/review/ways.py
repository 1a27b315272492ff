"""What of the review shows on casework's pages: what waits at home, and the ways on from minutes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.urls import reverse

from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_can_begin
from concentric.submission.review.queries import named, outgoing_of, to_confirm, under_review
from concentric.submission.review.states import BEFORE_SENT, State
from concentric.submission.studies.queries import links
from concentric.web import onward
from concentric.web.onward import Onward

SHOWN_AT_HOME = 6


def register() -> None:
    onward.at_home.append(at_home)
    onward.of_minutes.append(of_minutes)


def at_home(viewer: Viewer) -> Iterator[Onward]:
    """What this viewer reviews, and what waits for a second person who may be them."""
    for outgoing in named(under_review(viewer))[:SHOWN_AT_HOME]:
        yield Onward("Go on with de-identification", _page(outgoing), _about(outgoing))
    for outgoing in named(to_confirm(viewer))[:SHOWN_AT_HOME]:
        yield Onward("Second look at a framework", _page(outgoing), _about(outgoing), "To confirm")


def of_minutes(viewer: Viewer, meeting_id: uuid.UUID) -> Iterator[Onward]:
    """Reading aloud, for everybody who reads the minutes; preparing them for a study; and what was prepared."""
    yield Onward("Read aloud safely", reverse("review:aloud", args=[meeting_id]), "With nobody’s name")
    minutes = Minutes.objects.select_related("meeting__case").filter(meeting=meeting_id).first()
    if minutes is None or minutes.signed_at is None:
        return
    made = list(outgoing_of(viewer, minutes))
    for outgoing in made:
        where = reverse("dispatch:show", args=[outgoing.pk])
        yield Onward(f"For the study “{outgoing.study.name}”", where, tag=outgoing.get_state_display())
    under_way = [outgoing.study_id for outgoing in made if outgoing.state in BEFORE_SENT]
    if links(viewer).exclude(pk__in=under_way).exists() and ask(check_can_begin, viewer, minutes):
        yield Onward("Prepare for a study", reverse("review:begin", args=[meeting_id]))


def _page(outgoing: Outgoing) -> str:
    name = "review:review" if outgoing.state == State.REVIEW else "review:second_look"
    return reverse(name, args=[outgoing.pk])


def _about(outgoing: Outgoing) -> str:
    return f"Case {outgoing.case.reference}, for {outgoing.study.name}"
