"""Versions of the minutes: look, make, hand over, and keep the ledger."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.cases.pages import posted
from concentric.casework.meetings.forms import put_errors
from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.queries import get_meeting
from concentric.casework.releases import actions, queries
from concentric.casework.releases.files import release_file
from concentric.casework.releases.forms import DownloadForm, MakeForm, ReceiptForm
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.releases.permissions import check_can_release
from concentric.casework.releases.selection import released_record
from concentric.casework.signoff.layout import contexts_of
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.models import Agency
from concentric.foundation.audit.trail import note_read
from concentric.foundation.invalid import Invalid
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.minutes_html import family_words
from concentric.method.exchange.protect import new_password
from concentric.method.exchange.release import FAMILY, ByHand
from concentric.method.records.canonical import from_plain, record_hash
from concentric.method.records.signed import MeetingRecord
from concentric.web.downloads import attachment
from concentric.web.forms import status_of


@require_GET
def versions(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What can be sent to whom, what was made, and who has received what."""
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_release(viewer, meeting)
    note_read(viewer, "releases.read", meeting)
    context = {
        "meeting": meeting,
        "agencies": queries.agencies_of(meeting),
        "releases": queries.releases_of(viewer, meeting),
        "ledger": queries.ledger(viewer, meeting),
        "is_signed": meeting.status == Meeting.Status.SIGNED,
    }
    return render(request, "releases/versions.html", context)


@require_GET
def preview(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What a recipient would get, and what would be left out and why, before anything is made.

    `leave` names parts to be left out by hand, so that the version without them is read before it is made.
    """
    return _look(request, meeting_id, request.GET)


@require_POST
def make(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Make the version that was looked at, or show again what is wrong with the form."""
    return _look(request, meeting_id, request.POST)


def _look(request: MemberRequest, meeting_id: uuid.UUID, asked: QueryDict) -> HttpResponse:
    viewer = request.viewer
    meeting = get_meeting(viewer, meeting_id)
    check_can_release(viewer, meeting)
    kind, agency = _asked_for(asked.get("kind"), asked.get("agency"), meeting)
    left = asked.getlist("leave")
    selected = released_record(meeting, kind, agency, ByHand(frozenset(left)))
    form = MakeForm(posted(request), parts=selected.parts, left=left)
    made = _made(request, meeting, kind, agency, form) if form.is_valid() else None
    if made:
        messages.success(request, "This version is made. It will not change; a later one would be made beside it.")
        return redirect("releases:release", made.pk)
    note_read(viewer, "release.previewed", meeting, kind=kind.value)
    context = {
        "meeting": meeting,
        "kind": kind,
        "agency": agency,
        "selected": selected,
        "left": left,
        "seen": record_hash(selected.record),
        "form": form,
        **_reading(selected.record),
    }
    return render(request, "releases/preview.html", context, status=status_of(form))


def _made(
    request: MemberRequest, meeting: Meeting, kind: Release.Kind, agency: Agency | None, form: MakeForm
) -> Release | None:
    """The version; or None, and the form says why not."""
    asked = form.cleaned_data
    by_hand = ByHand(frozenset(asked["leave"]), asked["reason"])
    try:
        return actions.make_release(
            viewer=request.viewer, meeting=meeting, kind=kind, agency=agency, by_hand=by_hand, seen=asked["seen"]
        )
    except Invalid as fault:
        put_errors(form, fault)
        return None


def _reading(record: MeetingRecord) -> dict[str, object]:
    """A version as its recipient will read it: the family's in the very words of its file."""
    family = family_words(record, top=3) if record.release == FAMILY else ""
    return {"record": record, "family": family, "grid": contexts_of(record)}


@require_http_methods(["GET", "POST"])
def release(request: MemberRequest, release_id: uuid.UUID) -> HttpResponse:
    """One version: what is in it, what was left out, who has it; posting downloads it and adds to the ledger."""
    viewer = request.viewer
    found = queries.get_release(viewer, release_id)
    check_can_release(viewer, found.meeting)
    form = DownloadForm(posted(request), initial={"password": new_password(), "recipient": _usual(found)})
    if form.is_valid():
        return _hand_over(request, found, form)
    note_read(viewer, "release.read", found)
    context = {
        "release": found,
        "meeting": found.meeting,
        "form": form,
        **_reading(from_plain(MeetingRecord, found.record)),
        "receipts": found.receipts.select_related("by__user"),
    }
    return render(request, "releases/release.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def add_receipt(request: MemberRequest, release_id: uuid.UUID) -> HttpResponse:
    """Note that somebody received a version some other way."""
    viewer = request.viewer
    found = queries.get_release(viewer, release_id)
    check_can_release(viewer, found.meeting)
    note_read(viewer, "release.read", found, page="receipt")
    form = ReceiptForm(posted(request))
    if form.is_valid():
        asked = form.cleaned_data
        actions.note_receipt(
            viewer=viewer,
            release=found,
            recipient=asked["recipient"],
            means=Receipt.Means(asked["means"]),
            note_text=asked["note"],
        )
        messages.success(request, "The ledger has it.")
        return redirect("releases:release", release_id)
    context = {"release": found, "meeting": found.meeting, "form": form}
    return render(request, "releases/receipt.html", context, status=status_of(form))


def _hand_over(request: MemberRequest, found: Release, form: DownloadForm) -> HttpResponse:
    asked = form.cleaned_data
    password = asked["password"] if asked["protected"] else ""
    file = release_file(found, asked["file_format"], password)
    actions.note_receipt(
        viewer=request.viewer,
        release=found,
        recipient=asked["recipient"],
        means=Receipt.Means(asked["means"]),
        file_format=asked["file_format"],
        protected=bool(password),
        note_text=asked["note"],
    )
    return attachment(file.name, file.media_type, file.data)


def _usual(found: Release) -> str:
    if found.kind == Release.Kind.FAMILY:
        return "The family"
    return found.agency.name if found.agency else ""


def _asked_for(kind: str | None, agency_id: str | None, meeting: Meeting) -> tuple[Release.Kind, Agency | None]:
    """The version that an address or a form names. Raises NotVisible for one that is not offered."""
    if kind not in Release.Kind.values:
        raise NotVisible
    if kind != Release.Kind.AGENCY:
        return Release.Kind(kind), None
    agency = next((a for a in queries.agencies_of(meeting) if str(a.pk) == agency_id), None)
    if agency is None:
        raise NotVisible
    return Release.Kind.AGENCY, agency
