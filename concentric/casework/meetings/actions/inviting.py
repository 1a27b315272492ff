"""Who is asked to a meeting, and who came."""

from __future__ import annotations

import logging
import uuid

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Involvement
from concentric.casework.cases.queries import current_involvements
from concentric.casework.meetings.actions.once import check_new, idempotent
from concentric.casework.meetings.drafts import Invalid, tidied
from concentric.casework.meetings.letters import invitation
from concentric.casework.meetings.models import Attendance, Meeting
from concentric.casework.meetings.outbox import announce, locked
from concentric.casework.meetings.permissions import check_can_arrange, check_can_invite, check_can_record
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.identity import new_id

LOG = logging.getLogger(__name__)


@idempotent
def invite(
    *,
    viewer: Viewer,
    meeting: Meeting,
    membership: Membership | None = None,
    name: str = "",
    agency: Agency | None = None,
    part: str = "",
    state: str = Attendance.State.INVITED.value,
    guest_id: uuid.UUID | None = None,
) -> Attendance:
    """Put a member on the list of people (who then sees the meeting), or a guest by name: to come, or in the `state`
    that the room sees. A member twice, or the same `guest_id` again, changes nothing.
    """
    if state not in Attendance.State.values:
        raise Invalid({"state": "Choose from the list."})
    guest_id = guest_id or new_id()
    name, part = _checked(viewer, membership, name, agency), tidied("part", part, limit=SHORT, required=False)
    with recorded(viewer, "person.invited") as note:
        meeting = locked(meeting.pk)
        check_new(Attendance.objects.all(), guest_id, meeting_id=meeting.pk, membership_id=None)
        check_can_arrange(viewer, meeting)
        _check_not_ended(meeting, membership)
        if state != Attendance.State.INVITED:
            check_can_record(viewer, meeting)
            note.details["state"] = state
        fields = {"state": state, "name": name, "agency": membership.agency if membership else agency, "part": part}
        if membership:
            attendance, _ = Attendance.objects.get_or_create(meeting=meeting, membership=membership, defaults=fields)
        else:
            attendance = Attendance.objects.create(id=guest_id, meeting=meeting, **fields)
        note.subject = attendance
        announce(meeting, "attendance", attendance.pk, viewer)
        return attendance


def send_invitations(*, viewer: Viewer, meeting: Meeting) -> int:
    """E-mail every invited member when and where; again to all when something changed. Returns how many letters went.

    The letters leave once the sending is on record. One that cannot be delivered does not hold back the others.
    """
    with recorded(viewer, "invitations.sent", meeting) as note:
        meeting = locked(meeting.pk)
        check_can_invite(viewer, meeting)
        people = list(
            meeting.attendance.filter(membership__isnull=False, membership__is_active=True)
            .exclude(state=Attendance.State.APOLOGIES)
            .select_related("membership__user")
        )
        Attendance.objects.filter(pk__in=[person.pk for person in people]).update(invited_at=timezone.now())
        note.details["count"] = len(people)
        announce(meeting, "attendance", meeting.pk, viewer)
        letters = [invitation(meeting, person) for person in people]
        transaction.on_commit(lambda: _post(letters))
    return len(letters)


def _post(letters: list[EmailMessage]) -> None:
    for letter in letters:
        try:
            letter.send()
        except OSError as error:  # the mail server's trouble; who it was for stays out of the log
            LOG.warning("an invitation could not be sent: %s", type(error).__name__)


def set_attendance(*, viewer: Viewer, attendance: Attendance, state: str) -> Attendance:
    """Say who is here, sent apologies, observes, or did not come."""
    if state not in Attendance.State.values:
        raise Invalid({"state": "Choose from the list."})
    with recorded(viewer, "attendance.set", attendance, state=state):
        meeting = locked(attendance.meeting_id)
        check_can_record(viewer, meeting)
        attendance.meeting, attendance.state = meeting, state
        attendance.save(update_fields=["state"])
        announce(meeting, "attendance", attendance.pk, viewer)
        return attendance


def _check_not_ended(meeting: Meeting, membership: Membership | None) -> None:
    """The list opens nothing to whoever's involvement has ended: somebody decided that, and has to undo it first."""
    parts = Involvement.objects.filter(case=meeting.case_id, membership=membership) if membership else ()
    if parts and not current_involvements().filter(pk__in=parts).exists():
        raise Invalid({"membership": "Their involvement in this case has ended. Involve them in it again first."})


def _checked(viewer: Viewer, membership: Membership | None, name: str, agency: Agency | None) -> str:
    if membership:
        if membership.partnership_id != viewer.partnership_id or not membership.is_active:
            raise Invalid({"membership": "Choose an active member of this partnership."})
        return membership.name
    if agency and agency.partnership_id != viewer.partnership_id:
        raise Invalid({"agency": "Choose an agency of this partnership."})
    return tidied("name", name, limit=SHORT)
