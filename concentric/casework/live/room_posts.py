"""What is posted beside entries: silence, agenda, attendance, summary, decisions, dissent, review date, who is here."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from concentric.casework.contexts.actions import name_context
from concentric.casework.live.furniture import anchor
from concentric.casework.live.presence import present, touch_presence
from concentric.casework.live.replies import by_script, said, saved, writes
from concentric.casework.live.screen import open_from_before, roles_for
from concentric.casework.live.shown import role_of
from concentric.casework.live.typed import typed_agency, typed_day, typed_row, typed_version
from concentric.casework.live.views import in_room_view, refreshed
from concentric.casework.meetings import actions
from concentric.casework.meetings.drafts import EditConflict, Invalid
from concentric.casework.meetings.models import AgendaItem, Attendance, Decision, Dissent, Meeting
from concentric.casework.meetings.permissions import check_can_add_entry, check_can_open
from concentric.casework.meetings.queries import get_meeting
from concentric.casework.plans.actions import set_status
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.working_days import is_working_day, working_day_after
from concentric.web.dates import day

EARLY = dt.timedelta(hours=1)  # before its time; whoever opens a meeting earlier is asked


def asked(request: HttpRequest, meeting_id: uuid.UUID) -> tuple[Viewer, Meeting]:
    """Who posts, and to which meeting. Raises NotVisible."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, get_meeting(viewer, meeting_id, names=False)


def place_of(request: HttpRequest, meeting: Meeting, part: str, element: str = "") -> str:
    """Where a browser without script comes back to, in the view it was in."""
    view = "view=room&" if in_room_view(request) else ""
    return f"{reverse('live:meeting', args=[meeting.pk])}?{view}part={part}#{element or anchor(part)}"


def _answered(request: HttpRequest, meeting: Meeting, part: str, element: str = "") -> HttpResponse:
    if not by_script(request):
        return saved(request, place_of(request, meeting, part, element))
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return JsonResponse(refreshed(request, get_meeting(viewer, meeting.pk)))


@writes
def open_it(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Begin the meeting; long before its time, only after asking."""
    viewer, meeting = asked(request, meeting_id)
    check_can_open(viewer, meeting)
    if meeting.starts_at - timezone.now() > EARLY and "early" not in request.POST:
        context = {"meeting": meeting, "back": place_of(request, meeting, "introductions")}
        return render(request, "live/open_early.html", {**context, "view": request.POST.get("view", "")})
    actions.open_meeting(viewer=viewer, meeting=meeting)
    said(request, "The meeting is open.")
    return _answered(request, meeting, "introductions")


@writes
def silence(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What the silence of a cell, or of a whole context, means."""
    viewer, meeting = asked(request, meeting_id)
    context, column = request.POST.get("context", ""), request.POST.get("column", "")
    actions.mark_silence(
        viewer=viewer, meeting=meeting, context=context, column=column, state=request.POST.get("state", "")
    )
    element = f"cell-{context}-{column}" if column else f"whole-{context}"
    return _answered(request, meeting, f"context:{context}", element)


@writes
def summary(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The contextual summary, saved against the version it was written from."""
    viewer, meeting = asked(request, meeting_id)
    text = request.POST.get("text", "")
    try:
        meeting = actions.write_summary(
            viewer=viewer, meeting=meeting, base_version=typed_version(request.POST), text=text
        )
    except EditConflict as conflict:
        return _two_summaries(request, meeting, text, conflict)
    return saved(request, place_of(request, meeting, "summary"), version=meeting.summary_version)


def _two_summaries(request: HttpRequest, meeting: Meeting, mine: str, conflict: EditConflict) -> HttpResponse:
    theirs = str(conflict.current)
    if by_script(request):
        answer = {"conflict": True, "theirs": theirs, "version": conflict.current_version}
        return JsonResponse(answer, status=409)
    context = {
        "base": reverse("live:meeting", args=[meeting.pk]),
        "mine": mine,
        "theirs": theirs,
        "both": f"{theirs}\n\n{mine}",
        "version": conflict.current_version,
    }
    return render(request, "live/two_summaries.html", context, status=409)


@writes
def agenda(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Tick a line of the agenda, or take the tick back."""
    viewer, meeting = asked(request, meeting_id)
    item = get_object_or_404(AgendaItem, pk=item_id, meeting=meeting)
    actions.tick_agenda(viewer=viewer, item=item, done=bool(request.POST.get("done")))
    return _answered(request, meeting, item.part, "rail")


@writes
def attendance(request: HttpRequest, meeting_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Here, observing, apologies, or did not come."""
    viewer, meeting = asked(request, meeting_id)
    invited = get_object_or_404(Attendance, pk=attendance_id, meeting=meeting)
    actions.set_attendance(viewer=viewer, attendance=invited, state=request.POST.get("state", ""))
    return _answered(request, meeting, "apologies")


@writes
def guest(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Somebody in the room who was not on the list."""
    viewer, meeting = asked(request, meeting_id)
    actions.invite(
        viewer=viewer,
        meeting=meeting,
        name=request.POST.get("name", ""),
        agency=typed_agency(viewer, request.POST),
        state=request.POST.get("state", Attendance.State.ATTENDED),
        guest_id=typed_row(request.POST),
    )
    return _answered(request, meeting, "apologies")


@writes
def action_status(request: HttpRequest, meeting_id: uuid.UUID, action_id: uuid.UUID) -> HttpResponse:
    """What became of an action from an earlier meeting."""
    viewer, meeting = asked(request, meeting_id)
    action = next((each for each in open_from_before(viewer, meeting) if each.pk == action_id), None)
    if action is None:
        raise NotVisible
    status, reason = request.POST.get("status", ""), request.POST.get("reason", "")
    set_status(viewer=viewer, action=action, status=status, reason=reason)
    return _answered(request, meeting, "open_actions")


@writes
def decision(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A decision with its reasons."""
    viewer, meeting = asked(request, meeting_id)
    text, reasons = request.POST.get("text", ""), request.POST.get("reasons", "")
    actions.record_decision(
        viewer=viewer, meeting=meeting, text=text, reasons=reasons, decision_id=typed_row(request.POST)
    )
    return _answered(request, meeting, "decisions")


@writes
def reword(request: HttpRequest, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """Another wording of a decision. The one before stays in the record."""
    viewer, meeting = asked(request, meeting_id)
    said_before = get_object_or_404(Decision, pk=decision_id, meeting=meeting)
    text, reasons = request.POST.get("text", ""), request.POST.get("reasons", "")
    actions.change_decision(
        viewer=viewer, decision=said_before, text=text, reasons=reasons, rewording_id=typed_row(request.POST)
    )
    return _answered(request, meeting, "decisions")


@writes
def strike_decision(request: HttpRequest, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """A decision that was not made after all."""
    viewer, meeting = asked(request, meeting_id)
    decision = get_object_or_404(Decision.ever, pk=decision_id, meeting=meeting, reworded_as=None)
    actions.strike_decision(viewer=viewer, decision=decision)
    return _answered(request, meeting, "decisions")


@writes
def dissent(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A professional disagreement, as it was put."""
    viewer, meeting = asked(request, meeting_id)
    actions.record_dissent(
        viewer=viewer,
        meeting=meeting,
        text=request.POST.get("text", ""),
        agency=typed_agency(viewer, request.POST),
        who=request.POST.get("who", ""),
        escalate=bool(request.POST.get("escalate")),
        dissent_id=typed_row(request.POST),
    )
    return _answered(request, meeting, "dissent")


@writes
def strike_dissent(request: HttpRequest, meeting_id: uuid.UUID, dissent_id: uuid.UUID) -> HttpResponse:
    """A disagreement that was taken back, or put down wrongly."""
    viewer, meeting = asked(request, meeting_id)
    actions.strike_dissent(viewer=viewer, dissent=get_object_or_404(Dissent.ever, pk=dissent_id, meeting=meeting))
    return _answered(request, meeting, "dissent")


@writes
def review(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """When the plan is reviewed; empty takes the date back."""
    viewer, meeting = asked(request, meeting_id)
    review_on = typed_day("review_on", request.POST.get("review_on", ""))
    if review_on and not is_working_day(review_on):
        instead = day(working_day_after(review_on, 0))
        raise Invalid({"review_on": f"{day(review_on)} is no working day. The next one is {instead}: enter that day."})
    actions.set_review_date(viewer=viewer, meeting=meeting, review_on=review_on)
    return _answered(request, meeting, "review")


@writes
def instance(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Name a home, peer group, school or place of this case."""
    viewer, meeting = asked(request, meeting_id)
    check_can_add_entry(viewer, meeting)
    kind = request.POST.get("kind", "")
    name_context(viewer=viewer, case=meeting.case, kind=kind, name=request.POST.get("name", ""))
    return _answered(request, meeting, f"context:{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: HttpRequest, meeting_id: uuid.UUID) -> JsonResponse:
    """Say that one is here and what one is changing; hear who else is. On the wall, by role."""
    viewer, meeting = asked(request, meeting_id)
    if request.method == "POST":
        touch_presence(viewer=viewer, meeting=meeting, editing=_uuid(request.POST.get("editing", "")))
    return JsonResponse({"here": _here(viewer, meeting, meeting.attendance.all(), room=in_room_view(request))})


def _here(viewer: Viewer, meeting: Meeting, invited: QuerySet[Attendance], *, room: bool) -> list[dict[str, object]]:
    parts = {each.membership_id: role_of(each) for each in invited.select_related("agency")} if room else {}
    roles = roles_for(meeting) if room else None
    return [
        {
            "name": roles(parts.get(each.membership_id, each.membership.agency.name))
            if roles
            else each.membership.user.name,
            "me": each.membership_id == viewer.id,
            "editing": str(each.editing_id or ""),
        }
        for each in present(meeting)
    ]


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
