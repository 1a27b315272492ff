"""The partnership over time: counts by period, in a fixed number of queries that the database adds up.

For those who run the partnership. Nothing here is content, and nothing is withheld for being small.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from concentric.casework.meetings.models import CellMark, Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import CONTEXTS, ColumnKey
from concentric.method.instrument.vocabulary import ActionStatus, Silence
from concentric.submission.quality.periods import Period, numbered, within

HELD = (Meeting.Status.CLOSED, Meeting.Status.SIGNED)


@dataclass(frozen=True, slots=True)
class Share:
    """`number` of `of`."""

    number: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.number / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Days:
    """The median of whole days over `count` records; None over none."""

    median: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of the actions whose day came in the period and has passed."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    changed: int = 0
    not_done: int = 0
    open: int = 0

    @property
    def share(self) -> Share:
        return Share(self.on_time, self.due)


FINISHED = tuple(field.name for field in fields(Finished))


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """One period. The three shares are by context key, from the young person outwards."""

    period: Period
    meetings: int
    discussed: dict[str, Share]
    entries: dict[str, Share]
    actions: dict[str, Share]
    finished: Finished
    to_meeting: Days
    to_circulation: Days


def over_time(viewer: Viewer, periods: Sequence[Period]) -> tuple[PeriodCounts, ...]:
    """Each period's counts for the viewer's partnership, from the first that has any; the view asks who may count."""
    meetings = _meetings(viewer, periods)
    entries, actions, spoken = _recorded(viewer, periods)
    discussed = spoken + _said(viewer, periods)
    finished = _finished(viewer, periods)
    to_meeting, to_circulation = _to_meeting(viewer, periods), _to_circulation(viewer, periods)
    counted = tuple(
        PeriodCounts(
            period=period,
            meetings=meetings[place],
            discussed=_shares(discussed, place, meetings[place]),
            entries=_shares(entries, place),
            actions=_shares(actions, place),
            finished=finished.get(place, Finished()),
            to_meeting=_days(to_meeting[place]),
            to_circulation=_days(to_circulation[place]),
        )
        for place, period in enumerate(periods)
    )
    first = next((at for at, each in enumerate(counted) if each.meetings or each.finished.due), len(counted) - 1)
    return counted[first:]


Cells = Counter[tuple[int, str]]


def _shares(counted: Cells, place: int, of: int | None = None) -> dict[str, Share]:
    """Each context's share of `of`, or of all contexts together."""
    numbers = {context.key.value: counted[place, context.key.value] for context in CONTEXTS}
    whole = sum(numbers.values()) if of is None else of
    return {key: Share(number, whole) for key, number in numbers.items()}


def _held(viewer: Viewer, periods: Sequence[Period], before: str = "") -> dict[str, Any]:
    """The filter for meetings held in the periods; `before` leads to the meeting."""
    window = within(f"{before}starts_at", periods, moments=True)
    return {f"{before}case__partnership_id": viewer.partnership_id, f"{before}status__in": HELD, **window}


def _meetings(viewer: Viewer, periods: Sequence[Period]) -> Counter[int]:
    rows = Meeting.objects.filter(**_held(viewer, periods)).order_by()
    placed = rows.annotate(nth=numbered("starts_at", periods, moments=True))
    return Counter(dict(placed.values_list("nth").annotate(n=Count("id"))))


def _recorded(viewer: Viewer, periods: Sequence[Period]) -> tuple[Cells, Cells, Cells]:
    """By context, in one reading: entries other than planned actions, planned actions, and meetings with either."""
    planned = Q(column_key=ColumnKey.ACTIONS.value)
    rows = Entry.objects.filter(**_held(viewer, periods, "meeting__"), struck_at=None).order_by()
    counted = (
        rows.annotate(nth=numbered("meeting__starts_at", periods, moments=True))
        .values_list("nth", "context_key")
        .annotate(
            entries=Count("id", filter=~planned),
            actions=Count("id", filter=planned),
            meetings=Count("meeting_id", distinct=True),
        )
    )
    entries, actions, meetings = Cells(), Cells(), Cells()
    for nth, context, *numbers in counted:
        entries[nth, context], actions[nth, context], meetings[nth, context] = numbers
    return entries, actions, meetings


def _said(viewer: Viewer, periods: Sequence[Period]) -> Cells:
    """Meetings that hold no entry of a context and say what that means, other than that it was not discussed."""
    entered = Entry.objects.filter(meeting=OuterRef("meeting"), context_key=OuterRef("context_key"), struck_at=None)
    marks = CellMark.objects.filter(~Exists(entered.order_by()), **_held(viewer, periods, "meeting__")).order_by()
    counted = (
        marks.exclude(state=Silence.NOT_DISCUSSED.value)
        .annotate(nth=numbered("meeting__starts_at", periods, moments=True))
        .values_list("nth", "context_key")
        .annotate(meetings=Count("meeting_id", distinct=True))
    )
    return Cells({(nth, context): number for nth, context, number in counted})


def _finished(viewer: Viewer, periods: Sequence[Period]) -> dict[int, Finished]:
    """By the day that an action was due. One that is due today still has its day."""
    rows = Action.objects.filter(
        Q(due_on__lt=timezone.localdate()),
        partnership_id=viewer.partnership_id,
        entry__struck_at=None,
        **within("due_on", periods, moments=False),
    ).exclude(entry__meeting__status=Meeting.Status.CANCELLED)
    done = Q(status=ActionStatus.DONE.value)
    counted = (
        rows.order_by()
        .annotate(nth=numbered("due_on", periods, moments=False))
        .values("nth")
        .annotate(
            due=Count("id"),
            on_time=Count("id", filter=done & Q(finished_on__lte=F("due_on"))),
            late=Count("id", filter=done & Q(finished_on__gt=F("due_on"))),
            changed=Count("id", filter=Q(status=ActionStatus.CHANGED.value)),
            not_done=Count("id", filter=Q(status=ActionStatus.NOT_DONE.value)),
            open=Count("id", filter=Q(status=ActionStatus.OPEN.value)),
        )
    )
    return {nth: Finished(*numbers) for nth, *numbers in counted.values_list("nth", *FINISHED)}


Spans = dict[int, list[int]]


def _to_meeting(viewer: Viewer, periods: Sequence[Period]) -> Spans:
    """Days from a case's first accepted referral to its first meeting, for meetings held in the period."""
    earlier = Meeting.objects.filter(case=OuterRef("case"), status__in=HELD, starts_at__lt=OuterRef("starts_at"))
    accepted = Referral.objects.filter(case=OuterRef("case"), status=Referral.Status.ACCEPTED)
    referred = Subquery(accepted.order_by("submitted_at").values("submitted_at")[:1])
    rows = Meeting.objects.filter(~Exists(earlier.order_by()), **_held(viewer, periods)).order_by()
    found = rows.annotate(referred=referred, nth=numbered("starts_at", periods, moments=True))
    return _spans(found.filter(referred__isnull=False).values_list("nth", "referred", "starts_at"))


def _to_circulation(viewer: Viewer, periods: Sequence[Period]) -> Spans:
    """Days from a meeting to the circulation of its draft minutes, for meetings held in the period."""
    rows = Minutes.objects.filter(**_held(viewer, periods, "meeting__"), circulated_at__isnull=False).order_by()
    placed = rows.annotate(nth=numbered("meeting__starts_at", periods, moments=True))
    return _spans(placed.values_list("nth", "meeting__starts_at", "circulated_at"))


def _spans(rows: Iterable[tuple[Any, ...]]) -> Spans:
    """Whole days by period, from rows of its place, a start and an end.

    A record brought in from paper can end before it begins: it says nothing.
    """
    spans: Spans = defaultdict(list)
    for place, start, end in rows:
        days = (timezone.localdate(end) - timezone.localdate(start)).days
        if days >= 0:
            spans[place].append(days)
    return spans


def _days(spans: Sequence[int]) -> Days:
    return Days(median(spans) if spans else None, len(spans))
