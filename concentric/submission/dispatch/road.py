"""Where a framework stands between its signed minutes and the study: five steps, each with its one next action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import Answer, ask
from concentric.submission.consent.models import Consent
from concentric.submission.consent.permissions import check_can_consent, check_can_record_form, part_of
from concentric.submission.consent.queries import current
from concentric.submission.dispatch.permissions import check_can_send
from concentric.submission.dispatch.queries import dispatches_of
from concentric.submission.quality.permissions import check_can_read_checklist
from concentric.submission.quality.queries import checked
from concentric.submission.review.models import Outgoing
from concentric.submission.review.outgoing import is_stale
from concentric.submission.review.permissions import check_can_confirm, check_can_look, check_can_review, check_is_fresh
from concentric.submission.review.queries import Progress, progress_of
from concentric.submission.review.states import BEFORE_SENT, State
from concentric.web.dates import date, moment
from concentric.web.jinja import plural

CHANGED = "The minutes or the case have changed since this was passed on: look again. It is confirmed anew."
_ORDER = (State.REVIEW, State.SECOND_LOOK, State.READY)


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done about a step, or why not. `posts`: by a button that does it, not a page."""

    label: str
    url: str
    answer: Answer
    posts: bool = False
    kind: str = "primary"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step. `state` is done, open (may stay so), now or later."""

    name: str
    state: str
    said: str
    ways: list[Way] = field(default_factory=list)


def road_of(viewer: Viewer, outgoing: Outgoing) -> list[Stop]:
    """The five steps of a framework, as this viewer may take them."""
    return [
        _quality(viewer, outgoing),
        _identifiers(viewer, outgoing),
        _second_person(viewer, outgoing),
        _consents(viewer, outgoing),
        _sending(viewer, outgoing),
    ]


def _quality(viewer: Viewer, outgoing: Outgoing) -> Stop:
    """It asks and never holds anything up: it may be open to the end, and is never the step that waits."""
    minutes = outgoing.minutes
    may = ask(check_can_read_checklist, viewer, minutes)
    if not may:
        return Stop("Quality check", "done", "For the lead professional.")
    left = len(checked(viewer, minutes).open)
    said = f"{plural(left, 'line')} left open. They do not hold it up." if left else "Every line is settled."
    url = reverse("quality:checklist", args=[minutes.meeting_id])
    if left and outgoing.state in BEFORE_SENT:
        return Stop("Quality check", "open", said, [Way("Look at the checklist", url, may, kind="secondary")])
    return Stop("Quality check", "done", said)


def _identifiers(viewer: Viewer, outgoing: Outgoing) -> Stop:
    done = _progress(outgoing)
    said = f"{done.decided} of {plural(done.found, 'finding')} decided." if done.found else "Nothing was found."
    if outgoing.state != State.REVIEW:
        return Stop("Identifiers", _state(outgoing, State.REVIEW), said)
    if outgoing.sent_back_note:
        said += " The second person sent it back."
    url = reverse("review:review", args=[outgoing.pk])
    return Stop("Identifiers", "now", said, [Way("Go on", url, ask(check_can_review, viewer, outgoing))])


def _progress(outgoing: Outgoing) -> Progress:
    return progress_of(outgoing.findings.only("decision"))


def _second_person(viewer: Viewer, outgoing: Outgoing) -> Stop:
    name, state = "Second person", _state(outgoing, State.SECOND_LOOK)
    if outgoing.state in (State.SECOND_LOOK, State.READY) and is_stale(outgoing):
        return Stop(name, "now", CHANGED, [_look_again(viewer, outgoing)])
    if outgoing.confirmed_by is not None:
        return Stop(name, state, f"{outgoing.confirmed_by.user.name} confirmed it, {moment(outgoing.confirmed_at)}.")
    if outgoing.state != State.SECOND_LOOK:
        return Stop(name, state, "Somebody who did not review it reads what would leave.")
    url = reverse("review:second_look", args=[outgoing.pk])
    said = "Waiting for somebody else who works on the case, or a coordinator."
    return Stop(name, state, said, [Way("Read it and confirm", url, ask(check_can_confirm, viewer, outgoing))])


def _look_again(viewer: Viewer, outgoing: Outgoing) -> Way:
    """The page that takes what changed back to review."""
    return Way("Look again", reverse("review:preview", args=[outgoing.pk]), ask(check_can_look, viewer, outgoing))


def _consents(viewer: Viewer, outgoing: Outgoing) -> Stop:
    given = current(outgoing)
    missing = [part for part in Consent.Part if part not in given]
    if not missing:
        said = " ".join(f"{part.label}: {given[part].who}." for part in Consent.Part)
        return Stop("Two consents", "done", said)
    if outgoing.state != State.READY:
        return Stop("Two consents", _state(outgoing, State.READY), "The lead professional’s and a case worker’s.")
    said = f"Missing: {' and '.join(part.label.lower() for part in missing)}."
    return Stop("Two consents", "now", said, list(_consent_ways(viewer, outgoing, missing)))


def _consent_ways(viewer: Viewer, outgoing: Outgoing, missing: list[Consent.Part]) -> Iterator[Way]:
    """The viewer's own consent where that is missing; and for the lead professional, the case worker's on paper."""
    if part_of(viewer, outgoing) in missing:
        yield Way("Consent", reverse("consent:give", args=[outgoing.pk]), ask(check_can_consent, viewer, outgoing))
    for part in missing:
        may = ask(check_can_record_form, viewer, outgoing, part)
        if may:
            url = reverse("consent:keep_form", args=[outgoing.pk, part.value])
            yield Way(f"Keep a signed form: {part.label.lower()}", url, may, kind="secondary")


def _sending(viewer: Viewer, outgoing: Outgoing) -> Stop:
    if outgoing.state == State.STOPPED:
        return Stop("Sent", "later", "Stopped: nothing was sent.")
    if outgoing.state not in BEFORE_SENT:
        return Stop("Sent", "done", _sent(outgoing))
    may = ask(check_can_send, viewer, outgoing)
    if may:
        may = ask(check_is_fresh, outgoing)
    state = "now" if may else "later"
    url = reverse("dispatch:send", args=[outgoing.pk])
    said = "It is searched once more, sealed so that only the study can open it, and sent under a random code."
    return Stop("Sent", state, said, [Way("Send it to the study", url, may, posts=True)])


def _sent(outgoing: Outgoing) -> str:
    first = dispatches_of(outgoing).first()
    when = f"{date(first.on)}, by {first.by.user.name}." if first else ""
    return when if outgoing.state == State.SENT else f"{when} {outgoing.get_state_display()}."


def _state(outgoing: Outgoing, own: Outgoing.State) -> str:
    """Where a step stands, by the state in which it is the one that waits."""
    if outgoing.state == State.STOPPED:
        return "later"
    if outgoing.state not in BEFORE_SENT:
        return "done"
    now, place = _ORDER.index(State(outgoing.state)), _ORDER.index(own)
    return "now" if now == place else "done" if now > place else "later"
