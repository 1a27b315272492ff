"""Two people write in one meeting, each from what they last saw. Nothing that was accepted is ever lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from concentric.casework.meetings.actions import (
    add_entry,
    change_entry,
    keep_prompt,
    mark_silence,
    open_meeting,
    record_decision,
    restore_entry,
    strike_entry,
    write_summary,
)
from concentric.casework.meetings.drafts import EditConflict, EntryDraft
from concentric.casework.meetings.models import CellMark, Decision, Entry, EntryWording, LiveEvent, Meeting
from concentric.casework.plans.actions import ActionDraft, move_entry, plan_action
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent, ChainHead
from concentric.foundation.audit.trail import verify
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey
from tests.factories.world import World, make_world

WORDS = st.sampled_from([f"Something said, number {n}" for n in range(6)])
CONTEXTS = st.sampled_from(list(CONTEXT))
COLUMNS = st.sampled_from(list(COLUMN))
EDITORS = st.sampled_from([Role.CHAIR, Role.MINUTE_TAKER])


class TwoEditors(RuleBasedStateMachine):
    """`accepted` holds every text the server took, for each entry in order; `seen` the version each editor last saw."""

    entries = Bundle("entries")

    @initialize()
    def meet(self) -> None:
        self.world = make_world()
        self.meeting = open_meeting(viewer=self.world.viewers[Role.CHAIR], meeting=self.world.meeting)
        self.accepted: dict[uuid.UUID, list[str]] = {}
        self.seen: dict[tuple[str, uuid.UUID], int] = {}

    @rule(target=entries, editor=EDITORS, text=WORDS, context=CONTEXTS, column=COLUMNS, twice=st.booleans())
    def add(self, editor: Role, text: str, context: str, column: str, *, twice: bool) -> Any:
        entry_id = uuid.uuid4()
        for _ in range(1 + twice):
            self._add(editor, entry_id, EntryDraft(context=context, column=column, text=text))
        self.accepted[entry_id] = [text]
        for other in (Role.CHAIR, Role.MINUTE_TAKER):
            self.seen[other, entry_id] = 1
        return multiple(entry_id)

    def _add(self, editor: Role, entry_id: uuid.UUID, draft: EntryDraft) -> None:
        asked = {"viewer": self._viewer(editor), "meeting": self.meeting, "entry_id": entry_id, "draft": draft}
        if draft.column == ColumnKey.ACTIONS:
            plan_action(**asked, plan=ActionDraft(owner_name="Somebody"))
        else:
            add_entry(**asked)

    @rule(editor=EDITORS, entry_id=entries, text=WORDS)
    def edit(self, editor: Role, entry_id: uuid.UUID, text: str) -> None:
        base_version = self.seen[editor, entry_id]
        base = EntryWording.objects.get(entry_id=entry_id, version=base_version)
        before = Entry.objects.get(pk=entry_id)
        draft = EntryDraft(context=base.context_key, column=base.column_key, text=text)
        try:
            entry = change_entry(viewer=self._viewer(editor), entry_id=entry_id, base_version=base_version, draft=draft)
        except EditConflict as conflict:
            assert before.text not in (base.text, text), "a conflict where nobody else changed the words"
            self.seen[editor, entry_id] = conflict.current_version
        except Refusal:
            assert before.struck_at is not None
        else:
            assert text == base.text or before.text in (base.text, text), "somebody's words were overwritten"
            assert entry.text == (text if text != base.text else before.text)
            assert (entry.context_key, entry.column_key) == (before.context_key, before.column_key)
            if entry.version > before.version:
                self.accepted[entry_id].append(text)
            self.seen[editor, entry_id] = entry.version

    @rule(editor=EDITORS, entry_id=entries, context=CONTEXTS, column=COLUMNS)
    def move(self, editor: Role, entry_id: uuid.UUID, context: str, column: str) -> None:
        before = Entry.objects.get(pk=entry_id)
        version = self.seen[editor, entry_id]
        base = EntryWording.objects.get(entry_id=entry_id, version=version)
        try:
            entry = move_entry(
                viewer=self._viewer(editor), entry_id=entry_id, base_version=version, context=context, column=column
            )
        except EditConflict as conflict:
            assert version < before.version
            self.seen[editor, entry_id] = conflict.current_version
        except Refusal:
            assert before.struck_at is not None
        else:
            place, was = (context, column), (base.context_key, base.column_key)
            stood = (before.context_key, before.column_key)
            assert place == was or stood in (was, place), "somebody's move was undone"
            assert entry.text == before.text
            self.seen[editor, entry_id] = entry.version

    @rule(editor=EDITORS, entry_id=entries)
    def strike_or_restore(self, editor: Role, entry_id: uuid.UUID) -> None:
        viewer = self._viewer(editor)
        if Entry.objects.get(pk=entry_id).struck_at:
            entry = restore_entry(viewer=viewer, entry_id=entry_id)
        else:
            entry = strike_entry(viewer=viewer, entry_id=entry_id, reason="Said of somebody else")
        self.seen[editor, entry_id] = entry.version

    @rule(editor=EDITORS, entry_id=entries)
    def keep(self, editor: Role, entry_id: uuid.UUID) -> None:
        keep_prompt(viewer=self._viewer(editor), entry_id=entry_id, rule="attendance")

    @rule(editor=EDITORS, entry_id=entries)
    def look(self, editor: Role, entry_id: uuid.UUID) -> None:
        self.seen[editor, entry_id] = Entry.objects.get(pk=entry_id).version

    @invariant()
    def nothing_accepted_is_lost(self) -> None:
        for entry in Entry.objects.filter(meeting=self.meeting):
            wordings = list(entry.wordings.all())
            assert [w.version for w in wordings] == list(range(1, entry.version + 1))
            last = wordings[-1]
            assert (last.text, last.context_key, last.column_key) == (entry.text, entry.context_key, entry.column_key)
            written = [w.text for w in wordings if w.change in ("written", "edited")]
            assert written == self.accepted[entry.pk]

    @invariant()
    def an_action_is_an_entry_in_its_column(self) -> None:
        actions = set(Action.objects.filter(entry__meeting=self.meeting).values_list("entry_id", flat=True))
        column = Entry.objects.filter(meeting=self.meeting, column_key=ColumnKey.ACTIONS)
        assert actions == set(column.values_list("pk", flat=True))

    def teardown(self) -> None:
        if hasattr(self, "meeting"):
            numbers = LiveEvent.objects.filter(meeting=self.meeting).order_by("seq").values_list("seq", flat=True)
            assert list(numbers) == list(range(1, len(numbers) + 1))
            assert not list(verify(str(self.world.partnership.pk)))

    def _viewer(self, role: Role) -> Viewer:
        return self.world.viewers[role]


@pytest.mark.django_db
def test_two_editors_lose_nothing() -> None:
    # Without shrinking: every step is a write, and a failure found is legible as it is.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    run_state_machine_as_test(
        TwoEditors, settings=settings(max_examples=12, stateful_step_count=25, deadline=None, phases=phases)
    )


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    made.meeting = open_meeting(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    return made


def verbs(world: World, entry: Entry) -> dict[str, Callable[[], object]]:
    viewer, meeting = world.viewers[Role.MINUTE_TAKER], world.meeting
    place = {"context": "peers", "column": "risk"}
    new = EntryDraft(text="Something new", **place)
    return {
        "add": lambda: add_entry(viewer=viewer, meeting=meeting, entry_id=uuid.uuid4(), draft=new),
        "change": lambda: change_entry(viewer=viewer, entry_id=entry.pk, base_version=1, draft=new),
        "move": lambda: move_entry(
            viewer=viewer, entry_id=entry.pk, base_version=1, context="school", column="actions"
        ),
        "strike": lambda: strike_entry(viewer=viewer, entry_id=entry.pk, reason="Twice"),
        "keep": lambda: keep_prompt(viewer=viewer, entry_id=entry.pk, rule="attendance"),
        "plan": lambda: plan_action(
            viewer=viewer, meeting=meeting, entry_id=uuid.uuid4(), draft=new, plan=ActionDraft(), answers=[entry.pk]
        ),
        "silence": lambda: mark_silence(viewer=viewer, meeting=meeting, context="family", state="not_known"),
        "summary": lambda: write_summary(viewer=viewer, meeting=meeting, base_version=0, text="In short"),
        "decision": lambda: record_decision(viewer=viewer, meeting=meeting, text="Meet again", reasons="Much is open"),
    }


VERBS = ["add", "change", "move", "strike", "keep", "plan", "silence", "summary", "decision"]


def everything(world: World) -> list[object]:
    meeting = world.meeting
    entries = Entry.objects.filter(meeting=meeting)
    kept: list[object] = [list(model.objects.order_by("pk").values()) for model in (CellMark, Decision, Action)]
    kept += [list(entries.order_by("pk").values()), list(Meeting.objects.filter(pk=meeting.pk).values())]
    kept += [EntryWording.objects.filter(entry__in=entries).count(), LiveEvent.objects.filter(meeting=meeting).count()]
    return kept


@pytest.mark.parametrize("name", VERBS)
def test_what_cannot_be_audited_is_not_done(world: World, name: str) -> None:
    taker = world.viewers[Role.MINUTE_TAKER]
    draft = EntryDraft(context="peers", column="risk", text="Something said")
    entry = add_entry(viewer=taker, meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft)
    chain = str(world.partnership.pk)
    # The next link's place is taken by a row that the chain does not know: the audit event cannot be written.
    length = ChainHead.objects.get(chain=chain).length
    AuditEvent.objects.create(chain=chain, position=length + 1, at=entry.created_at, verb="forged", hash="0" * 64)
    before = everything(world)
    with pytest.raises((IntegrityError, Refusal)):
        verbs(world, entry)[name]()
    assert everything(world) == before
