"""What is posted about entries: added, changed, moved, struck, restored, and prompts answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from concentric.casework.live.fragments import drawn
from concentric.casework.live.replies import by_script, saved, writes
from concentric.casework.live.room_posts import asked, place_of
from concentric.casework.live.typed import (
    Typed,
    changed_line,
    typed_fields,
    typed_id,
    typed_ids,
    typed_line,
    typed_version,
)
from concentric.casework.live.views import in_room_view
from concentric.casework.live.written import line_of
from concentric.casework.meetings.actions import add_entry, change_entry, keep_prompt
from concentric.casework.meetings.drafts import EditConflict, Invalid
from concentric.casework.meetings.models import Entry, EntryWording, Meeting
from concentric.casework.meetings.queries import entry_of
from concentric.casework.plans.actions import change_action, move_entry, plan_action, restore_entry, strike_entry
from concentric.casework.plans.models import Action, ActionChange
from concentric.casework.plans.queries import plan_words
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id


@writes
def add(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A line in its cell, or routed by its prefix; under actions, a planned action. The same id again is one."""
    viewer, meeting = asked(request, meeting_id)
    entry_id = typed_id(request.POST, "entry_id")
    typed = typed_line(viewer, meeting, request.POST)
    if typed.plan is None:
        entry = add_entry(viewer=viewer, meeting=meeting, entry_id=entry_id, draft=typed.entry)
    else:
        answers = typed_ids(request.POST.getlist("answers"))
        entry = plan_action(
            viewer=viewer, meeting=meeting, entry_id=entry_id, draft=typed.entry, plan=typed.plan, answers=answers
        ).entry
    return _answered(request, meeting, entry, f"line-{typed.entry.context}-{typed.entry.column}")


@writes
def change(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Another wording: an edited line, or the fields of the entry's own page."""
    viewer, meeting, entry = _entry(request, meeting_id, entry_id)
    by_line = "line" in request.POST
    typed = changed_line(viewer, entry, request.POST) if by_line else typed_fields(viewer, entry, request.POST)

    def write_words() -> Entry:
        version = typed_version(request.POST)
        return change_entry(viewer=viewer, entry_id=entry_id, base_version=version, draft=typed.entry)

    def write_both() -> Entry:
        with transaction.atomic():  # the words and the plan of an action are changed together, or neither is
            changed = write_words()
            _change_plan(request, viewer, entry, typed, by_line=by_line)
            return changed

    return _unless_changed_meanwhile(request, meeting, entry, write_both if typed.plan else write_words, typed)


def _change_plan(request: HttpRequest, viewer: Viewer, entry: Entry, typed: Typed, *, by_line: bool) -> None:
    action = Action.objects.select_related("entry").filter(entry=entry).first()
    if action is None or typed.plan is None:
        return
    answers = None if by_line else typed_ids(request.POST.getlist("answers"))
    version = typed_version(request.POST, "plan_version")
    change_action(viewer=viewer, action=action, base_version=version, plan=typed.plan, answers=answers)


@writes
def move(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """To another cell: `to` is "school-risk"."""
    viewer, meeting, entry = _entry(request, meeting_id, entry_id)
    context, _, column = request.POST.get("to", "").partition("-")
    return _moved(request, viewer, meeting, entry, context, column)


def _moved(
    request: HttpRequest, viewer: Viewer, meeting: Meeting, entry: Entry, context: str, column: str
) -> HttpResponse:
    def write() -> Entry:
        return move_entry(
            viewer=viewer, entry_id=entry.pk, base_version=typed_version(request.POST), context=context, column=column
        )

    return _unless_changed_meanwhile(request, meeting, entry, write)


@writes
def strike(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Strike an entry, with the reason."""
    viewer, meeting, _ = _entry(request, meeting_id, entry_id)
    entry = strike_entry(viewer=viewer, entry_id=entry_id, reason=request.POST.get("reason", ""))
    return _answered(request, meeting, entry)


@writes
def restore(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Take a strike back."""
    viewer, meeting, _ = _entry(request, meeting_id, entry_id)
    entry = restore_entry(viewer=viewer, entry_id=entry_id)
    return _answered(request, meeting, entry)


@writes
def prompt(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """The answer to a gentle prompt: move it there, or keep it here and do not ask again."""
    viewer, meeting, entry = _entry(request, meeting_id, entry_id)
    if request.POST.get("answer") == "move":
        context, column = request.POST.get("context", ""), request.POST.get("column", "")
        return _moved(request, viewer, meeting, entry, context, column)
    rule = request.POST.get("rule", "")
    if not rule or len(rule) > 60:
        raise Invalid({"rule": "That prompt is not known. Load the page again."})
    entry = keep_prompt(viewer=viewer, entry_id=entry_id, rule=rule)
    return _answered(request, meeting, entry)


def _entry(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> tuple[Viewer, Meeting, Entry]:
    viewer, meeting = asked(request, meeting_id)
    return viewer, meeting, entry_of(viewer, meeting, entry_id)


def _answered(request: HttpRequest, meeting: Meeting, entry: Entry, element: str = "") -> HttpResponse:
    """The entry as its verb left it, drawn after the commit."""
    place = place_of(request, meeting, f"context:{entry.context_key}", element or f"entry-{entry.pk}")
    html = drawn(entry, room=in_room_view(request)) if by_script(request) else ""
    return saved(request, place, html, id=str(entry.pk))


def _unless_changed_meanwhile(
    request: HttpRequest, meeting: Meeting, entry: Entry, write: Callable[[], Entry], typed: Typed | None = None
) -> HttpResponse:
    """Write; or, when somebody else changed the same thing meanwhile, show both wordings side by side."""
    try:
        return _answered(request, meeting, write())
    except EditConflict:
        return _two_wordings(request, meeting, entry, typed)


def _two_wordings(request: HttpRequest, meeting: Meeting, entry: Entry, typed: Typed | None) -> HttpResponse:
    current = Entry.objects.select_related("meeting__case", "source", "instance").get(pk=entry.pk)
    action = Action.objects.select_related("owner_agency", "owner__user").filter(entry=current).first()
    theirs, versions = line_of(current, action), {"version": current.version}
    if action:
        versions["plan_version"] = action.version
    by = _last_author(current, action)
    if by_script(request):
        answer = {"conflict": True, "theirs": theirs, "by": by, **versions}
        return JsonResponse({**answer, "html": drawn(current, room=in_room_view(request))}, status=409)
    mine = request.POST.get("line") or request.POST.get("text", "")
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "base": reverse("live:meeting", args=[meeting.pk]),
        "entry": current,
        "mine": mine,
        "theirs": theirs if "line" in request.POST else current.text,
        "plans": _two_plans(action, typed) if action and "line" not in request.POST else [],
        "by": by,
        "versions": versions,
        "carried": [pair for pair in posted if pair[0] not in (*versions, "line", "text", "csrfmiddlewaretoken")],
        "field": "line" if "line" in request.POST else "text",
        "new_id": new_id(),
    }
    return render(request, "live/two_wordings.html", context, status=409)


def _last_author(entry: Entry, action: Action | None) -> str | None:
    """Who changed the entry or its plan last."""
    latest: list[EntryWording | ActionChange | None]
    latest = [entry.wordings.select_related("by__user").order_by("-version").first()]
    latest += [action.changes.select_related("by__user").order_by("-at").first()] if action else []
    changes = [change for change in latest if change]
    return max(changes, key=lambda change: change.at).by.user.name if changes else None


def _two_plans(action: Action, typed: Typed | None) -> list[tuple[str, str, str]]:
    """What each has of the plan, where it differs: (what, theirs, mine)."""
    if typed is None or typed.plan is None:
        return []
    theirs, mine = plan_words(action), plan_words(typed.plan)
    return [(what, theirs[what], mine[what]) for what in theirs if theirs[what] != mine[what]]
