"""Changing the codebook, drawn: the tree before, what was done, the tree after; and no coded word is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding import codebook, recoding
from concentric.research.coding.actions import apply_code, ensure_codebook, redo, remove_coding, undo
from concentric.research.coding.coders import coder_of
from concentric.research.coding.memos import note_coding, write_memo
from concentric.research.coding.models import (
    Code,
    Coding,
    DoubleCoding,
    DoubleFramework,
    Memo,
    Packed,
    Step,
    StepPart,
)
from concentric.research.coding.recoding import NewCode
from concentric.research.coding.tree import check_codebook, tree_of
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher
from tests.factories.coding import make_coded_study
from tests.factories.studies import make_study

pytestmark = pytest.mark.django_db
BEFORE = """
Fruit
  Apple
    Red
    Green
  Pear
Berries
  Rasp
"""


class Drawn:
    """A study whose codebook is drawn as indented names, beside the codes of the beginning."""

    def __init__(self, drawing: str) -> None:
        self.world = make_study()
        self.lead = self.world.lead
        ensure_codebook(self.lead)
        self.beginning = set(self.world.study.codes.values_list("pk", flat=True))
        line: list[Code] = []
        for row in drawing.strip().splitlines():
            level = (len(row) - len(row.lstrip())) // 2
            parent = line[level - 1] if level else None
            line[level:] = [codebook.add_code(researcher=self.lead, name=row.strip(), parent=parent)]

    def __getitem__(self, name: str) -> Code:
        return self.world.study.codes.get(name=name, is_removed=False)

    def drawing(self) -> str:
        tree = tree_of(self.world.study)
        own = [code for code in tree.codes if code.id not in self.beginning]
        return "\n".join(f"{'  ' * (tree.level(code) - 1)}{code.name}" for code in own)

    def last_step(self) -> Step:
        return Step.objects.filter(study=self.world.study, in_codebook=True).order_by("-at", "-id")[0]


def verb(_does: str, **asked: Any) -> Any:
    """The change as a row of the table below: codes by their names."""

    def change(drawn: Drawn) -> None:
        given = {key: drawn[value] if key in CODES and value else value for key, value in asked.items()}
        does = getattr(codebook, _does, None) or getattr(recoding, _does)
        does(researcher=drawn.lead, reason="Talked over in the team", **given)

    return change


CODES = {"code", "parent", "before", "source", "target"}
CHANGES: dict[str, tuple[Any, str]] = {
    "added below": (
        verb("add_code", name="Sour", parent="Apple"),
        "Fruit\n  Apple\n    Red\n    Green\n    Sour\n  Pear\nBerries\n  Rasp",
    ),
    "renamed": (
        verb("rename", code="Pear", name="  Conference   pear "),
        "Fruit\n  Apple\n    Red\n    Green\n  Conference pear\nBerries\n  Rasp",
    ),
    "moved with all below it": (
        verb("move", code="Apple", parent="Berries"),
        "Fruit\n  Pear\nBerries\n  Rasp\n  Apple\n    Red\n    Green",
    ),
    "moved to the top, before another": (
        verb("move", code="Green", parent=None, before="Fruit"),
        "Green\nFruit\n  Apple\n    Red\n  Pear\nBerries\n  Rasp",
    ),
    "put in another order": (
        verb("move", code="Pear", parent="Fruit", before="Apple"),
        "Fruit\n  Pear\n  Apple\n    Red\n    Green\nBerries\n  Rasp",
    ),
    "merged, what was below it goes along": (
        verb("merge", source="Apple", target="Rasp"),
        "Fruit\n  Pear\nBerries\n  Rasp\n    Red\n    Green",
    ),
    "merged into the one above": (
        verb("merge", source="Apple", target="Fruit"),
        "Fruit\n  Pear\n  Red\n  Green\nBerries\n  Rasp",
    ),
    "split below": (
        verb("split", code="Pear", into=[NewCode("Soft"), NewCode("Hard")], below=True),
        "Fruit\n  Apple\n    Red\n    Green\n  Pear\n    Soft\n    Hard\nBerries\n  Rasp",
    ),
    "split beside, and gone itself": (
        verb("split", code="Pear", into=[NewCode("Soft"), NewCode("Hard")], below=False, retire=True),
        "Fruit\n  Apple\n    Red\n    Green\n  Soft\n  Hard\nBerries\n  Rasp",
    ),
    "removed": (verb("remove", code="Rasp"), "Fruit\n  Apple\n    Red\n    Green\n  Pear\nBerries"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_tree_before_and_after(change: str) -> None:
    drawn = Drawn(BEFORE)
    before = rows(drawn.world.study)
    does, after = CHANGES[change]
    does(drawn)
    assert drawn.drawing() == after
    changed = rows(drawn.world.study)
    step = drawn.last_step()
    assert step.by.name == drawn.lead.name
    assert step.reason == "Talked over in the team"
    assert AuditEvent.objects.filter(verb=step.verb).exists()
    undo(drawn.lead)
    assert rows(drawn.world.study) == before
    redo(drawn.lead)
    assert rows(drawn.world.study) == changed


REFUSED: dict[str, tuple[Any, str]] = {
    "below itself": (verb("move", code="Fruit", parent="Fruit"), "cannot stand below itself"),
    "below what is below it": (verb("move", code="Fruit", parent="Red"), "cannot stand below itself"),
    "the same name beside it": (verb("add_code", name="apple", parent="Fruit"), "two codes"),
    "renamed to a neighbour": (verb("rename", code="Pear", name="APPLE"), "two codes"),
    "no name": (verb("rename", code="Pear", name="  "), "Give the code a name"),
    "too long a name": (verb("rename", code="Pear", name="x" * 161), "at most 160"),
    "merged into itself": (verb("merge", source="Pear", target="Pear"), "another code"),
    "merged into what is below it": (verb("merge", source="Fruit", target="Red"), "stands below"),
    "removed with codes below": (verb("remove", code="Apple"), "stand below"),
    "a primary node removed": (verb("remove", code="Challenges of response"), "every study begins with"),
    "a primary node moved": (verb("move", code="Strengths", parent="Fruit"), "every study begins with"),
    "a primary node merged": (verb("merge", source="Strengths", target="Fruit"), "every study begins with"),
    "a primary node not used": (verb("deprecate", code="Strengths"), "every study begins with"),
    "split into nothing": (verb("split", code="Pear", into=[], below=True), "at least one"),
    "split into the same name twice": (
        verb("split", code="Pear", into=[NewCode("Soft"), NewCode("soft")], below=True),
        "two codes",
    ),
    "split, and codes left below": (
        verb("split", code="Apple", into=[NewCode("Soft")], below=False, retire=True),
        "stand below",
    ),
    "no colour": (verb("recolour", code="Pear", colour="red; x"), "Choose a colour"),
}


@pytest.mark.parametrize("change", REFUSED)
def test_what_is_refused_changes_nothing(change: str) -> None:
    drawn = Drawn(BEFORE)
    before, steps = rows(drawn.world.study), Step.objects.count()
    does, why = REFUSED[change]
    with pytest.raises(Refusal, match=why):
        does(drawn)
    assert rows(drawn.world.study) == before
    assert Step.objects.count() == steps


def test_merging_two_that_have_the_same_name_below_them_is_refused() -> None:
    drawn = Drawn("Fruit\n  Red\nBerries\n  red")
    with pytest.raises(Refusal, match="Both have a code “Red” below them"):
        recoding.merge(researcher=drawn.lead, source=drawn["Fruit"], target=drawn["Berries"], reason="")


def test_a_primary_node_can_be_renamed_and_stays_what_it_is() -> None:
    drawn = Drawn(BEFORE)
    node = drawn["Strengths"]
    codebook.rename(researcher=drawn.lead, code=node, name="Resilience and strengths", reason="Our word for it")
    node.refresh_from_db()
    assert (node.name, node.node) == ("Resilience and strengths", "strengths")


def test_only_lead_and_coder_change_the_codebook() -> None:
    drawn = Drawn(BEFORE)
    codebook.add_code(researcher=drawn.world.coder, name="Sour", parent=drawn["Apple"])
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        codebook.add_code(researcher=drawn.world.reader, name="Sweet", parent=drawn["Apple"])
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        codebook.take_back_change(researcher=drawn.world.reader, step=drawn.last_step())


def test_a_code_of_another_study_is_none_of_ours() -> None:
    drawn, other = Drawn(BEFORE), Drawn(BEFORE)
    with pytest.raises(Refusal, match="not in the codebook"):
        codebook.move(researcher=drawn.lead, code=drawn["Pear"], parent=other["Fruit"])
    with pytest.raises(Refusal, match="not in the codebook"):
        recoding.merge(researcher=drawn.lead, source=other["Pear"], target=drawn["Apple"], reason="")
    with pytest.raises(Refusal):
        codebook.take_back_change(researcher=drawn.lead, step=other.last_step())


# What is coded


def test_merging_recodes_keeps_one_of_the_same_words_and_carries_memos() -> None:
    coded = make_coded_study(2, coded=False)
    world, entry = coded.world, coded.entry(position=2)
    only = coded.code_entry("attitudes", position=2, start=0, end=7)
    kept = coded.code_entry("peer", position=2, start=13, end=30)
    double = coded.code_entry("attitudes", position=2, start=13, end=30)
    others = coded.code_entry("attitudes", position=2, start=13, end=30, by=world.lead)
    for coding, text in ((kept, "First"), (double, "Second")):
        note_coding(researcher=world.coder, coding=coding, text=text)
    write_memo(researcher=world.coder, about=coded.codes["attitudes"], text="Of the code")
    before = rows(world.study)
    found = recoding.merge(
        researcher=world.coder, source=coded.codes["attitudes"], target=coded.codes["peer"], reason="One idea"
    )
    assert found == 3
    now = {(one.pk, one.code_id, one.memo) for one in Coding.objects.filter(entry=entry)}
    peer = coded.codes["peer"].pk
    assert now == {(only.pk, peer, ""), (kept.pk, peer, "First\n\nSecond"), (others.pk, peer, "")}
    assert Memo.objects.get(text="Of the code").code_id == peer
    step = Step.objects.get(verb="code.merged")
    assert "3 codings, 1 of them on words that had both" in step.words
    codebook.take_back_change(researcher=world.lead, step=step)
    assert rows(world.study) == before


def test_splitting_moves_the_chosen_codings_alone() -> None:
    coded = make_coded_study(3)
    world, duty = coded.world, coded.codes["duty"]
    before = rows(world.study)
    chosen = Coding.objects.get(code=duty, framework=coded.frameworks[1])
    new, _ = recoding.split(
        researcher=world.lead,
        code=duty,
        into=[NewCode("At break", frozenset([chosen.pk])), NewCode("After school")],
        below=False,
        reason="Two things",
    )
    assert list(new.codings.all()) == [chosen]
    assert duty.codings.count() == 2
    again = NewCode("Again", frozenset([chosen.pk]))
    with pytest.raises(Refusal, match="changed since"):
        recoding.split(researcher=world.lead, code=duty, into=[again], below=False, reason="")
    undo(world.lead)
    assert rows(world.study) == before


def test_a_code_that_is_used_is_not_removed() -> None:
    coded = make_coded_study(1)
    with pytest.raises(Refusal, match="Something is coded with"):
        codebook.remove(researcher=coded.world.lead, code=coded.codes["duty"], reason="")


def test_what_is_coded_blind_is_not_to_be_had_from_the_codebook() -> None:
    """Neither what somebody else gave, nor that they did not: not from a refusal, not from the words of a step."""
    coded = make_coded_study(1, coded=False)
    world, codes = coded.world, coded.codes
    two = {"first": coder_of(world.coder), "second": coder_of(world.lead)}
    sample = DoubleCoding.objects.create(study=world.study, name="Two", by=world.lead.place, **two)
    DoubleFramework.objects.create(sample=sample, framework=coded.frameworks[0])
    coded.code_entry("duty", by=world.lead)
    said = set()
    for name in ("duty", "attitudes"):
        with pytest.raises(Refusal, match="Until they are compared") as refused:
            codebook.remove(researcher=world.coder, code=codes[name], reason="")
        said.add(refused.value.reason)
    assert len(said) == 1
    coded.code_entry("exclusion", by=world.coder)
    with pytest.raises(Refusal, match="Something is coded with"):
        codebook.remove(researcher=world.coder, code=codes["exclusion"], reason="")
    recoding.split(researcher=world.coder, code=codes["duty"], into=[NewCode("Breaks")], below=True, reason="")
    recoding.merge(researcher=world.coder, source=codes["duty"], target=codes["school"], reason="")
    told = Step.objects.filter(verb__in=("code.split", "code.merged")).order_by("at")
    assert [one.words for one in told] == [
        "Split “Unsupervised places”: “Breaks”", "Merged “Unsupervised places” into “School”"
    ]  # fmt: skip
    DoubleCoding.objects.update(opened_at=sample.at)
    codebook.remove(researcher=world.coder, code=codes["attitudes"], reason="Never used")


def test_a_merge_is_not_taken_back_over_what_was_done_since() -> None:
    coded = make_coded_study(2)
    world = coded.world
    recoding.merge(researcher=world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="")
    step = Step.objects.get(verb="code.merged")
    moved = NewCode("Indoors", frozenset(coded.codes["school"].codings.values_list("pk", flat=True)[:1]))
    recoding.split(researcher=world.lead, code=coded.codes["school"], into=[moved], below=True, reason="")
    before = rows(world.study)
    with pytest.raises(Refusal, match="changed since"):
        codebook.take_back_change(researcher=world.lead, step=step)
    assert rows(world.study) == before
    undo(world.lead)
    codebook.take_back_change(researcher=world.lead, step=step)
    assert coded.codes["duty"].codings.count() == 2


def test_a_merge_is_taken_back_without_what_was_taken_away_since() -> None:
    coded = make_coded_study(3)
    world = coded.world
    recoding.merge(researcher=world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="")
    gone, *stay = coded.codes["school"].codings.all()
    remove_coding(researcher=world.coder, coding=gone)
    assert undo(world.lead) == (Step.objects.get(verb="code.merged"), 1)
    assert set(coded.codes["duty"].codings.all()) == set(stay)
    assert redo(world.lead)[1] == 1
    assert set(coded.codes["school"].codings.all()) == set(stay)
    undo(world.coder)
    assert set(coded.codes["school"].codings.all()) == {gone, *stay}
    assert undo(world.lead)[1] == 0
    assert set(coded.codes["duty"].codings.all()) == {gone, *stay}


def test_what_somebody_coded_goes_with_a_new_code_only_where_it_may() -> None:
    coded = make_coded_study(1, coded=False)
    world, other = coded.world, coded.world.join("Pia Test-Moreno")
    codebook.add_and_give(researcher=world.coder, name="Sour", parent=coded.codes["peer"], entry=coded.entry())
    step = Step.objects.get(verb="code.added_and_given")
    with pytest.raises(Refusal, match="Somebody else coded this"):
        codebook.take_back_change(researcher=other, step=step)
    sample = DoubleCoding.objects.create(
        study=world.study, name="Two", first=coder_of(world.coder), second=coder_of(other), by=world.lead.place
    )
    DoubleFramework.objects.create(sample=sample, framework=coded.frameworks[0])
    with pytest.raises(Refusal, match="Wait until they are compared"):
        codebook.take_back_change(researcher=world.lead, step=step)
    DoubleCoding.objects.update(opened_at=sample.at)
    codebook.take_back_change(researcher=world.lead, step=step)
    assert not Coding.objects.exists()
    with pytest.raises(Refusal, match="nothing to do again"):
        redo(world.coder)
    with pytest.raises(Refusal, match="done already"):
        codebook.take_back_change(researcher=world.lead, step=step)


def test_what_would_leave_the_codebook_unsound_is_not_taken_back() -> None:
    """Each row stands as its step left it; together they would not."""
    drawn = Drawn("Fruit\n  Apple\nBerries")
    codebook.rename(researcher=drawn.lead, code=drawn["Apple"], name="Pear", reason="")
    renamed = drawn.last_step()
    codebook.add_code(researcher=drawn.lead, name="Apple", parent=drawn["Fruit"])
    with pytest.raises(Refusal, match="two codes “Apple”"):
        codebook.take_back_change(researcher=drawn.lead, step=renamed)
    codebook.move(researcher=drawn.lead, code=drawn["Fruit"], parent=drawn["Berries"])
    moved = drawn.last_step()
    codebook.move(researcher=drawn.lead, code=drawn["Fruit"], parent=None)
    codebook.move(researcher=drawn.lead, code=drawn["Berries"], parent=drawn["Fruit"])
    with pytest.raises(Refusal):
        codebook.take_back_change(researcher=drawn.lead, step=moved)
    check_codebook(drawn.world.study)


def test_adding_a_code_is_not_taken_back_once_it_is_used() -> None:
    coded = make_coded_study(1, coded=False)
    lead = coded.world.lead
    code = codebook.add_code(researcher=lead, name="Sour", parent=coded.codes["peer"])
    added = Step.objects.filter(verb="code.added").latest("at")
    coding = apply_code(researcher=coded.world.coder, entry=coded.entry(), code=code)
    with pytest.raises(Refusal, match="been coded since"):
        codebook.take_back_change(researcher=lead, step=added)
    remove_coding(researcher=lead, coding=coding)
    codebook.take_back_change(researcher=lead, step=added)
    code.refresh_from_db()
    assert code.is_removed
    with pytest.raises(Refusal):  # the code that it was coded with is there no more
        undo(coded.world.coder)


def test_a_number_is_never_given_twice() -> None:
    """A saved question names codes by their numbers."""
    drawn = Drawn(BEFORE)
    first = codebook.add_code(researcher=drawn.lead, name="Sour")
    undo(drawn.lead)
    second = codebook.add_code(researcher=drawn.world.coder, name="Sweet")
    recoding.split(researcher=drawn.lead, code=second, into=[NewCode("Very sweet")], below=True, reason="")
    undo(drawn.lead)
    third = codebook.add_code(researcher=drawn.lead, name="Salty")
    assert [one.number - first.number for one in (second, third)] == [1, 3]


def test_a_coding_does_not_come_back_on_a_code_that_was_removed_since() -> None:
    coded = make_coded_study(1, coded=False)
    coding = coded.code_entry("duty")
    remove_coding(researcher=coded.world.coder, coding=coding)
    codebook.remove(researcher=coded.world.lead, code=coded.codes["duty"], reason="Never used")
    with pytest.raises(Refusal):
        undo(coded.world.coder)
    assert not Coding.objects.exists()


def test_a_merge_is_taken_back_without_what_left_the_study() -> None:
    """And nothing of a framework that left stays in the step: no memo, no id of a coding."""
    coded = make_coded_study(2)
    world = coded.world
    gone, stays = coded.frameworks
    note_coding(researcher=world.coder, coding=Coding.objects.get(framework=gone), text="Quillbriar")
    recoding.merge(researcher=world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="")
    assert StepPart.objects.filter(framework=gone).count() == 1
    clear(Framework.objects.filter(pk=gone.pk))
    left = [*Step.objects.values_list("changes", flat=True), *StepPart.objects.values_list("changes", flat=True)]
    assert "Quillbriar" not in str(left)
    codebook.take_back_change(researcher=world.lead, step=Step.objects.get(verb="code.merged"))
    assert [one.framework_id for one in coded.codes["duty"].codings.all()] == [stays.pk]


def test_a_merge_is_taken_back_without_an_entry_that_was_corrected_away() -> None:
    coded = make_coded_study(2)
    recoding.merge(researcher=coded.world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="")
    coded.entry(0, 0).delete()
    codebook.take_back_change(researcher=coded.world.lead, step=Step.objects.get(verb="code.merged"))
    assert [one.framework_id for one in coded.codes["duty"].codings.all()] == [coded.frameworks[1].pk]


# Any order of changes


NAMES = ("Red", "Green", "Soft", "Hard")
PICK = st.integers(0, 10)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("add", "rename", "move", "merge", "split", "remove", "code", "back", "back")),
        PICK,
        PICK,
        st.sampled_from(NAMES),
        st.booleans(),
    ),
    min_size=3,
    max_size=10,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_changes_keep_the_tree_and_every_coded_word(acts: list[tuple[str, int, int, str, bool]]) -> None:
    """In whatever order: the tree is sound, what was coded is coded, and all of it can be taken back."""
    coded = make_coded_study(2)
    lead = coded.world.lead
    seen: list[dict[str, Any]] = []
    for act in acts:
        before, words = rows(coded.world.study), coded_words()
        if act[0] == "back" and seen:
            undo(lead)
            assert rows(coded.world.study) == seen.pop()
        else:
            try:
                _act(lead, coded.entry(1, 1), act)
            except Refusal:
                assert rows(coded.world.study) == before
        if act[0] != "back" and rows(coded.world.study) != before:
            seen.append(before)
            assert act[0] == "code" or coded_words() == words
        check_codebook(coded.world.study)
        assert _packed_as_coded()
    while seen:
        undo(lead)
        assert rows(coded.world.study) == seen.pop()


def _act(lead: Researcher, entry: Entry, act: tuple[str, int, int, str, bool]) -> None:
    verb, one, two, name, flag = act
    own = list(lead.study.codes.filter(is_removed=False).exclude(context="", node="", parent=None).order_by("-number"))
    code, other = own[one % len(own)], own[two % len(own)]
    match verb:
        case "add":
            codebook.add_code(researcher=lead, name=name, parent=code)
        case "rename":
            codebook.rename(researcher=lead, code=code, name=name, reason="")
        case "move":
            codebook.move(researcher=lead, code=code, parent=None if flag else other)
        case "merge":
            recoding.merge(researcher=lead, source=code, target=other, reason="")
        case "split":
            some = frozenset(code.codings.order_by("pk")[: two % 3].values_list("pk", flat=True))
            recoding.split(researcher=lead, code=code, into=[NewCode(name, some)], below=flag, reason="")
        case "remove":
            codebook.remove(researcher=lead, code=code, reason="")
        case "code":
            apply_code(researcher=lead, entry=entry, code=code)


def rows(study: Study) -> dict[str, Any]:
    """Every row that a change of the codebook may touch; of codes, those that stand."""
    models = {"code": Code.objects.filter(study=study, is_removed=False), "memo": Memo.objects.filter(study=study)}
    found: dict[str, Any] = {name: sorted(map(repr, some.values_list())) for name, some in models.items()}
    return {**found, "coding": sorted(map(repr, Coding.objects.filter(framework__study=study).values_list()))}


def coded_words() -> set[tuple[Any, ...]]:
    return set(Coding.objects.values_list("entry", "coder", "start", "end"))


def _packed_as_coded() -> bool:
    packed = sum(len(bytes(one)) // 24 for one in Packed.objects.values_list("rows", flat=True))
    return packed == Coding.objects.count()
