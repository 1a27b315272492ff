"""The meeting's record with pseudonyms: on the screen, as it stands, and as a file."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from concentric.casework.meetings.queries import get_meeting
from concentric.casework.releases.files import MEDIA_TYPES
from concentric.casework.releases.permissions import check_can_release
from concentric.casework.signoff.layout import contexts_of
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import NotVisible, ask
from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.minutes_html import write_html
from concentric.method.exchange.minutes_pdf import write_pdf
from concentric.submission.review import actions
from concentric.web.downloads import attachment

WRITERS = {"pdf": write_pdf, "docx": write_docx, "html": write_html}


@require_GET
def aloud(request: MemberRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What the viewer may read of the meeting, with nobody's name in it."""
    meeting = get_meeting(request.viewer, meeting_id)
    record = actions.read_aloud(viewer=request.viewer, meeting=meeting, means="screen")
    context = {
        "meeting": meeting,
        "record": record,
        "grid": contexts_of(record),
        "may_download": ask(check_can_release, request.viewer, meeting),
    }
    return render(request, "review/aloud.html", context)


@require_GET
def download(request: MemberRequest, meeting_id: uuid.UUID, file_format: str) -> HttpResponse:
    """The same as a file, for those who give the minutes out."""
    if file_format not in WRITERS:
        raise NotVisible
    meeting = get_meeting(request.viewer, meeting_id)
    check_can_release(request.viewer, meeting)
    record = actions.read_aloud(viewer=request.viewer, meeting=meeting, means=file_format)
    return attachment(f"minutes-without-names.{file_format}", MEDIA_TYPES[file_format], WRITERS[file_format](record))
