"""A sample is drawn, and the codebook changed, while somebody codes: each waits for the other, and none for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concentric.research.coding.double.actions import Wanted, draw_sample, finish, go_on
from concentric.research.coding.double.queries import candidates
from concentric.research.coding.models import Coding, DoubleCoding
from concentric.research.coding.packing import COUNTS, coded_rows
from concentric.research.coding.recoding import merge
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.two_connections import meanwhile


def draw(coded: CodedStudy) -> DoubleCoding:
    people = {one.name: one for one in candidates(coded.world.lead)}
    first, second = people[coded.world.coder.name], people[coded.world.lead.name]
    wanted = Wanted("Autumn", first, second, size=1)
    return draw_sample(researcher=coded.world.lead, wanted=wanted)


def merged(coded: CodedStudy) -> object:
    return merge(researcher=coded.world.lead, source=coded.codes["duty"], target=coded.codes["school"], reason="One")


def joined(coded: CodedStudy) -> object:
    """Somebody's first code: they become a coder of the study."""
    return coded.code_entry("school", 0, 1, by=coded.world.join("Third Test-Person"))


@pytest.mark.parametrize("what", [draw, merged, joined])
def test_it_waits_for_who_codes_and_counts_what_they_gave(
    committed: None, what: Callable[[CodedStudy], object]
) -> None:
    coded = make_coded_study(1)
    with meanwhile(lambda: what(coded)):
        coded.code_entry("attitudes", 0, 2)
    there = Coding.objects.filter(framework=coded.frameworks[0])
    assert there.filter(code=coded.codes["attitudes"]).count() == 1
    rows = coded_rows(coded.world.study).rows
    assert (len(rows), rows[:, COUNTS].sum()) == (there.count(), there.filter(counts=True).count())


def test_nobody_is_compared_with_who_takes_back_in_that_moment_that_they_have_finished(committed: None) -> None:
    coded = make_coded_study(1)
    coded.code_entry("duty", by=coded.world.lead)
    sample = draw(coded)
    finish(researcher=coded.world.coder, sample=sample)
    with meanwhile(lambda: finish(researcher=coded.world.lead, sample=sample)):
        go_on(researcher=coded.world.coder, sample=sample)
    sample.refresh_from_db()
    assert sample.second_done_at is not None
    assert (sample.first_done_at, sample.opened_at) == (None, None)
