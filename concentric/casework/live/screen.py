"""The meeting as one viewer sees it: everything the screen shows, read in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model, Prefetch, prefetch_related_objects

from concentric.casework.cases.models import Case, CasePerson, CohortDecision, Incident
from concentric.casework.cases.queries import visible_cases
from concentric.casework.contexts.models import Context
from concentric.casework.contexts.queries import ever_of, for_case
from concentric.casework.live.shown import Roles, ShownEntry, on_the_wall, show
from concentric.casework.meetings.models import AgendaItem, Attendance, CellMark, Decision, Dissent, Entry, Meeting
from concentric.casework.meetings.permissions import check_can_add_entry, produces
from concentric.casework.meetings.queries import visible_meetings
from concentric.casework.meetings.visibility import limited_filter, sees, sight_of
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.cohort import derive_cohort
from concentric.method.instrument.gaps import EntryFacts, Gap, response_gaps
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.rings import Ring, RingCounts, draw_rings
from concentric.method.instrument.vocabulary import ActionStatus, Cohort, Company, Sharing, Silence


@dataclass(frozen=True)
class Screen:
    """What is on the screen. `room` is the view for the wall: nothing limited, names as roles.

    `cells` is keyed "school-risk", `marks` the same and "school-" for a whole context. `unshown` is where standing
    entries are that this screen holds back from its reader. Their words and columns are never told; that a context
    has one, or has an action, is: otherwise a screen would say "no planned action" of a context that has a
    plan, and the meeting would make it twice. A need that is not shown makes no gap here: the gap would give away what
    sort of thing was said. Whoever may see the need sees the gap on their own screen.
    """

    viewer: Viewer
    meeting: Meeting
    room: bool
    cells: dict[str, list[ShownEntry]]
    marks: dict[str, Silence]
    instances: dict[str, list[Context]]
    agenda: list[AgendaItem]
    attendance: list[Attendance]
    decisions: list[Decision]
    dissents: list[Dissent]
    before: list[Action]
    agencies: list[Agency]
    roles: Roles | None
    cohort: str
    cohort_reason: str
    by_id: dict[uuid.UUID, ShownEntry] = field(repr=False)
    unshown: list[EntryFacts] = field(repr=False)

    def cell(self, context: str, column: str) -> list[ShownEntry]:
        return self.cells.get(f"{context}-{column}", [])

    def standing(self, context: str, column: str) -> list[ShownEntry]:
        """The entries of a cell that nobody struck."""
        return [entry for entry in self.cell(context, column) if not entry.struck]

    def mark(self, context: str, column: str = "") -> Silence | None:
        """What the silence of a cell means; the whole context's when `column` is empty."""
        return self.marks.get(f"{context}-{column}")

    def name_of(self, context: Context) -> str:
        """What a home, group, school or place is called on this screen; it is typed by that name too."""
        return self.roles.of_context(context) if self.roles else context.name

    @cached_property
    def needs(self) -> list[ShownEntry]:
        return [entry for entry in self.by_id.values() if entry.is_need and not entry.struck]

    @cached_property
    def unanswered(self) -> list[ShownEntry]:
        return [need for need in self.needs if not need.answered]

    @cached_property
    def plan(self) -> list[ShownEntry]:
        return [entry for entry in self.by_id.values() if entry.column == ColumnKey.ACTIONS and not entry.struck]

    @cached_property
    def barriers(self) -> list[ShownEntry]:
        return [entry for entry in self.by_id.values() if entry.column == ColumnKey.CHALLENGES and not entry.struck]

    @cached_property
    def unsettled(self) -> list[ShownEntry]:
        """Actions without an owner or a date."""
        return [entry for entry in self.plan if entry.action is None or entry.action.lacks]

    @cached_property
    def limited(self) -> list[ShownEntry]:
        return [entry for entry in self.by_id.values() if entry.limit and not entry.struck]

    @cached_property
    def prompted(self) -> list[ShownEntry]:
        return [entry for entry in self.by_id.values() if entry.prompt]

    @cached_property
    def here(self) -> list[Attendance]:
        present = (Attendance.State.ATTENDED, Attendance.State.OBSERVER)
        return [invited for invited in self.attendance if invited.state in present]

    @cached_property
    def facts(self) -> list[EntryFacts]:
        """What gaps rest on: the standing entries the viewer sees, and that something else is planned, and where."""
        seen = [
            EntryFacts(
                entry.id,
                ContextKey(entry.context),
                ColumnKey(entry.column),
                entry.action.answers if entry.action else (),
            )
            for entry in self.by_id.values()
            if not entry.struck
        ]
        return seen + self.unshown_actions

    @cached_property
    def unshown_actions(self) -> list[EntryFacts]:
        return [entry for entry in self.unshown if entry.column is ColumnKey.ACTIONS]

    @property
    def planned_unseen(self) -> list[str]:
        """Contexts that have a plan, none of which is shown here."""
        return [ring.key.value for ring in self.rings if ring.planned_unseen]

    @property
    def as_shown(self) -> str:
        """What a sentence about all entries adds where some are not shown: it speaks for those that are."""
        return " shown here" if self.unshown else ""

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Contexts with a risk or vulnerability and no planned action."""
        return response_gaps(self.facts)

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """The five rings, from the centre outwards."""
        return draw_rings(self._ring_counts(context.key) for context in CONTEXTS)

    def _ring_counts(self, context: ContextKey) -> RingCounts:
        counts = self.counts(context)
        return RingCounts(
            context,
            entries=sum(counts.values()),
            risks=counts[ColumnKey.RISK],
            vulnerabilities=counts[ColumnKey.VULNERABILITY],
            actions=counts[ColumnKey.ACTIONS],
            unanswered=sum(need.context == context for need in self.unanswered),
            silence=self.mark(context),
            unshown=any(entry.context is context for entry in self.unshown),
            unshown_action=any(entry.context is context for entry in self.unshown_actions),
        )

    @property
    def gap_contexts(self) -> list[str]:
        return [gap.context.value for gap in self.gaps]

    def counts(self, context: str) -> dict[str, int]:
        """How many entries stand in each column of a context."""
        return {column.key.value: len(self.standing(context, column.key)) for column in COLUMNS}

    def undecided(self, context: str) -> bool:
        """Nothing recorded in any column, and nobody has said what the silence means."""
        return (
            self.mark(context) is None
            and not any(self.counts(context).values())
            and not any(self.mark(context, column.key) for column in COLUMNS)
            and not any(entry.context == context for entry in self.unshown)
        )

    def undecided_cells(self, context: str) -> list[str]:
        """The short names of the columns where silence is still ambiguous."""
        if self.mark(context) is not None:
            return []
        return [
            column.short
            for column in COLUMNS
            if not self.standing(context, column.key) and self.mark(context, column.key) is None
        ]


def entries_of(
    viewer: Viewer, meeting: Meeting, agencies: Mapping[uuid.UUID, Agency], contexts: Mapping[uuid.UUID, Context]
) -> list[Entry]:
    """The entries of a meeting that the viewer may see, with all that showing one needs.

    Their sources and instances are those at hand, as far as they are there. What few entries have (an instance out of
    use, agencies they are limited to, a plan) is fetched for those few: a grid of 200 stays quick.
    """
    entries = list(Entry.objects.filter(limited_filter(viewer, meeting), meeting=meeting))
    _join(entries, "source", agencies)
    prefetch_related_objects(_join(entries, "instance", contexts), "instance")
    limited = [entry for entry in entries if entry.sharing == Sharing.AGENCIES]
    planned = [entry for entry in entries if entry.column_key == ColumnKey.ACTIONS]
    prefetch_related_objects(limited, "sharing_agencies")
    owned = Action.objects.select_related("owner__user", "owner_agency")
    answered = Prefetch("answers", Entry.objects.only("pk").order_by())
    prefetch_related_objects(planned, Prefetch("action", owned.prefetch_related(answered)))
    return entries


def _join(entries: list[Entry], name: str, at_hand: Mapping[uuid.UUID, Model]) -> list[Entry]:
    """Give each entry the row that its foreign key `name` means. Those whose row is not at hand are returned."""
    without = []
    for entry in entries:
        wanted = getattr(entry, f"{name}_id")
        if wanted in at_hand:
            setattr(entry, name, at_hand[wanted])
        elif wanted:
            without.append(entry)
    return without


def held_back(meeting: Meeting, shown: Container[uuid.UUID]) -> list[EntryFacts]:
    """Where the standing entries are that are not among those `shown`, and which needs their actions answer."""
    limited = Entry.objects.filter(meeting=meeting, struck_at=None).exclude(sharing=Sharing.EVERYONE).order_by()
    answers: dict[tuple[uuid.UUID, str, str], list[str]] = defaultdict(list)
    for pk, context, column, need in limited.values_list("pk", "context_key", "column_key", "action__answers"):
        answers[pk, context, column] += [str(need)] if need else []
    return [
        EntryFacts(str(pk), ContextKey(context), ColumnKey(column), tuple(needs))
        for (pk, context, column), needs in answers.items()
        if pk not in shown
    ]


def changer(viewer: Viewer, meeting: Meeting) -> Callable[[Entry], bool]:
    """Which entries of a meeting the viewer may change: all of them, their own, or none. (The verb checks again.)"""
    if not ask(check_can_add_entry, viewer, meeting):
        return lambda entry: False
    everything = produces(viewer, meeting)
    return lambda entry: everything or entry.created_by_id == viewer.id


def answered_needs(meeting: Meeting, needs: list[uuid.UUID] | None = None) -> frozenset[uuid.UUID]:
    """The needs of a meeting that a standing action answers."""
    links = Action.answers.through.objects.filter(entry__meeting=meeting, action__entry__struck_at=None)
    if needs is not None:
        links = links.filter(entry_id__in=needs)
    return frozenset(links.values_list("entry_id", flat=True))


def names_of(case: Case) -> tuple[str, ...]:
    """What the young person goes by, for the prompts to recognise."""
    return tuple(name for name in (case.given_name, case.known_as, case.initials) if name)


def roles_for(meeting: Meeting, attendance: list[Attendance] | None = None) -> Roles:
    """The room's words for the people of a case, and for its homes, groups, schools and places."""
    invited = meeting.attendance.select_related("agency") if attendance is None else attendance
    return Roles(meeting.case, CasePerson.objects.filter(case_id=meeting.case_id), invited, ever_of(meeting.case))


def may_show(*, room: bool) -> Callable[[Entry], bool]:
    """Which entries, of this meeting or an earlier one, a view shows: on the wall, none that is limited or struck."""
    return on_the_wall if room else lambda entry: True


def read_screen(viewer: Viewer, meeting: Meeting, *, room: bool = False) -> Screen:
    """The whole screen. The meeting comes from `get_meeting`, so the viewer may see it."""
    attendance = list(meeting.attendance.select_related("agency", "membership__user"))
    agencies = {agency.pk: agency for agency in Agency.objects.filter(partnership_id=viewer.partnership_id)}
    contexts = {context.pk: context for context in for_case(viewer, meeting.case, room=room)}
    roles = roles_for(meeting, attendance) if room else None
    answered, names, may_change = answered_needs(meeting), names_of(meeting.case), changer(viewer, meeting)
    cells: dict[str, list[ShownEntry]] = defaultdict(list)
    by_id: dict[uuid.UUID, ShownEntry] = {}
    for entry in filter(may_show(room=room), entries_of(viewer, meeting, agencies, contexts)):
        shown = show(entry, may_change=may_change(entry), names=names, answered=answered, roles=roles)
        cells[shown.cell].append(shown)
        by_id[entry.pk] = shown
    cohort, reason = cohort_of(meeting.case)
    return Screen(
        viewer=viewer,
        meeting=meeting,
        room=room,
        cells=cells,
        marks={f"{m.context_key}-{m.column_key}": Silence(m.state) for m in CellMark.objects.filter(meeting=meeting)},
        instances=by_kind(contexts.values()),
        agenda=list(meeting.agenda.all()),
        attendance=attendance,
        decisions=list(meeting.decisions.all()),
        dissents=list(meeting.dissents.select_related("agency")),
        before=[action for action in open_from_before(viewer, meeting) if may_show(room=room)(action.entry)],
        agencies=[agency for agency in agencies.values() if agency.is_active],
        roles=roles,
        cohort=cohort,
        cohort_reason=reason,
        by_id=by_id,
        unshown=held_back(meeting, by_id),
    )


def by_kind(contexts: Iterable[Context]) -> dict[str, list[Context]]:
    """Named homes, groups, schools and places under the context that each belongs to."""
    found: dict[str, list[Context]] = {context.key.value: [] for context in CONTEXTS}
    for context in contexts:
        found[context.kind].append(context)
    return found


def open_from_before(viewer: Viewer, meeting: Meeting) -> list[Action]:
    """Actions of this case from earlier meetings that were open when this one began, with what became of them since."""
    waiting = Action.objects.filter(
        case_id=meeting.case_id,
        status=ActionStatus.OPEN,
        entry__struck_at=None,
        entry__meeting__starts_at__lt=meeting.starts_at,
    ).exclude(entry__meeting=meeting)
    found = list(
        waiting.select_related("entry__instance", "owner__user", "owner_agency").order_by("due_on", "entry__position")
    )
    # Who sees another meeting is a question that costs more than all the rest; who sees the case sees them all.
    if found and not visible_cases(viewer).filter(pk=meeting.case_id).exists():
        meetings = set(visible_meetings(viewer).filter(case_id=meeting.case_id).values_list("pk", flat=True))
        found = [action for action in found if action.entry.meeting_id in meetings]
    limited = [action.entry for action in found if action.entry.sharing == Sharing.AGENCIES]
    prefetch_related_objects(limited, "meeting__case", "sharing_agencies")
    return [action for action in found if sees(viewer, sight_of(action.entry))]


def cohort_of(case: Case) -> tuple[str, str]:
    """The cohort in words and its reason: a person's decision when there is one, else what the incidents say."""
    decided = CohortDecision.objects.filter(case=case).order_by("-at").first()
    if decided and decided.cohort:
        return Cohort(decided.cohort).label, decided.reason
    companies = Incident.objects.filter(case=case).values_list("company", flat=True)
    finding = derive_cohort(Company(company) for company in companies)
    return finding.cohort.label if finding.cohort else "Not yet known", finding.reason
