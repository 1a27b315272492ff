"""A fictional meeting in progress, written through the product's own verbs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from concentric.casework.cases.models import CasePerson
from concentric.casework.contexts.actions import name_context
from concentric.casework.contexts.models import Context
from concentric.casework.meetings import actions
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import AgendaItem, Entry, Meeting
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from concentric.method.instrument.vocabulary import Sharing
from tests.factories.world import World, make_world

SECRET = "An uncle has been seen at the flat again"
NOT_FOR_FAMILY = "Mother asks for help early"
NAMED = "Test-Kofi is met by his worker every week"


@dataclass
class Live:
    """A meeting in progress and who writes it. `entries` by the text they were given."""

    world: World
    meeting: Meeting
    writer: Viewer
    chair: Viewer
    school: Context
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/meetings/{self.meeting.pk}/"

    def write(self, context: str, column: str, text: str, **more: object) -> Entry:
        draft = EntryDraft(context=context, column=column, text=text, **more)  # type: ignore[arg-type]
        by = self.writer
        self.entries[text] = actions.add_entry(viewer=by, meeting=self.meeting, entry_id=new_id(), draft=draft)
        return self.entries[text]

    def plan(self, context: str, text: str, *answers: Entry, **said: object) -> Action:
        """An action; `said` are fields of its entry or of its plan."""
        limit = {name: said.pop(name) for name in ("sharing", "sharing_agencies") if name in said}
        return plan_action(
            viewer=self.writer,
            meeting=self.meeting,
            entry_id=new_id(),
            draft=EntryDraft(context=context, column=ColumnKey.ACTIONS, text=text, **limit),  # type: ignore[arg-type]
            plan=ActionDraft(**said),  # type: ignore[arg-type]
            answers=[need.pk for need in answers],
        )


def make_live(*, opened: bool = True) -> Live:
    """A world whose meeting has begun, with its agenda and people, and nothing written yet."""
    world = make_world()
    meeting, writer = world.meeting, world.viewers[Role.MINUTE_TAKER]
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now(),
        introduction={
            "purpose": "To agree one plan.",
            "principles": ["The young person is a child first."],
            "confidentiality": "What is said here is shared to protect children.",
            "quorum": {"minimum_agencies": 3, "required": ["social_care", "police"]},
        },
    )
    meeting.refresh_from_db()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=at, part=item.part, title=item.title, guidance=item.guidance)
        for at, item in enumerate(DEFAULT_PROCESS.agenda)
    )
    CasePerson.objects.create(
        case=meeting.case, kind="family", name="Ama Fictional", relation="Mother", in_household=True
    )
    CasePerson.objects.create(case=meeting.case, kind="harmed", name="Child A", relation="Fellow pupil")
    if opened:
        actions.open_meeting(viewer=writer, meeting=meeting)
        meeting.refresh_from_db()
    school = name_context(viewer=writer, case=meeting.case, kind="school", name="Larkfield Academy")
    return Live(world, meeting, writer, world.viewers[Role.CHAIR], school)


def make_written() -> Live:
    """A meeting half written: needs and actions, one entry for two agencies alone, one not for the family."""
    live = make_live()
    agencies = live.world.agencies
    two = (agencies["police"], agencies["social"])
    live.write("family", "risk", SECRET, sharing=Sharing.AGENCIES, sharing_agencies=two, source=agencies["police"])
    live.write("family", "strengths", NOT_FOR_FAMILY, sharing=Sharing.NOT_FAMILY)
    live.write("individual", "involvement", NAMED)
    live.write("school", "risk", "Attendance dropped to 61% since September", instance=live.school)
    unwatched = live.write("school", "risk", "Corridor by the music rooms is not supervised", instance=live.school)
    live.write("peers", "risk", "The group admires older boys who brag")
    live.plan(
        "school",
        "Put staff in the music corridor at lunch",
        unwatched,
        owner_agency=agencies["school"],
        due_on=timezone.localdate() + dt.timedelta(days=5),
    )
    return live


def make_later(live: Live) -> str:
    """The path of a meeting of the same case two weeks on, with the same people running it."""
    first = live.meeting
    later = Meeting.objects.create(
        case=first.case,
        starts_at=first.starts_at + dt.timedelta(days=14),
        chair=first.chair,
        minute_taker=first.minute_taker,
        previous=first,
        status=Meeting.Status.OPEN,
    )
    return f"/meetings/{later.pk}/"


def fill(live: Live, count: int) -> None:
    """`count` entries spread over every cell but the actions."""
    cells = [(row.key, col.key) for row in CONTEXTS for col in COLUMNS if col.key is not ColumnKey.ACTIONS]
    for number in range(count):
        context, column = cells[number % len(cells)]
        live.write(context, column, f"Fictional entry number {number}", source=live.world.agencies["police"])
