"""Two coders: the sample, the blind rule, how far they agree, and what counts after it is decided."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import isnan

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.actions import remove_coding, undo
from concentric.research.coding.blind import visible_rows
from concentric.research.coding.coders import coder_of, new_coder
from concentric.research.coding.double.actions import (
    DecidedSince,
    Wanted,
    discard,
    draw_sample,
    finish,
    go_on,
    open_sample,
    settle,
)
from concentric.research.coding.double.comparing import Level, Unit, coded_by_both, compare, frameworks_in
from concentric.research.coding.double.disagreements import Decision, differences
from concentric.research.coding.double.queries import candidates, coded_before, get_sample, steps_since
from concentric.research.coding.models import Adjudication, Coder, Coding, DoubleCoding, Step
from concentric.research.coding.packing import CODER, COUNTS, coded_rows
from concentric.research.coding.queries import visible_codings
from concentric.research.coding.recoding import NewCode, merge, split
from concentric.research.frameworks.models import Entry, StudyMember
from tests.factories.coding import CodedStudy, make_coded_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(3)


def wanted(coded: CodedStudy, **changes: object) -> Wanted:
    """The team's coder first, its lead second, over every framework."""
    by_name = {one.name: one for one in candidates(coded.world.lead)}
    two = {"first": by_name[coded.world.coder.name], "second": by_name[coded.world.lead.name]}
    return Wanted(**{"name": "Autumn", **two, "size": 100, "percent": True, **changes})  # type: ignore[arg-type]


def drawn(coded: CodedStudy, **changes: object) -> DoubleCoding:
    sample = draw_sample(researcher=coded.world.lead, wanted=wanted(coded, **changes))
    return get_sample(coded.world.lead, sample.pk)


def counting(coded: CodedStudy) -> set[tuple[str, str]]:
    """Coder and code of what counts, as the rows of the database and the packed ones say alike."""
    found = Coding.objects.filter(framework__study=coded.world.study, counts=True)
    packed = coded_rows(coded.world.study).rows
    assert packed[:, COUNTS].sum() == found.count()
    return {(one.coder.name, one.code.name) for one in found.select_related("coder", "code")}


def by_lead(coded: CodedStudy, *codes: tuple[str, int, int]) -> None:
    for name, framework, position in codes:
        coded.code_entry(name, framework, position, by=coded.world.lead)


def test_a_sample_is_drawn_by_its_seed_and_by_the_shares_of_cohorts() -> None:
    coded = make_coded_study(6, coded=False)
    for place, framework in enumerate(coded.frameworks):
        framework.values |= {"cohort": ("sole", "group", "both")[place % 3]}
        framework.save(update_fields=["values"])
    sample = drawn(coded, size=50, by_cohort=True, seed=11)
    chosen = [one.framework for one in sample.frameworks.select_related("framework")]

    assert sorted(one.values["cohort"] for one in chosen) == ["both", "group", "sole"]
    assert (sample.seed, sample.by_cohort, sample.opened_at) == (11, True, None)
    event = AuditEvent.objects.get(verb="double_coding.drawn")
    assert event.details == {"frameworks": 3, "seed": 11, "by_cohort": True}
    # A framework is in one sample: three are left.
    rest = drawn(coded, name="Winter", size=3, percent=False)
    assert frameworks_in(rest).isdisjoint(frameworks_in(sample))
    assert rest.seed is not None
    with pytest.raises(Refusal, match="There are 0 frameworks"):
        drawn(coded, name="Spring", size=1, percent=False)


def test_chosen_frameworks_and_what_is_refused(coded: CodedStudy) -> None:
    one, other = coded.frameworks[0].code, coded.frameworks[2].code
    with pytest.raises(Refusal, match="Nowhere"):
        drawn(coded, chosen=(one, "Nowhere"))
    sample = drawn(coded, chosen=(one, other, one))
    assert sample.seed is None
    assert frameworks_in(sample) == {coded.frameworks[0].pk, coded.frameworks[2].pk}
    with pytest.raises(Refusal, match="of this name"):
        drawn(coded, name="autumn", size=1, percent=False)
    with pytest.raises(Refusal, match="two different"):
        drawn(coded, name="Again", second=wanted(coded).first)
    with pytest.raises(Refusal, match="Only a lead"):
        draw_sample(researcher=coded.world.coder, wanted=wanted(coded, name="Mine"))


def test_the_second_coders_codes_do_not_count_from_the_moment_of_drawing() -> None:
    coded = make_coded_study(2)
    by_lead(coded, ("exclusion", 0, 3))
    lead, coder = coded.world.lead.name, coded.world.coder.name
    assert (lead, "Exclusion") in counting(coded)
    drawn(coded, chosen=(coded.frameworks[0].code,))
    assert lead not in {name for name, _ in counting(coded)}
    by_lead(coded, ("attitudes", 0, 2), ("attitudes", 1, 2))
    assert counting(coded) == {
        (coder, "Unsupervised places"), (coder, "Harmful attitudes"), (lead, "Harmful attitudes")
    }  # fmt: skip


def test_the_second_coders_codes_count_where_the_first_has_given_nothing() -> None:
    coded = make_coded_study(2, coded=False)
    by_lead(coded, ("attitudes", 0, 2), ("exclusion", 0, 3), ("duty", 1, 0))
    lead, coder = coded.world.lead.name, coded.world.coder.name
    hers = {(lead, "Harmful attitudes"), (lead, "Exclusion"), (lead, "Unsupervised places")}
    drawn(coded)
    assert counting(coded) == hers
    coded.code_entry("duty", 0, 0)
    assert counting(coded) == {(coder, "Unsupervised places"), (lead, "Unsupervised places")}
    undo(coded.world.coder)
    assert counting(coded) == hers


@pytest.mark.parametrize("holds", [True, False])
def test_a_decision_binds_everybody(coded: CodedStudy, holds: bool) -> None:
    third = coded.world.join("Third Test-Person")
    for name, position in (("duty", 0), ("exclusion", 3)):
        coded.code_entry(name, 0, position, by=third)
    decided(coded, holds=holds)
    here = Coding.objects.filter(framework=coded.frameworks[0], counts=True)
    told = {(one.coder.name, one.code.name) for one in here.select_related("coder", "code")}
    both = {(coded.world.coder.name, "Unsupervised places"), (third.name, "Unsupervised places")}
    assert told == {(third.name, "Exclusion")} | (both if holds else set())


def test_nobody_sees_the_two_before_both_have_finished(coded: CodedStudy) -> None:
    world = coded.world
    by_lead(coded, ("attitudes", 0, 2))
    sample = drawn(coded)
    framework = coded.frameworks[0]

    people, number = (world.coder, world.lead, world.reader), {one.number: one.name for one in Coder.objects.all()}

    def seen() -> list[set[str]]:
        seen = [{one.coder.name for one in visible_codings(person, framework)} for person in people]
        # Counts are made of the same.
        for person, names in zip(people, seen, strict=True):
            coded = visible_rows(person)
            here = coded.framework == coded.frameworks.index(framework.pk)
            assert {number[one] for one in coded.rows[here, CODER]} == names
        return seen

    assert seen() == [{world.coder.name}, {world.lead.name}, set()]
    finish(researcher=world.coder, sample=sample)
    assert sample.opened_at is None
    with pytest.raises(Refusal, match="Only the two coders"):
        finish(researcher=world.reader, sample=sample)
    with pytest.raises(Refusal, match="coded nothing yet"):
        finish(researcher=world.lead, sample=sample)
    by_lead(coded, ("attitudes", 1, 2), ("attitudes", 2, 2))
    finish(researcher=world.lead, sample=sample)
    assert sample.opened_at is not None
    assert seen() == [{world.coder.name, world.lead.name}] * 3
    with pytest.raises(Refusal, match="compared already"):
        finish(researcher=world.coder, sample=sample)


def test_who_said_too_early_that_they_had_finished_takes_it_back_until_the_two_are_compared(coded: CodedStudy) -> None:
    world = coded.world
    by_lead(coded, *(("attitudes", place, 2) for place in range(3)))
    sample = drawn(coded)
    finish(researcher=world.coder, sample=sample)
    with pytest.raises(Refusal, match="Only the two coders"):
        go_on(researcher=world.reader, sample=sample)
    go_on(researcher=world.coder, sample=sample)
    finish(researcher=world.lead, sample=sample)
    assert sample.opened_at is None
    assert {one.coder.name for one in visible_codings(world.coder, coded.frameworks[0])} == {world.coder.name}
    finish(researcher=world.coder, sample=sample)
    assert sample.opened_at is not None
    for person in (world.coder, world.lead):
        with pytest.raises(Refusal, match="compared already"):
            go_on(researcher=person, sample=sample)


def test_a_lead_opens_it_before_and_what_came_afterwards_is_told(coded: CodedStudy) -> None:
    sample = drawn(coded)
    with pytest.raises(Refusal, match="Only a lead"):
        open_sample(researcher=coded.world.coder, sample=sample)
    with pytest.raises(Refusal, match="still coding"):
        settle(researcher=coded.world.lead, sample=sample, decisions=[])
    open_sample(researcher=coded.world.lead, sample=sample)
    assert steps_since(sample) == 0
    by_lead(coded, ("exclusion", 0, 3))
    assert steps_since(sample) == 1


def test_what_one_had_begun_before_the_drawing_is_told_or_left_out(coded: CodedStudy) -> None:
    world = coded.world
    fresh = make_coded_study(3, coded=False)
    begun = fresh.code_entry("duty", 0, 0)
    fresh.code_entry("duty", 1, 0, by=fresh.world.lead)
    remove_coding(researcher=fresh.world.coder, coding=begun)  # seen or not, it had been there
    assert frameworks_in(drawn(fresh, uncoded=True)) == {fresh.frameworks[2].pk}
    with pytest.raises(Refusal, match="and neither has begun"):
        drawn(fresh, name="Winter", uncoded=True)
    rest = drawn(fresh, name="Winter")
    by_lead(fresh, ("attitudes", 0, 2), ("attitudes", 1, 2))
    assert (frameworks_in(rest), coded_before(rest)) == ({fresh.frameworks[0].pk, fresh.frameworks[1].pk}, 2)

    # Given up, everybody sees what was coded blind: drawn again, it is not.
    sample = drawn(coded, chosen=(coded.frameworks[0].code,))
    Coding.objects.filter(framework=coded.frameworks[0]).delete()
    Step.objects.filter(framework=coded.frameworks[0]).delete()
    by_lead(coded, ("exclusion", 0, 3))
    assert coded_before(sample) == 0
    discard(researcher=world.lead, sample=sample)
    assert coded_before(drawn(coded, chosen=(coded.frameworks[0].code,))) == 1


def test_a_sample_given_up_is_as_if_it_had_not_been_drawn(coded: CodedStudy) -> None:
    by_lead(coded, ("attitudes", 0, 2))
    before = counting(coded)
    sample = drawn(coded)
    by_lead(coded, ("exclusion", 0, 3))
    with pytest.raises(Refusal, match="Only a lead"):
        discard(researcher=coded.world.coder, sample=sample)
    discard(researcher=coded.world.lead, sample=sample)
    assert counting(coded) == before | {(coded.world.lead.name, "Exclusion")}
    assert {one.coder.name for one in visible_codings(coded.world.reader, coded.frameworks[0])} == {
        coded.world.lead.name, coded.world.coder.name
    }  # fmt: skip
    again = drawn(coded)
    open_sample(researcher=coded.world.lead, sample=again)
    with pytest.raises(Refusal, match="compared already"):
        discard(researcher=coded.world.lead, sample=again)


def test_imported_coders_are_given_what_they_coded_and_are_compared_at_once(coded: CodedStudy) -> None:
    study = coded.world.study
    ann, ben = (new_coder(study, name) for name in ("Ann Test", "Ben Test"))
    for coder, frameworks in ((ann, (0, 1)), (ben, (1, 2))):
        imported(coded, coder, *((place, 3) for place in frameworks))
    by_name = {one.name: one for one in candidates(coded.world.lead)}
    sample = drawn(coded, first=by_name["Ann Test"], second=by_name["Ben Test"])

    assert sample.opened_at is not None
    assert frameworks_in(sample) == {coded.frameworks[1].pk} == coded_by_both(study, ann, ben)
    assert Coding.objects.get(coder=ben, framework=coded.frameworks[1]).counts is False
    assert Coding.objects.get(coder=ben, framework=coded.frameworks[2]).counts is True
    # With one who can still code, that one has to finish.
    with_coder = drawn(coded, name="Winter", first=wanted(coded).first, second=by_name["Ben Test"])
    assert with_coder.opened_at is None
    assert frameworks_in(with_coder) == {coded.frameworks[2].pk}
    assert coded_by_both(study, coder_of(coded.world.coder), ben) == {coded.frameworks[1].pk}
    finish(researcher=coded.world.coder, sample=with_coder)
    assert with_coder.opened_at is not None


def imported(coded: CodedStudy, coder: Coder, *places: tuple[int, int], code: str = "exclusion") -> None:
    for framework, position in places:
        entry = coded.entry(framework, position)
        Coding.objects.create(
            framework=entry.framework, entry=entry, code=coded.codes[code], coder=coder, end=len(entry.text)
        )
        entry.framework.packed.delete() if hasattr(entry.framework, "packed") else None


def test_what_is_decided_counts_and_can_be_decided_anew(coded: CodedStudy) -> None:
    world, coder, lead = coded.world, coded.world.coder.name, coded.world.lead.name
    sample = drawn(coded, chosen=(coded.frameworks[0].code,))
    by_lead(coded, ("attitudes", 0, 2))  # the coder gave "duty" alone
    open_sample(researcher=world.lead, sample=sample)
    others = {(coder, "Unsupervised places"), (coder, "Harmful attitudes")}  # in the frameworks beside the sample
    assert len(differences(sample).undecided) == 2

    duty, attitudes = (
        Decision(coded.entry(0, position).pk, coded.codes[name].pk, holds, "Read again together")
        for name, position, holds in (("duty", 0, False), ("attitudes", 2, True))
    )
    assert settle(researcher=world.coder, sample=sample, decisions=[duty, attitudes]) == 2
    in_sample = Coding.objects.filter(framework=coded.frameworks[0])
    assert {(one.coder.name, one.counts) for one in in_sample} == {(coder, False), (lead, True)}
    assert counting(coded) == others | {(lead, "Harmful attitudes")}
    assert differences(sample).undecided == ()

    read = Adjudication.objects.get(entry=duty.entry)
    anew = Decision(duty.entry, duty.code, holds=True, instead_of=read.pk)
    assert settle(researcher=world.lead, sample=sample, decisions=[anew]) == 1
    assert {one.counts for one in in_sample.all()} == {True}
    counting(coded)
    assert [(one.holds, one.by.user.name) for one in Adjudication.objects.filter(entry=duty.entry)] == [
        (True, lead), (False, coder)
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        settle(researcher=world.reader, sample=sample, decisions=[anew])


def test_what_both_gave_or_what_is_elsewhere_is_not_decided(coded: CodedStudy) -> None:
    sample = drawn(coded, chosen=(coded.frameworks[0].code,))
    by_lead(coded, ("duty", 0, 0), ("exclusion", 1, 3))
    open_sample(researcher=coded.world.lead, sample=sample)
    agreed = Decision(coded.entry(0, 0).pk, coded.codes["duty"].pk, holds=False)
    elsewhere = Decision(coded.entry(1, 3).pk, coded.codes["exclusion"].pk, holds=False)
    assert settle(researcher=coded.world.lead, sample=sample, decisions=[agreed, elsewhere]) == 0
    assert not Adjudication.objects.exists()
    assert (coded.world.coder.name, "Unsupervised places") in counting(coded)
    # Taken away since by one of the two: now they differ.
    remove_coding(researcher=coded.world.lead, coding=Coding.objects.get(entry=agreed.entry, coder=sample.second))
    assert settle(researcher=coded.world.lead, sample=sample, decisions=[agreed]) == 1


DUTY = (0, 0, "duty")  # framework, entry, code: the coder alone gives it


def decided(coded: CodedStudy, *, holds: bool) -> DoubleCoding:
    """A sample of one framework, compared, and `DUTY` decided."""
    sample = drawn(coded, chosen=(coded.frameworks[0].code,))
    open_sample(researcher=coded.world.lead, sample=sample)
    assert settle(researcher=coded.world.lead, sample=sample, decisions=[decision_on_duty(coded, holds)]) == 1
    return sample


def decision_on_duty(coded: CodedStudy, holds: bool) -> Decision:
    """By somebody who read what stands."""
    entry, code = coded.entry(0, 0).pk, coded.codes["duty"].pk
    last = Adjudication.objects.filter(entry=entry, code=code).first()
    return Decision(entry, code, holds, "Read again", instead_of=last and last.pk)


def stands(coded: CodedStudy, sample: DoubleCoding) -> tuple[set[str], int, int, int]:
    """Whose `DUTY` counts; how many differences are settled, reopened and to be decided."""
    found = differences(sample)
    here = Coding.objects.filter(framework=coded.frameworks[0], counts=True).select_related("coder")
    counting(coded)
    return {one.coder.name for one in here}, len(found.settled), len(found.reopened), len(found.undecided)


@pytest.mark.parametrize("holds", [True, False])
def test_what_is_given_anew_after_the_decision_counts_as_decided_and_is_open_again(
    coded: CodedStudy, holds: bool
) -> None:
    world, sample = coded.world, decided(coded, holds=holds)
    counts = {world.coder.name} if holds else set()
    assert stands(coded, sample) == (counts, 1, 0, 0)
    remove_coding(researcher=world.coder, coding=Coding.objects.get(framework=coded.frameworks[0]))
    # That it holds, and nobody gives it, is to be looked at; that it does not hold is done with.
    assert stands(coded, sample) == (set(), 0, int(holds), int(holds))
    coded.code_entry("duty", 0, 0)
    assert stands(coded, sample) == (counts, 0, 1, 1)
    undo(world.coder)
    undo(world.coder)
    assert stands(coded, sample) == (counts, 1, 0, 0)  # as it was decided
    coded.code_entry("duty", 0, 0, start=0, end=6)
    assert settle(researcher=world.lead, sample=sample, decisions=[decision_on_duty(coded, holds)]) == 1
    assert stands(coded, sample) == (counts, 1, 0, 0)


@pytest.mark.parametrize("holds", [True, False])
def test_when_both_come_to_agree_the_decision_stands_and_can_be_settled_anew(coded: CodedStudy, holds: bool) -> None:
    world, sample = coded.world, decided(coded, holds=holds)
    coded.code_entry("duty", 0, 0, by=world.lead)
    assert stands(coded, sample) == ({world.coder.name} if holds else set(), 0, 1, 1)
    assert differences(sample).all[0].given_by == Adjudication.By.BOTH
    assert settle(researcher=world.lead, sample=sample, decisions=[decision_on_duty(coded, not holds)]) == 1
    assert stands(coded, sample) == (set() if holds else {world.coder.name}, 1, 0, 0)
    remove_coding(researcher=world.coder, coding=Coding.objects.get(entry=coded.entry(), coder=sample.first))
    assert stands(coded, sample) == (set() if holds else {world.lead.name}, 0, 1, 1)


def test_what_holds_and_nobody_gives_any_more_can_only_be_let_go(coded: CodedStudy) -> None:
    world, sample = coded.world, decided(coded, holds=True)
    remove_coding(researcher=world.coder, coding=Coding.objects.get(framework=coded.frameworks[0]))
    assert settle(researcher=world.lead, sample=sample, decisions=[decision_on_duty(coded, holds=True)]) == 0
    assert settle(researcher=world.lead, sample=sample, decisions=[decision_on_duty(coded, holds=False)]) == 1
    assert differences(sample).all == ()


def test_what_was_decided_since_it_was_read_is_not_overwritten_and_sent_twice_it_is_decided_once(
    coded: CodedStudy,
) -> None:
    world, sample = coded.world, decided(coded, holds=True)
    stale = decision_on_duty(coded, holds=False)
    assert settle(researcher=world.coder, sample=sample, decisions=[stale]) == 1
    assert settle(researcher=world.coder, sample=sample, decisions=[stale]) == 0
    with pytest.raises(DecidedSince):
        settle(researcher=world.lead, sample=sample, decisions=[replace(stale, holds=True)])
    with pytest.raises(DecidedSince):
        settle(researcher=world.lead, sample=sample, decisions=[replace(stale, holds=True, instead_of=None)])
    assert stands(coded, sample) == (set(), 1, 0, 0)


@pytest.mark.parametrize("holds", [True, False])
def test_one_of_two_spans_taken_away_after_the_decision_opens_it_again(coded: CodedStudy, holds: bool) -> None:
    part = coded.code_entry("duty", 0, 0, start=0, end=6)
    by_lead(coded, ("exclusion", 0, 3))
    sample = decided(coded, holds=holds)
    before = stands(coded, sample)
    assert before[1:] == (1, 0, 1)
    remove_coding(researcher=coded.world.lead, coding=Coding.objects.get(entry=coded.entry(0, 3)))
    assert stands(coded, sample) == (before[0], 1, 0, 0)  # of this code, nothing has changed
    remove_coding(researcher=coded.world.coder, coding=part)
    assert stands(coded, sample) == (before[0], 0, 1, 1)
    undo(coded.world.coder)
    assert stands(coded, sample) == (before[0], 1, 0, 0)
    remove_coding(researcher=coded.world.coder, coding=part)
    assert settle(researcher=coded.world.lead, sample=sample, decisions=[decision_on_duty(coded, holds)]) == 1
    assert stands(coded, sample) == (before[0], 1, 0, 0)


@pytest.mark.parametrize("change", ["merge", "split"])
def test_what_was_decided_goes_with_a_code_that_is_merged_or_split(coded: CodedStudy, change: str) -> None:
    world, sample = coded.world, decided(coded, holds=False)
    if change == "merge":
        merge(researcher=world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="One thing")
    else:
        codings = frozenset(Coding.objects.filter(code=coded.codes["duty"]).values_list("pk", flat=True))
        into = [NewCode("At break", codings)]
        split(researcher=world.lead, code=coded.codes["duty"], into=into, below=True, reason="Two things")
    assert stands(coded, sample) == (set(), 1, 0, 0)
    undo(world.lead)
    assert Adjudication.objects.get().code == coded.codes["duty"]
    assert stands(coded, sample) == (set(), 1, 0, 0)


# framework, entry, detail, second coder, start, length: what hypothesis codes, and what counting by hand looks at.
DETAILS = ("duty", "attitudes", "school")
coding = st.tuples(
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from(DETAILS),
    st.booleans(),
    st.integers(0, 10),
    st.integers(1, 12),
)


@given(codings=st.lists(coding, max_size=10, unique_by=lambda one: one))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_comparison_is_what_counting_by_hand_gives(pair: CodedStudy, codings: list[tuple[object, ...]]) -> None:
    study = pair.world.study
    two = tuple(study.coders.order_by("number"))[-2:]
    Coding.objects.filter(framework__study=study).delete()
    for framework, position, code, second, start, length in codings:
        entry = pair.entry(framework, position)
        Coding.objects.create(
            framework=entry.framework, entry=entry, code=pair.codes[code], coder=two[second], start=start,
            end=start + length, is_whole=False,
        )  # fmt: skip
    for framework in pair.frameworks:
        framework.refresh_from_db()
        framework.packed.delete() if hasattr(framework, "packed") else None
    everything = {one.pk for one in pair.frameworks}
    for unit, level in itertools.product(Unit, Level):
        found = compare(study, *two, everything, unit, level)
        cells = {line.path: (line.both, line.first_only, line.second_only) for line in found.lines}
        assert cells == by_hand(codings, unit, level)
        total = sum(len(one.text) for one in Entry.objects.filter(framework__in=everything))
        units = total if unit == Unit.CHARACTER else found.entries
        assert all(line.both + line.first_only + line.second_only + line.neither == units for line in found.lines)
        assert found.pooled.both == sum(both for both, *_ in cells.values())


@pytest.fixture
def pair() -> CodedStudy:
    made = make_coded_study(2, coded=False)
    for name in ("Ann Test", "Ben Test"):
        new_coder(made.world.study, name)
    return made


PATHS = {
    Level.DETAIL: {
        "duty": "Risks › School › Unsupervised places",
        "attitudes": "Risks › Peer › Harmful attitudes",
        "school": "Risks › School",
    },
    Level.CHILD: {"duty": "Risks › School", "attitudes": "Risks › Peer", "school": "Risks › School"},
    Level.PRIMARY: dict.fromkeys(DETAILS, "Risks"),
}


def by_hand(codings: list[tuple[object, ...]], unit: Unit, level: Level) -> dict[str, tuple[int, int, int]]:
    of: dict[tuple[str, bool], set[tuple[object, ...]]] = {}
    for framework, entry, code, second, start, length in codings:
        units = [0] if unit == Unit.ENTRY else range(start, start + length)  # type: ignore[operator, arg-type]
        coded = of.setdefault((PATHS[level][code], bool(second)), set())  # type: ignore[index]
        coded |= {(framework, entry, at) for at in units}
    tables = {}
    for path in {path for path, _ in of}:
        one, other = of.get((path, False), set()), of.get((path, True), set())
        tables[path] = (len(one & other), len(one - other), len(other - one))
    return tables


def test_measures_are_of_the_whole_table_and_rare_codes_are_marked(pair: CodedStudy) -> None:
    study = pair.world.study
    ann, ben = study.coders.get(name="Ann Test"), study.coders.get(name="Ben Test")
    imported(pair, ann, (0, 0), (0, 1), (1, 0), code="duty")
    imported(pair, ben, (0, 0), (1, 0), (1, 1), code="duty")
    found = compare(study, ann, ben, {one.pk for one in pair.frameworks}, Unit.ENTRY, Level.DETAIL)
    (line,) = found.lines
    n = found.entries
    table = (line.both, line.first_only, line.second_only, line.neither)
    assert table == (2, 1, 1, n - 4)
    chance = (9 + (n - 3) ** 2) / n**2
    assert line.agreement.kappa == pytest.approx((1 - 2 / n - chance) / (1 - chance))
    assert line.is_rare
    assert found.has_few
    assert found.unused == study.codes.count() - 1
    alone = compare(study, ann, ben, {pair.frameworks[0].pk}, Unit.ENTRY, Level.DETAIL)
    assert isnan(alone.pooled.agreement.kappa_interval.low)
    assert compare(study, ann, ben, set(), Unit.CHARACTER, Level.PRIMARY).lines == ()


def test_a_coder_who_left_is_done_with_it(coded: CodedStudy) -> None:
    StudyMember.objects.filter(pk=coded.world.coder.id).update(is_active=False)
    sample = drawn(coded)
    assert sample.first_done_at is not None
    assert sample.opened_at is None
