"""Making a version of the minutes, and noting who received it."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.outbox import locked
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.releases.permissions import check_can_release
from concentric.casework.releases.selection import CHANGED, WITHOUT_REASON, released_record
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.invalid import Invalid
from concentric.method.exchange.release import NOTHING, ByHand
from concentric.method.records.canonical import record_hash, to_plain


def make_release(
    *,
    viewer: Viewer,
    meeting: Meeting,
    kind: Release.Kind,
    agency: Agency | None = None,
    by_hand: ByHand = NOTHING,
    seen: str | None = None,
) -> Release:
    """Freeze what this recipient gets, with the list of what was left out and why.

    `seen` is the hash of the version that the person looked at: raises Invalid when it is another by now, since what
    nobody has read is not made; and when parts are left out by hand without a reason.
    """
    with recorded(viewer, "release.made", kind=kind.value, agency=str(agency.pk) if agency else "") as note:
        meeting = locked(meeting.pk)
        check_can_release(viewer, meeting)
        if by_hand.keys and not by_hand.reason.strip():
            raise Invalid({"reason": WITHOUT_REASON})
        selected = released_record(meeting, kind, agency, by_hand)
        if seen is not None and record_hash(selected.record) != seen:
            raise Invalid({"version": CHANGED})
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
        note.details["by_hand"] = sorted(by_hand.keys)
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
    """Add a line to the ledger: who received this version, how and when. With a `file_format` it is a download, which
    "who looked" shows.
    """
    verb = "release.downloaded" if file_format else "release.given"
    with recorded(viewer, verb, means=means.value, file_format=file_format, protected=protected) as note:
        check_can_release(viewer, locked(release.meeting_id))
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
