"""Reminders by e-mail: one letter a person, once for each action and date, with a count and a link and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from concentric.casework.cases.letters import REFUSED, note_refused
from concentric.casework.meetings.models import Meeting
from concentric.casework.plans.models import Action, Reminder
from concentric.casework.plans.reached import reached_by
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.vocabulary import ActionStatus

DUE_SOON, OVERDUE = "due_soon", "overdue"
WHOSE = {
    "mine": "Sign in to see yours",
    "agency": "Sign in to see your agency’s, which nobody has as their own",
    "all": "Sign in to find somebody for those of an agency that has nobody in the case",
}


def send_reminders() -> int:
    """Write to everybody whom an action that is due soon or overdue reaches, unless they were told already."""
    return sum(_remind(partnership) for partnership in Partnership.objects.all())


def _remind(partnership: Partnership) -> int:
    today = timezone.localdate()
    letters: dict[Membership, list[Reminder]] = defaultdict(list)
    due = list(_due(partnership, today))
    told = set(Reminder.objects.filter(action__in=due).values_list("action_id", "recipient_id", "kind", "due_on"))
    for action in due:
        if action.due_on is None:
            continue
        kind = OVERDUE if action.due_on < today else DUE_SOON
        for person in reached_by(action):
            if (action.pk, person.pk, kind, action.due_on) not in told:
                letters[person].append(Reminder(action=action, recipient=person, kind=kind, due_on=action.due_on))
    return sum(_write(person, reminders) for person, reminders in letters.items())


def _due(partnership: Partnership, today: dt.date) -> QuerySet[Action]:
    horizon = today + dt.timedelta(days=max(process_of(partnership).reminder_days, default=0))
    actions = Action.objects.filter(
        partnership=partnership, status=ActionStatus.OPEN.value, entry__struck_at=None, due_on__lte=horizon
    )
    return actions.exclude(entry__meeting__status=Meeting.Status.CANCELLED).select_related(
        "owner__user", "entry", "case"
    )


def _write(person: Membership, reminders: list[Reminder]) -> bool:
    """Note the reminders first, in one transaction with the letter: one that is refused is tried again, and holds up
    nobody else's. Returns whether it went.
    """
    try:
        with recorded(None, "reminder.sent", person, count=len(reminders)):
            Reminder.objects.bulk_create(reminders)
            send_mail("Actions that are due", _body(person, reminders), None, [person.user.email])
    except REFUSED as fault:
        note_refused(person.user.email, fault)
        return False
    return True


def _body(person: Membership, reminders: list[Reminder]) -> str:
    overdue = sum(reminder.kind == OVERDUE for reminder in reminders)
    lines = [f"Due soon: {len(reminders) - overdue}"] if overdue < len(reminders) else []
    lines += [f"Overdue: {overdue}"] if overdue else []
    tracker = settings.PUBLIC_URL + reverse("plans:tracker")
    whose = {_whose(person, reminder.action) for reminder in reminders}
    parts = [
        "You have actions in Concentric.",
        "\n".join(lines),
        *(f"{why}:\n{tracker}?whose={which}" for which, why in WHOSE.items() if which in whose),
        "This e-mail holds no details on purpose.\n",
    ]
    return "\n\n".join(parts)


def _whose(person: Membership, action: Action) -> str:
    if action.owner_id == person.pk:
        return "mine"
    return "agency" if action.owner_agency_id == person.agency_id else "all"
