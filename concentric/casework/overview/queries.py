"""What the pages that look across stages show. Each function is a fixed number of queries, whatever the rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from concentric.casework.cases.models import Case, Incident
from concentric.casework.cases.queries import emergencies_to_review, visible_cases
from concentric.casework.contexts.models import Context
from concentric.casework.meetings.models import Decision, Entry, Meeting
from concentric.casework.meetings.queries import is_mine, upcoming, visible_entries, visible_meetings
from concentric.casework.plans.models import Action
from concentric.casework.plans.queries import Wanted, tracker, visible_actions
from concentric.casework.referrals.models import Referral
from concentric.casework.referrals.queries import WAITING, visible_referrals
from concentric.casework.search.engine import matching
from concentric.casework.search.models import SearchText
from concentric.casework.signoff.models import Correction
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS, NEED_COLUMNS, ColumnKey

SHOWN_AT_HOME = 6
FOUND_AT_MOST = 100
LOOKED_THROUGH = 1_000


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for the viewer. `coming` is the whole partnership's for a coordinator, else their own."""

    in_progress: list[Meeting]
    coming: list[Meeting]
    drafts: list[Meeting]
    actions: list[Action]
    referrals_waiting: int
    referrals_urgent: int
    emergencies: int
    today: dt.date

    @property
    def case_ids(self) -> set[uuid.UUID]:
        """The cases that the page names or shows words of."""
        return {row.case_id for rows in (self.in_progress, self.coming, self.drafts, self.actions) for row in rows}


def home(viewer: Viewer) -> Home:
    """Meetings, drafts, actions and referrals that wait for this viewer."""
    mine = list(_named(upcoming(viewer).filter(is_mine(viewer)))[: SHOWN_AT_HOME * 2])
    coming = _named(upcoming(viewer))[:SHOWN_AT_HOME] if viewer.sees_every_case else _planned(mine)
    waiting = (
        visible_referrals(viewer).filter(status__in=WAITING) if viewer.sees_every_case else Referral.objects.none()
    )
    referrals = waiting.aggregate(all=Count("id"), urgent=Count("id", filter=Q(urgency="immediate")))
    return Home(
        in_progress=[m for m in mine if m.status == Meeting.Status.OPEN],
        coming=list(coming),
        drafts=list(_drafts(viewer)),
        actions=list(tracker(viewer, Wanted(whose="mine"))[:SHOWN_AT_HOME]),
        referrals_waiting=referrals["all"],
        referrals_urgent=referrals["urgent"],
        emergencies=emergencies_to_review(viewer).count(),
        today=timezone.localdate(),
    )


def _named(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with what a line about each says, and no more."""
    said = ("type_name", "status", "starts_at", "opened_at", "case__reference")
    return meetings.select_related(None).select_related("case").only(*said)


def _planned(meetings: list[Meeting]) -> list[Meeting]:
    return [meeting for meeting in meetings if meeting.status == Meeting.Status.PLANNED][:SHOWN_AT_HOME]


def _drafts(viewer: Viewer) -> QuerySet[Meeting]:
    """Draft minutes that wait for the viewer's signature or answer to a correction."""
    asked = Correction.objects.filter(meeting=OuterRef("pk"), state=Correction.State.ASKED)
    drafts = visible_meetings(viewer).filter(
        Q(chair_id=viewer.id) | Q(minute_taker_id=viewer.id), status=Meeting.Status.CLOSED
    )
    return _named(drafts.annotate(has_corrections=Exists(asked)).order_by("closed_at"))[:SHOWN_AT_HOME]


@dataclass(frozen=True, slots=True)
class ContextLine:
    """One context of a case's latest meeting: how much was recorded, how much is planned, and whether the plan
    misses it.
    """

    label: str
    needs: int
    actions: int
    gap: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case at a glance."""

    meetings: list[Meeting]
    actions: list[Action]
    contexts: list[ContextLine]
    latest: Meeting | None
    incident_count: int
    last_incident: Incident | None


def case_page(viewer: Viewer, case: Case) -> CasePage:
    """The meetings, the open actions and the contexts of a case, as far as the viewer may see them."""
    meetings = list(
        visible_meetings(viewer)
        .filter(case=case)
        .select_related("chair__user", "minute_taker__user")
        .order_by("-starts_at")
    )
    held = (Meeting.Status.OPEN, Meeting.Status.CLOSED, Meeting.Status.SIGNED)
    latest = next((meeting for meeting in meetings if meeting.status in held), None)
    incidents = list(case.incidents.order_by("-happened_on"))
    return CasePage(
        meetings=meetings,
        actions=list(tracker(viewer, Wanted(whose="all")).filter(case=case)),
        contexts=_context_lines(viewer, latest) if latest else [],
        latest=latest,
        incident_count=len(incidents),
        last_incident=incidents[0] if incidents else None,
    )


def _context_lines(viewer: Viewer, meeting: Meeting) -> list[ContextLine]:
    cells = visible_entries(viewer).filter(meeting=meeting, struck_at=None).order_by()
    counted = Counter({(c, k): n for c, k, n in cells.values_list("context_key", "column_key").annotate(n=Count("id"))})
    lines = []
    for context in CONTEXTS:
        needs = sum(counted[(context.key.value, column.value)] for column in NEED_COLUMNS)
        actions = counted[(context.key.value, ColumnKey.ACTIONS.value)]
        lines.append(ContextLine(context.label, needs, actions, gap=needs > 0 and actions == 0))
    return lines


def keys_of(context: Context) -> list[uuid.UUID]:
    """The keys that entries know a context by: its own, and those of any merged into it."""
    return [context.pk, *context.merged_from.values_list("pk", flat=True)]


def about_context(viewer: Viewer, keys: list[uuid.UUID]) -> QuerySet[Entry]:
    """What was recorded about the context of those keys, the latest meeting first, as far as the viewer may see."""
    return (
        visible_entries(viewer)
        .filter(instance__in=keys, struck_at=None)
        .exclude(column_key=ColumnKey.ACTIONS.value)
        .select_related("meeting__case", "source", "created_by__user")
        .order_by("-meeting__starts_at", "position")
    )


def actions_on_context(viewer: Viewer, keys: list[uuid.UUID]) -> QuerySet[Action]:
    """The actions aimed at the context of those keys, open ones first."""
    aimed_at = Entry.objects.filter(instance__in=keys).order_by()
    return (
        visible_actions(viewer)
        .filter(entry__in=aimed_at.values("pk"))
        .select_related("entry", "case", "owner_agency", "owner__user")
        .order_by("-status", "due_on", "id")
    )


def incident_counts(cases: Iterable[Case]) -> dict[uuid.UUID, int]:
    """How many incidents each case has."""
    rows = Incident.objects.filter(case__in=[case.pk for case in cases]).order_by().values_list("case")
    return dict(rows.annotate(n=Count("id")))


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, where it stands, whose case it is, and where to open it."""

    kind: str
    title: str
    text: str
    case_id: uuid.UUID
    url_name: str
    target: uuid.UUID


def search(viewer: Viewer, query: str) -> list[Hit]:
    """What holds every word of `query` among what the viewer may see, the latest first; at most FOUND_AT_MOST."""
    texts = SearchText.objects.filter(partnership_id=viewer.partnership_id)
    found = matching(texts.filter(_within_reach(viewer)), query)
    hits: list[Hit] = []
    for start in range(0, LOOKED_THROUGH, FOUND_AT_MOST):
        batch = list(found[start : start + FOUND_AT_MOST])
        hits += _hits(viewer, batch)
        if len(hits) >= FOUND_AT_MOST or len(batch) < FOUND_AT_MOST:
            break
    return hits[:FOUND_AT_MOST]


def _within_reach(viewer: Viewer) -> Q:
    """Texts of cases that the viewer may see something of. Whether they may see the text itself, `_hits` says."""
    if viewer.sees_every_case:
        return Q()
    invited = Meeting.objects.filter(attendance__membership_id=viewer.id).values("case_id")
    return Q(case_id__in=visible_cases(viewer).values("pk")) | Q(case_id__in=invited)


def _hits(viewer: Viewer, texts: list[SearchText]) -> list[Hit]:
    """Those of `texts` whose subject the viewer may see."""
    wanted = {kind: [text.subject_id for text in texts if text.kind == kind] for kind in SearchText.Kind}
    kinds = SearchText.Kind
    meetings = visible_meetings(viewer).select_related("case")
    decisions = Decision.objects.filter(meeting__in=visible_meetings(viewer)).select_related("meeting__case")
    seen = (
        visible_cases(viewer).in_bulk(wanted[kinds.CASE]),
        visible_entries(viewer).select_related("meeting__case").in_bulk(wanted[kinds.ENTRY]),
        meetings.in_bulk(wanted[kinds.SUMMARY]),
        decisions.in_bulk(wanted[kinds.DECISION]),
    )
    return [hit for text in texts if (hit := _hit(text, *seen))]


def _hit(
    text: SearchText,
    cases: dict[uuid.UUID, Case],
    entries: dict[uuid.UUID, Entry],
    meetings: dict[uuid.UUID, Meeting],
    decisions: dict[uuid.UUID, Decision],
) -> Hit | None:
    subject = text.subject_id
    if case := cases.get(subject):
        return Hit("Case", case.reference, case.young_person, case.pk, "overview:case", case.pk)
    if entry := entries.get(subject):
        where = f"{CONTEXT[entry.context_key].short}: {COLUMN[entry.column_key].short}"
        return Hit("Entry", f"{entry.meeting.case.reference}, {where}", entry.text, *_opens(entry.meeting))
    if meeting := meetings.get(subject):
        said = meeting.contextual_summary
        return Hit("Contextual summary", meeting.case.reference, said, *_opens(meeting))
    if decision := decisions.get(subject):
        return Hit("Decision", decision.meeting.case.reference, decision.text, *_opens(decision.meeting))
    return None


def _opens(meeting: Meeting) -> tuple[uuid.UUID, str, uuid.UUID]:
    """Whose case a find in a meeting is of, and where it leads: its minutes once it is over, its screen while it is on,
    its preparation before.
    """
    over = meeting.status in {Meeting.Status.CLOSED, Meeting.Status.SIGNED}
    if over:
        return meeting.case_id, "signoff:minutes", meeting.pk
    screen = "live:meeting" if meeting.status == Meeting.Status.OPEN else "meetings:prepare"
    return meeting.case_id, screen, meeting.pk
