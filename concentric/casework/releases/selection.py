"""What a recipient gets of a meeting's record."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.releases.models import Release
from concentric.casework.signoff.record import current_record
from concentric.foundation.accounts.models import Agency
from concentric.method.exchange import release as selecting


def released_record(
    meeting: Meeting, kind: Release.Kind, agency: Agency | None, *, with_summary: bool = True
) -> selecting.Release:
    """The record less what this recipient may not have, what was left out, and cautions about free text."""
    record = current_record(meeting)
    if kind == Release.Kind.FAMILY:
        return selecting.release_for_family(record, include_summary=with_summary)
    if kind == Release.Kind.AGENCY and agency is not None:
        return selecting.release_for_agency(record, agency.name, include_summary=with_summary)
    return selecting.release_full(record)
