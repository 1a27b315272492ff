"""The tracker: planned actions a viewer may see, overdue first."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case as Switch
from django.db.models import Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.queries import visible_entries
from concentric.casework.plans.actions import ActionDraft
from concentric.casework.plans.models import Action, ActionChange
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.vocabulary import ActionStatus

WHOSE = ("mine", "agency", "all")
# What lists of actions show: seven whole rows for each action would cost more than all the rest.
SHOWN = (
    *("due_on", "status", "status_reason", "finished_on", "case__reference"),
    *("entry__text", "entry__context_key", "entry__instance__name"),
    *("owner_name", "owner__user__name", "owner_agency__name"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the tracker to show. `whose` is one of WHOSE; an empty status, context or agency means any."""

    whose: str = "mine"
    status: str = ActionStatus.OPEN.value
    context: str = ""
    agency: uuid.UUID | None = None
    overdue: bool = False


def visible_actions(viewer: Viewer) -> QuerySet[Action]:
    """Actions whose entry the viewer may see, and those they own. Struck entries and cancelled meetings plan
    nothing.
    """
    actions = _planned(viewer)
    if viewer.sees_every_case:
        return actions
    return actions.filter(Q(owner_id=viewer.id) | Q(entry__in=visible_entries(viewer)))


def _planned(viewer: Viewer) -> QuerySet[Action]:
    # Both lists are short and each has an index; to look every action's entry and meeting up takes ten times as long.
    struck = Entry.objects.filter(struck_at__isnull=False).order_by()
    cancelled = Entry.objects.filter(meeting__status=Meeting.Status.CANCELLED).order_by()
    actions = Action.objects.filter(partnership_id=viewer.partnership_id)
    return actions.exclude(entry__in=struck.values("pk")).exclude(entry__in=cancelled.values("pk"))


def tracker(viewer: Viewer, wanted: Wanted) -> QuerySet[Action]:
    """The actions asked for, as lists show them: open ones first, the most overdue at the top; without a date last."""
    mine = wanted.whose == "mine"  # one's own need no other right to them; asking for it reads the whole partnership
    actions = _planned(viewer).filter(owner_id=viewer.id) if mine else visible_actions(viewer)
    if wanted.whose == "agency":
        actions = actions.filter(owner_agency_id=viewer.agency_id)
    if wanted.status:
        actions = actions.filter(status=wanted.status)
    if wanted.context:
        actions = actions.filter(entry__context_key=wanted.context)
    if wanted.agency:
        actions = actions.filter(owner_agency_id=wanted.agency)
    if wanted.overdue:
        actions = actions.filter(status=ActionStatus.OPEN.value, due_on__lt=timezone.localdate())
    actions = actions.select_related("entry__instance", "case", "owner_agency", "owner__user").only(*SHOWN)
    by_date = (F("due_on").asc(nulls_last=True), "id")
    if wanted.status:  # one status needs no order among statuses, and so can follow the index
        return actions.order_by(*by_date)
    open_first = Switch(When(status=ActionStatus.OPEN.value, then=Value(0)), default=Value(1))
    return actions.order_by(open_first, *by_date)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open actions there are, are overdue, have no owner, and have no date."""

    open: int
    overdue: int
    unowned: int
    undated: int


def tally(viewer: Viewer, whose: str) -> Tally:
    """The counts above the tracker, in one query."""
    nobody = Q(owner_agency=None, owner=None, owner_name="")
    counted = (
        tracker(viewer, Wanted(whose=whose))
        .order_by()
        .aggregate(
            open=Count("id"),
            overdue=Count("id", filter=Q(due_on__lt=timezone.localdate())),
            unowned=Count("id", filter=nobody),
            undated=Count("id", filter=Q(due_on=None)),
        )
    )
    return Tally(**counted)


def get_action(viewer: Viewer, action_id: uuid.UUID) -> Action:
    """One action with what its page needs. Raises NotVisible."""
    action = (
        visible_actions(viewer)
        .select_related("entry__instance", "entry__meeting__case", "case", "owner_agency", "owner__user")
        .filter(pk=action_id)
        .first()
    )
    if action is None:
        raise NotVisible
    return action


def needs_answered(viewer: Viewer, action: Action) -> list[str]:
    """The needs an action answers, as far as the viewer may see them."""
    needs = visible_entries(viewer).filter(pk__in=action.answers.values("pk"), struck_at=None)
    return list(needs.values_list("text", flat=True))


def plan_words(plan: Action | ActionChange | ActionDraft) -> dict[str, str]:
    """Who does it, by when and how success is seen, in words; empty where nothing is said."""
    person = plan.owner.user.name if plan.owner else plan.owner_name
    agency = plan.owner_agency.name if plan.owner_agency else ""
    return {
        "Owner": ", ".join(filter(None, (person, agency))),
        "Due": f"{plan.due_on:%-d %B %Y}" if plan.due_on else "",
        "Done when": plan.measure,
    }


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an action's history: what it is called, and what was planned from then on where that changed."""

    title: str
    change: ActionChange
    lines: list[str]


def history(action: Action) -> list[Step]:
    """How an action was planned, changed and went, oldest first."""
    steps: list[Step] = []
    for change in action.changes.select_related("by__user", "owner__user", "owner_agency"):
        steps.append(_step(change, steps[-1].change if steps else None))
    return steps


def _step(change: ActionChange, before: ActionChange | None) -> Step:
    now = plan_words(change)
    if before is None:
        return Step("Planned", change, [f"{what}: {words}" for what, words in now.items() if words])
    was = plan_words(before)
    changed = [what for what in now if now[what] != was[what]]
    lines = [f"{what}: {now[what] or 'taken away'} (was: {was[what] or 'not said'})" for what in changed]
    if set(change.answers) != set(before.answers):
        lines.append("The needs it answers")
    went = (change.status, change.reason) != (before.status, before.reason)
    return Step(change.get_status_display() if went or not lines else "Plan changed", change, lines)


def is_overdue(action: Action, today: dt.date) -> bool:
    """Open and past its date."""
    return action.status == ActionStatus.OPEN and action.due_on is not None and action.due_on < today
