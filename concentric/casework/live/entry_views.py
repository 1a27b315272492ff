"""An entry's own page: every field, where it has been, how it was worded before. And planning an answer to a need."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from concentric.casework.live.furniture import FURNITURE
from concentric.casework.live.room_posts import asked
from concentric.casework.live.screen import Screen, read_screen
from concentric.casework.live.vocabulary import Known, example_handles
from concentric.casework.meetings.models import Entry, EntryWording
from concentric.casework.meetings.permissions import check_can_change_entry
from concentric.casework.meetings.queries import entry_of
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import note_read
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.guidance import BASIS_GUIDANCE, SHARING_GUIDANCE
from concentric.method.instrument.vocabulary import Basis, Sharing

CHANGES = {
    "written": "Written",
    "edited": "Changed",
    "moved": "Moved",
    "struck": "Struck",
    "restored": "Restored",
    "kept": "Kept where it is",
}


@require_safe
def entry(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Every field of one entry, and its earlier wordings."""
    viewer, screen, found = _read(request, meeting_id, entry_id)
    known = Known(viewer, screen.meeting, found)
    context = {
        **_shared(screen, found),
        "answer_change": ask(check_can_change_entry, viewer, screen.meeting, found),
        "action": Action.objects.filter(entry=found).first(),
        "wordings": list(EntryWording.objects.filter(entry=found).select_related("by__user").order_by("-version")),
        "changes": CHANGES,
        "instances": screen.instances.get(found.context_key, []),
        "owners": [(agency.pk, agency.name) for agency in known.agencies.values()],
        "people": [(member.pk, str(member)) for member in known.members.values()],
        "places": [(context.pk, context.name) for context in screen.instances.get(found.context_key, [])],
        "shared_with": [agency.pk for agency in found.sharing_agencies.all()],
        "bases": [(basis, BASIS_GUIDANCE[basis]) for basis in Basis],
        "sharings": [(sharing, SHARING_GUIDANCE[sharing]) for sharing in Sharing],
    }
    return render(request, "live/entry_page.html", context)


@require_safe
def answer(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """A line on which to plan an action that answers one need."""
    _, screen, found = _read(request, meeting_id, entry_id)
    context = {**_shared(screen, found), "new_id": new_id(), "handles": example_handles(screen.agencies)}
    return render(request, "live/answer.html", context)


def _read(request: HttpRequest, meeting_id: uuid.UUID, entry_id: uuid.UUID) -> tuple[Viewer, Screen, Entry]:
    viewer, meeting = asked(request, meeting_id)
    found = entry_of(viewer, meeting, entry_id)
    note_read(viewer, "entry.read", found)
    return viewer, read_screen(viewer, meeting), found


def _shared(screen: Screen, found: Entry) -> dict[str, object]:
    base = reverse("live:meeting", args=[screen.meeting.pk])
    return {
        **FURNITURE,
        "screen": screen,
        "entry": found,
        "shown": screen.by_id[found.pk],
        "base": base,
        "back": f"{base}?part=context:{found.context_key}#entry-{found.pk}",
    }
