"""E-mails about records whose time is up: a link, and nothing else to read on a locked screen."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from concentric.casework.signoff.notices import write
from concentric.foundation.accounts.models import Membership, Partnership, Role
from concentric.submission.retention.models import DueNotice
from concentric.submission.retention.records import Kept, running

WHO = (Role.GOVERNANCE, Role.COORDINATOR)


def tell_of_due() -> int:
    """Tell governance officers and coordinators of records that became due: one letter for all of them, once.

    Returns how many letters went.
    """
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return sum(_tell(partnership, running(partnership, before=tomorrow)) for partnership in Partnership.objects.all())


def _tell(partnership: Partnership, due: list[Kept]) -> int:
    told = set(DueNotice.objects.filter(partnership=partnership).values_list("record_id", "due_on"))
    fresh = [kept for kept in due if not kept.held and (kept.record_id, kept.due_on) not in told]
    if not fresh:
        return 0
    # Noted first: a letter that is lost is not as bad as one every quarter of an hour.
    notices = [
        DueNotice(partnership=partnership, record_id=one.record_id, due_on=one.due_on) for one in fresh if one.due_on
    ]
    DueNotice.objects.bulk_create(notices, ignore_conflicts=True)
    members = Membership.objects.filter(partnership=partnership, is_active=True, user__is_active=True)
    decide = members.filter(role_grants__role__in=WHO)
    addresses = decide.order_by("user__email").values_list("user__email", flat=True).distinct()
    return write("Records are due to be destroyed", settings.PUBLIC_URL + reverse("retention:list"), addresses)
