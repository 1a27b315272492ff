"""Coding, re-placing and memos: once only, by code points, blind where they must be, with everything taken back."""

from __future__ import annotations

import uuid

import pytest

from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.research.coding import memos, queries
from concentric.research.coding.actions import apply_code, re_place, redo, remove_coding, undo
from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Code, Coding, DoubleCoding, DoubleFramework, Memo, Step
from concentric.research.coding.packing import CODE, COUNTS, END, START, coded_rows
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.coding import CodedStudy, make_coded_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(2, coded=False)


def test_a_code_is_given_to_the_whole_of_an_entry_or_to_code_points(coded: CodedStudy) -> None:
    whole = coded.code_entry("peer", position=2)
    text = coded.entry(position=2).text
    start = text.index("towards")
    part = coded.code_entry("attitudes", position=2, start=start, end=start + 7)
    assert (whole.is_whole, whole.start, whole.end) == (True, 0, len(text))
    assert not part.is_whole
    assert text[part.start : part.end] == "towards"
    rows = coded_rows(coded.world.study).rows
    assert sorted((row[CODE], row[START], row[END], row[COUNTS]) for row in rows.tolist()) == sorted(
        (one.code.number, one.start, one.end, 1) for one in (whole, part)
    )


def test_several_codes_on_the_same_words_and_overlapping_ones(coded: CodedStudy) -> None:
    spans = [("attitudes", 0, 20), ("peer", 0, 20), ("attitudes", 10, 30)]
    for name, start, end in spans:
        coded.code_entry(name, position=2, start=start, end=end)
    seen = queries.visible_codings(coded.world.coder, coded.frameworks[0])
    assert {(one.code, one.start, one.end) for one in seen} == {(coded.codes[n], a, b) for n, a, b in spans}


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 4), (0, 10_000), (0, None), (None, 3)])
def test_words_that_are_not_in_the_entry_are_refused(coded: CodedStudy, span: tuple[int | None, int | None]) -> None:
    with pytest.raises(Refusal, match="not in the entry"):
        apply_code(
            researcher=coded.world.coder,
            entry=coded.entry(),
            code=coded.codes["duty"],
            start=span[0],
            end=span[1],
        )
    assert not Coding.objects.exists()


def test_once_only(coded: CodedStudy) -> None:
    """Sent again: the coding there is, and no second step. The id of something else: refused."""
    given = uuid.uuid4()
    entry, coder = coded.entry(), coded.world.coder
    first = apply_code(researcher=coder, entry=entry, code=coded.codes["duty"], coding_id=given)
    again = apply_code(researcher=coder, entry=entry, code=coded.codes["duty"], coding_id=given)
    other = apply_code(researcher=coder, entry=entry, code=coded.codes["duty"])
    assert first.pk == again.pk == other.pk == given
    assert Step.objects.filter(verb="coding.applied").count() == 1
    with pytest.raises(Refusal, match="out of date"):
        apply_code(researcher=coder, entry=entry, code=coded.codes["school"], coding_id=given)
    with pytest.raises(Refusal, match="out of date"):
        apply_code(researcher=coded.world.lead, entry=entry, code=coded.codes["duty"], coding_id=given)


def test_who_may(coded: CodedStudy) -> None:
    coding = coded.code_entry("duty", by=coded.world.lead)
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        coded.code_entry("duty", by=coded.world.reader)
    with pytest.raises(Refusal, match="Somebody else coded this"):
        remove_coding(researcher=coded.world.coder, coding=coding)
    mine = coded.code_entry("school")
    remove_coding(researcher=coded.world.lead, coding=mine)
    assert list(Coding.objects.all()) == [coding]


def test_a_code_that_is_not_used_any_more_is_not_given(coded: CodedStudy) -> None:
    code = coded.codes["duty"]
    Code.objects.filter(pk=code.pk).update(is_deprecated=True)
    with pytest.raises(Refusal, match="not to be used any more"):
        coded.code_entry("duty")
    other = make_coded_study(1, coded=False)
    with pytest.raises(Refusal, match="not in the codebook"):
        apply_code(researcher=coded.world.coder, entry=coded.entry(), code=other.codes["duty"])


def test_re_placing_keeps_where_the_site_put_it(coded: CodedStudy) -> None:
    entry = coded.entry(position=3)
    re_place(researcher=coded.world.coder, entry=entry, context=ContextKey.SCHOOL, column=ColumnKey.RISK)
    now = coded.entry(position=3)
    assert (now.context, now.column, now.was_moved) == ("school", "risk", True)
    assert (now.first_context, now.first_column) == ("individual", "vulnerability")
    undo(coded.world.coder)
    assert not coded.entry(position=3).was_moved
    with pytest.raises(Refusal, match="stood in the grid"):
        re_place(researcher=coded.world.coder, entry=entry, context=None, column=None)


def test_memos_on_everything(coded: CodedStudy) -> None:
    world, entry = coded.world, coded.entry()
    for about in (world.study, coded.frameworks[0], entry, coded.codes["duty"]):
        memos.write_memo(researcher=world.coder, about=about, text="To be talked over")
    coding = coded.code_entry("duty")
    memos.note_coding(researcher=world.coder, coding=coding, text="Which break?")
    assert {memo.about for memo in Memo.objects.all()} == set(Memo.About)
    coding.refresh_from_db()
    assert coding.memo == "Which break?"
    first = Memo.objects.get(about="study")
    memos.change_memo(researcher=world.coder, memo=first, text="")
    assert not Memo.objects.filter(pk=first.pk).exists()
    undo(world.coder)
    assert Memo.objects.get(pk=first.pk).text == "To be talked over"


def test_what_somebody_else_changed_since_is_not_taken_back(coded: CodedStudy) -> None:
    coding = coded.code_entry("duty")
    Coding.objects.filter(pk=coding.pk).update(memo="Read with the team")
    with pytest.raises(Refusal, match="changed since"):
        undo(coded.world.coder)
    assert Coding.objects.get().memo == "Read with the team"


def test_nothing_to_take_back_or_do_again_says_so(coded: CodedStudy) -> None:
    with pytest.raises(Refusal, match="nothing to take back"):
        undo(coded.world.coder)
    with pytest.raises(Refusal, match="nothing to do again"):
        redo(coded.world.coder)


def test_each_takes_back_their_own_steps_alone(coded: CodedStudy) -> None:
    coded.code_entry("duty")
    coded.code_entry("school", by=coded.world.lead)
    undo(coded.world.coder)
    assert [one.code for one in Coding.objects.select_related("code")] == [coded.codes["school"]]


class TestBlind:
    """Three people, one framework in a closed sample of the first two."""

    @pytest.fixture
    def sample(self, coded: CodedStudy) -> DoubleCoding:
        world = coded.world
        second = world.join("Pia Test-Moreno")
        made = DoubleCoding.objects.create(
            study=world.study,
            name="First ten",
            first=coder_of(world.coder),
            second=coder_of(second),
            by=world.lead.place,
        )
        DoubleFramework.objects.create(sample=made, framework=coded.frameworks[0])
        for place in (0, 1):
            coded.code_entry("duty", place)
            coded.code_entry("duty", place, by=second)
            coded.code_entry("school", place, by=world.lead)
        self.second = second
        return made

    def seen(self, coded: CodedStudy, by: object, framework: int = 0) -> set[str]:
        found = queries.visible_codings(by, coded.frameworks[framework])  # type: ignore[arg-type]
        return {one.coder.name for one in found}

    def test_neither_of_the_two_sees_the_other(self, coded: CodedStudy, sample: DoubleCoding) -> None:
        world = coded.world
        assert self.seen(coded, world.coder) == {world.coder.name}
        assert self.seen(coded, self.second) == {self.second.name}
        assert self.seen(coded, world.lead) == {world.lead.name}
        assert self.seen(coded, world.reader) == {world.lead.name}
        others = Coding.objects.get(framework=coded.frameworks[0], coder=sample.second)
        with pytest.raises(NotVisible):
            queries.get_coding(world.lead, others.pk)

    def test_another_framework_and_an_opened_sample_are_seen(self, coded: CodedStudy, sample: DoubleCoding) -> None:
        everyone = {coded.world.coder.name, self.second.name, coded.world.lead.name}
        assert self.seen(coded, coded.world.coder, 1) == everyone
        sample.opened_at = sample.at
        sample.save()
        assert self.seen(coded, coded.world.coder) == everyone

    def test_the_second_codes_without_counting(self, coded: CodedStudy, sample: DoubleCoding) -> None:
        held = Coding.objects.filter(framework=coded.frameworks[0]).values_list("coder", "counts")
        assert {coder for coder, counts in held if not counts} == {sample.second_id}
        assert all(Coding.objects.filter(framework=coded.frameworks[1]).values_list("counts", flat=True))

    def test_memos_are_as_blind(self, coded: CodedStudy, sample: DoubleCoding) -> None:
        memos.write_memo(researcher=self.second, about=coded.entry(), text="Between the two")
        assert not queries.visible_memos(coded.world.coder).exists()
        assert queries.visible_memos(self.second).exists()


def test_a_move_is_not_taken_back_while_two_code_the_framework_blind(coded: CodedStudy) -> None:
    coder = coded.world.coder
    re_place(researcher=coder, entry=coded.entry(), context=ContextKey.PEERS, column=ColumnKey.RISK)
    sample = DoubleCoding.objects.create(
        study=coded.world.study,
        name="Autumn",
        first=coder_of(coder),
        second=coder_of(coded.world.lead),
        by=coded.world.lead.place,
    )
    DoubleFramework.objects.create(sample=sample, framework=coded.frameworks[0])
    with pytest.raises(Refusal, match="when they are compared"):
        undo(coder)
    assert coded.entry().context == ContextKey.PEERS
    sample.opened_at = sample.at
    sample.save()
    undo(coder)
    assert coded.entry().context == ContextKey.SCHOOL


def test_what_was_corrected_away_meanwhile_cannot_be_moved(coded: CodedStudy) -> None:
    entry = coded.entry()
    Entry.objects.filter(pk=entry.pk).delete()
    with pytest.raises(Refusal, match="out of date"):
        re_place(researcher=coded.world.coder, entry=entry, context=ContextKey.PEERS, column=ColumnKey.RISK)


def test_no_memo_comes_on_what_left_the_study_while_it_was_written(coded: CodedStudy) -> None:
    about, entry = queries.get_held(coded.world.coder, coded.frameworks[0].pk), coded.entry()
    Framework.objects.filter(pk=about.pk).update(status=Framework.Status.WITHDRAWN)
    for one in (about, entry):
        with pytest.raises(Refusal, match="held any more"):
            memos.write_memo(researcher=coded.world.coder, about=one, text="What it said")
    assert not Memo.objects.exists()
    assert not Step.objects.filter(verb="memo.written").exists()


def test_what_left_the_study_cannot_be_coded(coded: CodedStudy) -> None:
    coded.frameworks[0].status = "withdrawn"
    coded.frameworks[0].save()
    with pytest.raises(Refusal, match="held any more"):
        coded.code_entry("duty")
    with pytest.raises(NotVisible):
        queries.get_entry(coded.world.coder, Entry.objects.filter(framework=coded.frameworks[0]).latest("pk").pk)
