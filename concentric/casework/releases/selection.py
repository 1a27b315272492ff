"""What a recipient gets of a meeting's record."""

from __future__ import annotations

from concentric.casework.meetings.models import Meeting
from concentric.casework.releases.models import Release
from concentric.casework.signoff.record import current_record
from concentric.foundation.accounts.models import Agency
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange import release as selecting
from concentric.method.exchange.release import NOTHING, ByHand

CHANGED = "The minutes have changed since you looked at this version. It is shown here as it stands now: read it again."
WITHOUT_REASON = "Say why these parts are left out of this version."
GONE = "What you wanted to leave out is no longer in this version. Look at the version again from the start."


def released_record(
    meeting: Meeting, kind: Release.Kind, agency: Agency | None, by_hand: ByHand = NOTHING
) -> selecting.Release:
    """The record less what this recipient may not have, what was left out, and cautions about free text.

    Raises Refusal when something to be left out by hand is not there.
    """
    record = current_record(meeting)
    try:
        if kind == Release.Kind.FAMILY:
            return selecting.release_for_family(record, by_hand=by_hand)
        if kind == Release.Kind.AGENCY and agency is not None:
            return selecting.release_for_agency(record, str(agency.pk), recipient=agency.name, by_hand=by_hand)
    except ValueError:
        raise Refusal(GONE) from None
    return selecting.release_full(record)
