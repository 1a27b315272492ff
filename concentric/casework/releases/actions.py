"""Making a version of the minutes, and noting who received it."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.releases.permissions import check_can_release
from concentric.casework.releases.selection import released_record
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.method.records.canonical import record_hash, to_plain


def make_release(
    *, viewer: Viewer, meeting: Meeting, kind: Release.Kind, agency: Agency | None = None, with_summary: bool = True
) -> Release:
    """Freeze what this recipient gets, with the list of what was left out and why."""
    with recorded(viewer, "release.made", kind=kind.value, agency=str(agency.pk) if agency else "") as note:
        check_can_release(viewer, meeting)
        selected = released_record(meeting, kind, agency, with_summary=with_summary)
        note.subject = release = Release.objects.create(
            meeting=meeting,
            kind=kind,
            agency=agency,
            record=to_plain(selected.record),
            record_hash=record_hash(selected.record),
            left_out=to_plain(selected.omissions),
            from_draft=meeting.status != Meeting.Status.SIGNED,
            made_by=viewer.membership,
        )
        note.details["left_out"] = sum(omission.count for omission in selected.omissions)
        return release


def note_receipt(
    *,
    viewer: Viewer,
    release: Release,
    recipient: str,
    means: Receipt.Means,
    file_format: str = "",
    protected: bool = True,
    membership: Membership | None = None,
    note_text: str = "",
) -> Receipt:
    """Add a line to the ledger: who received this version, how and when."""
    with recorded(viewer, "release.given", means=means.value, file_format=file_format, protected=protected) as note:
        check_can_release(viewer, release.meeting)
        note.subject = receipt = Receipt.objects.create(
            release=release,
            recipient=recipient,
            membership=membership,
            means=means,
            file_format=file_format,
            protected=protected,
            note=note_text,
            by=viewer.membership,
        )
        return receipt
