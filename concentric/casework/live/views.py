"""The pages of a meeting in progress: the screen, the overview of the grid, before we finish, the plan read back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from concentric.casework.live.following import note_following
from concentric.casework.live.furniture import FURNITURE
from concentric.casework.live.prologue import quorum_of, safety_of
from concentric.casework.live.screen import Screen, read_screen
from concentric.casework.live.vocabulary import Known, example_handles, vocabulary_json
from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.permissions import (
    check_can_add_entry,
    check_can_arrange,
    check_can_close,
    check_can_open,
    check_can_record,
    produces,
)
from concentric.casework.meetings.queries import get_meeting
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.grid import CONTEXT, ContextKey
from concentric.method.instrument.guidance import CONTEXT_GUIDANCE
from concentric.method.instrument.line_shapes import Agency, Instance, LineVocabulary


def in_room_view(request: HttpRequest) -> bool:
    """Whether the screen is the one for the wall. Every link and form of that view carries it on."""
    return (request.POST.get("view") or request.GET.get("view")) == "room"


def screen_for(request: HttpRequest, meeting_id: uuid.UUID) -> Screen:
    """The screen this request asks for. Reading it is in the audit trail."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    meeting = get_meeting(viewer, meeting_id)
    note_read(viewer, "meeting.read", meeting)
    return read_screen(viewer, meeting, room=in_room_view(request))


def page_context(request: HttpRequest, screen: Screen) -> dict[str, object]:
    """What every template of the screen is given."""
    viewer, meeting = screen.viewer, screen.meeting
    may_write = ask(check_can_add_entry, viewer, meeting)
    return {
        **FURNITURE,
        "screen": screen,
        "base": reverse("live:meeting", args=[meeting.pk]),
        "view": "view=room&" if screen.room else "",
        "csrf": _hidden(request, screen),
        "may_write": may_write.allowed,
        "answer_write": may_write,
        "changes_all": may_write.allowed and produces(viewer, meeting),
        "may_record": ask(check_can_record, viewer, meeting).allowed,
        "may_invite": ask(check_can_arrange, viewer, meeting).allowed,
        "answer_open": ask(check_can_open, viewer, meeting),
        "current": current_part(request, screen),
        "drawn": screen.rings,
        "now": timezone.localtime(),
        "age": meeting.case.age_on(timezone.localdate()),
        "quorum": quorum_of(screen),
        "undecided_contexts": [key for key in CONTEXT if screen.undecided(key)],
        "quiet_contexts": [key for key in CONTEXT if screen.undecided_cells(key)],
        "handles": example_handles(screen.agencies),
        "minutes_url": reverse("signoff:minutes", args=[meeting.pk]),
    }


def _hidden(request: HttpRequest, screen: Screen) -> SafeString:
    """The fields every form carries: the form token, and the view that its answer must keep to."""
    view = format_html('<input type="hidden" name="view" value="{}">', "room") if screen.room else ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}', get_token(request), view)


def current_part(request: HttpRequest, screen: Screen) -> str:
    """The part asked for, or where the meeting is: the first line of the agenda that is not ticked."""
    asked = request.GET.get("part", "")
    if asked in {item.part for item in screen.agenda} | {f"context:{key}" for key in CONTEXT}:
        return asked
    waiting = next((item.part for item in screen.agenda if not item.done_at), None)
    return waiting or "context:individual"


@require_safe
def meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The meeting screen: in the room view with ?view=room, at a part with ?part=context:school."""
    screen = screen_for(request, meeting_id)
    context = {
        **page_context(request, screen),
        "vocabulary_json": vocabulary_json(_words(screen)),
        "guidance": CONTEXT_GUIDANCE,
        "safety_of": safety_of(screen),
    }
    return render(request, "live/meeting.html", context)


def _words(screen: Screen) -> LineVocabulary:
    """What can be named on a line. On the wall no list of people drops down, nor a name of the register; an owner or
    a school typed in full is understood all the same.
    """
    named = (
        Instance(screen.name_of(each), ContextKey(kind)) for kind in screen.instances for each in screen.instances[kind]
    )
    return LineVocabulary(
        agencies=tuple(Agency(agency.handle, agency.name) for agency in screen.agencies),
        members=() if screen.room else Known(screen.viewer, screen.meeting).colleagues(),
        instances=tuple(named),
    )


@require_safe
def side(request: HttpRequest, meeting_id: uuid.UUID) -> JsonResponse:
    """What follows from the entries, for a page that was read already: rings, agenda, states, the room's column."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = get_meeting(viewer, meeting_id)
    note_following(request, viewer, found)
    return JsonResponse(refreshed(request, found))


def refreshed(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    """The same, as a save answers with it. In the room view nothing of the summary but its masked text is given."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    screen = read_screen(viewer, meeting, room=in_room_view(request))
    html = render_to_string("live/side.html", page_context(request, screen), request=request, using="jinja2")
    roles = screen.roles
    return {
        "html": html,
        "seq": meeting.live_seq,
        "status": meeting.status,
        "summary": {
            "version": meeting.summary_version,
            "text": roles(meeting.contextual_summary) if roles else meeting.contextual_summary,
        },
    }


@require_safe
def overview(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The whole grid, five contexts by eight columns."""
    screen = screen_for(request, meeting_id)
    return render(request, "live/overview.html", page_context(request, screen))


@require_safe
def finish(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Before we finish: what is still open, on one page."""
    screen = screen_for(request, meeting_id)
    return render(request, "live/finish.html", page_context(request, screen))


@require_safe
def read_back(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The plan in large type, to be read aloud. Always as the room may see it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    meeting = get_meeting(viewer, meeting_id)
    note_read(viewer, "meeting.read", meeting)
    screen = read_screen(viewer, meeting, room=True)
    context = {
        **page_context(request, screen),
        "left_out": len(screen.unshown_actions),
        "answer_close": ask(check_can_close, viewer, meeting),
        "close_url": reverse("signoff:close", args=[meeting.pk]),
    }
    return render(request, "live/read_back.html", context)
