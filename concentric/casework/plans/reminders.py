"""Reminders by e-mail: one letter a person, once for each action and date, with a count and a link and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from concentric.casework.meetings.models import Meeting
from concentric.casework.plans.models import Action, Reminder
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.vocabulary import ActionStatus

DUE_SOON, OVERDUE = "due_soon", "overdue"


def send_reminders() -> int:
    """Write to everybody who owns an action that is due soon or overdue, unless they were told already."""
    return sum(_remind(partnership) for partnership in Partnership.objects.all())


def _remind(partnership: Partnership) -> int:
    today = timezone.localdate()
    horizon = today + dt.timedelta(days=max(process_of(partnership).reminder_days, default=0))
    due = (
        Action.objects.filter(
            partnership=partnership,
            status=ActionStatus.OPEN.value,
            entry__struck_at=None,
            owner__is_active=True,
            due_on__lte=horizon,
        )
        .exclude(entry__meeting__status=Meeting.Status.CANCELLED)
        .select_related("owner__user")
    )
    told = set(Reminder.objects.filter(action__in=due).values_list("action_id", "recipient_id", "kind", "due_on"))
    letters: dict[Membership, list[Reminder]] = defaultdict(list)
    for action in due:
        owner, due_on = action.owner, action.due_on
        if owner is None or due_on is None:
            continue  # nobody to write to
        kind = OVERDUE if due_on < today else DUE_SOON
        if (action.pk, owner.pk, kind, due_on) not in told:
            letters[owner].append(Reminder(action=action, recipient=owner, kind=kind, due_on=due_on))
    for owner, reminders in letters.items():
        _write(owner, reminders)
    return len(letters)


def _write(owner: Membership, reminders: list[Reminder]) -> None:
    """Note the reminders first, in one transaction with the letter: a letter that fails is tried again."""
    with recorded(None, "reminder.sent", owner, count=len(reminders)):
        Reminder.objects.bulk_create(reminders)
        overdue = sum(reminder.kind == OVERDUE for reminder in reminders)
        send_mail("Actions that are due", _body(len(reminders) - overdue, overdue), None, [owner.user.email])


def _body(due_soon: int, overdue: int) -> str:
    lines = [f"Due soon: {due_soon}"] if due_soon else []
    lines += [f"Overdue: {overdue}"] if overdue else []
    link = settings.PUBLIC_URL + reverse("plans:tracker")
    parts = [
        "You have actions in Concentric.",
        "\n".join(lines),
        f"Sign in to see them:\n{link}",
        "This e-mail holds no details on purpose.\n",
    ]
    return "\n\n".join(parts)
