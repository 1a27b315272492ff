"""Who may see a case: involvement, and emergency access ("break-glass") with its review."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from concentric.casework.cases.models import BreakGlass, Case, Involvement
from concentric.casework.cases.notices import tell_coordinators
from concentric.casework.cases.permissions import (
    check_can_manage,
    check_can_review_emergencies,
    check_can_use_emergency_access,
)
from concentric.foundation.accounts.models import Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal

EMERGENCY_LASTS = dt.timedelta(hours=4)
EMERGENCY_SUBJECT = "emergency access was used"
EMERGENCY_MESSAGE = (
    "Somebody in your partnership has opened a case with emergency access.\n\n"
    "Sign in to Concentric and choose Uses of emergency access to see who, why, and until when, and to review it.\n"
)


def involve(*, viewer: Viewer, case: Case, membership: Membership, part: str) -> Involvement:
    """Let a member see and work on the case. The reason is their part in it."""
    check_can_manage(viewer, case)
    if membership.partnership_id != case.partnership_id:
        raise Refusal("Only members of this partnership can be involved.")
    with recorded(viewer, "involvement.added", case, membership=str(membership.pk)) as note:
        involvement, is_new = Involvement.objects.get_or_create(
            case=case,
            membership=membership,
            until=None,
            defaults={"part": part, "since": timezone.localdate(), "added_by": viewer.membership},
        )
        if not is_new:
            raise Refusal("This person is involved already.")
        note.subject = involvement
    return involvement


def end_involvement(*, viewer: Viewer, involvement: Involvement) -> None:
    """Stop a member seeing the case and its meetings, from now: lists of people they are on open nothing any more.

    Whoever leads the case or coordinates sees it by that. What they said, and that they were there, stays on record.
    """
    check_can_manage(viewer, involvement.case)
    if involvement.case.lead_professional_id == involvement.membership_id:
        raise Refusal("This person leads the case. Choose another lead professional first.")
    with recorded(viewer, "involvement.ended", involvement, membership=str(involvement.membership_id)):
        involvement.until = timezone.localdate()
        involvement.save(update_fields=["until"])


def break_glass(*, viewer: Viewer, reference: str, reason: str) -> BreakGlass:
    """Open a case in an emergency, for four hours. The coordinators are told by e-mail, without an identifying word.

    Raises Case.DoesNotExist when the partnership has no case of that reference; the attempt is recorded.
    """
    check_can_use_emergency_access(viewer)
    case = Case.objects.filter(partnership_id=viewer.partnership_id, reference__iexact=reference.strip()).first()
    if case is None:
        with recorded(viewer, "emergency.not_found"):
            pass
        raise Case.DoesNotExist
    now = timezone.now()
    use = BreakGlass(
        case=case, membership=viewer.membership, reason=reason, opened_at=now, expires_at=now + EMERGENCY_LASTS
    )
    with recorded(viewer, "emergency.opened", use):
        use.save(force_insert=True)
        tell_coordinators(viewer, EMERGENCY_SUBJECT, EMERGENCY_MESSAGE)
    return use


def review_emergency(*, viewer: Viewer, use: BreakGlass, note: str) -> None:
    """The coordinator has looked at a use of emergency access, and says what they found."""
    check_can_review_emergencies(viewer)
    with recorded(viewer, "emergency.reviewed", use):
        use.reviewed_by, use.reviewed_at, use.review_note = viewer.membership, timezone.now(), note
        use.save(update_fields=["reviewed_by", "reviewed_at", "review_note"])
