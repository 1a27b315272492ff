"""What a released briefing hides cannot be worked out from all that it prints, and is kept in clear nowhere."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.report.content import Sheet
from concentric.method.records.canonical import to_plain
from concentric.research.briefings import actions, working
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.own_words import sentences_with_numbers
from concentric.research.briefings.standing import report_of, standing_of
from concentric.research.cohorts.models import Snapshot
from concentric.research.cohorts.shown import EXACT_P
from concentric.research.frameworks.entries import lay_out
from concentric.research.frameworks.models import Framework
from tests.factories.coding import CodedStudy, coding_document, make_coded_study
from tests.support.pages import form_to, words

pytestmark = pytest.mark.django_db
WITH_ATTITUDES = (0, 1, 7, 8, 9, 14, 15, 16)
"""2 of 7 sole, 3 of 7 group, 3 of 7 both."""


@pytest.fixture(scope="module")
def made(shared_rows: None) -> CodedStudy:
    study = make_coded_study(0)
    plain, site = to_plain(coding_document()), study.world.site
    for place, cohort in enumerate(["sole"] * 7 + ["group"] * 7 + ["both"] * 7):
        framework = Framework.objects.create(
            study=study.world.study,
            site=site,
            code=f"F{place:02}",
            document=plain,
            values={"cohort": cohort, "site": site.letter},
            received_on=timezone.localdate(),
        )
        lay_out(framework, coding_document())
        study.frameworks.append(framework)
        if place in WITH_ATTITUDES:
            study.code_entry("attitudes", place, 2, start=13, end=30)
        study.code_entry("duty", place, 0)
    return study


@pytest.fixture
def study(made: CodedStudy, monkeypatch: pytest.MonkeyPatch) -> CodedStudy:
    monkeypatch.setattr(working, "AT_ONCE", 10_000)
    return deepcopy(made)


def worked_out(study: CodedStudy, *parts: str, **stricter: int) -> Briefing:
    lead = study.world.lead
    begun = actions.begin(researcher=lead, title="Corridors")
    policy = replace(standing_of(begun).policy, **stricter)
    actions.set_up(
        researcher=lead, briefing=begun, title="Corridors", parts=list(parts), policy=policy, version=begun.version
    )
    begun.refresh_from_db()
    working.work_out(researcher=lead, briefing=begun)
    begun.refresh_from_db()
    return begun


def released(study: CodedStudy, *parts: str, **stricter: int) -> Briefing:
    briefing = worked_out(study, *parts, **stricter)
    actions.release(researcher=study.world.lead, briefing=briefing, version=briefing.version)
    briefing.refresh_from_db()
    return briefing


def sheets(briefing: Briefing) -> dict[str, Sheet]:
    return {block.title: block for block in report_of(briefing).blocks if isinstance(block, Sheet)}


def test_what_a_context_needs_does_not_give_back_who_has_its_only_risk(study: CodedStudy) -> None:
    """Nobody has a vulnerability among peers, so the need is the risk, and less any group it is sole."""
    told = sheets(released(study, "method", "peers", "gaps", "cohorts"))
    row = next(row for row in told["Peer factors"].rows if row[0].startswith("Risks"))
    need = next(row for row in told["By context"].rows if row[0].startswith("Peer"))

    whole, (any_group, any_sole, total) = need[1], row[4:7]
    assert "hidden" in (whole, any_group)
    assert "hidden" in (whole, any_sole)
    assert "hidden" in (total, any_group)


def test_nothing_worked_out_stands_where_a_count_of_its_row_is_hidden(study: CodedStudy) -> None:
    told = sheets(released(study, "peers", "gaps", "cohorts"))
    with_hidden = [row for one in told.values() for row in one.rows if "hidden" in row[1:4]]

    assert with_hidden
    assert EXACT_P in told["Peer factors"].head
    for row in told["Peer factors"].rows:
        if "hidden" in row[1:4]:
            assert row[told["Peer factors"].head.index(EXACT_P)] == "–"
        assert all("%" not in cell for cell in row if "hidden" in cell)


def test_a_later_briefing_begins_as_strict_as_any_that_is_out(study: CodedStudy) -> None:
    released(study, "peers", largest=6, open_values=5)
    later = actions.begin(researcher=study.world.lead, title="Again")

    assert (later.policy["largest"], later.policy["open_values"]) == (6, 5)
    with pytest.raises(Refusal, match="Only a lead"):
        actions.set_up(
            researcher=study.world.coder,
            briefing=later,
            title="Again",
            parts=["peers"],
            policy=replace(standing_of(later).policy, largest=4),
            version=later.version,
        )


def test_no_hidden_count_is_kept_in_clear_and_without_its_snapshot_nothing_more_is_released(study: CodedStudy) -> None:
    first = released(study, "peers")
    later = worked_out(study, "peers")
    assert first.published is not None
    assert set(first.published) == {"report", "counts"}
    assert standing_of(later).protection.hidden.isdisjoint(first.published["counts"])

    Snapshot.objects.filter(pk=first.snapshot_id).delete()
    assert report_of(Briefing.objects.get(pk=first.pk)), "what is released can still be read"
    with pytest.raises(Refusal, match="destroyed"):
        standing_of(later)


@pytest.mark.parametrize(
    "said",
    [
        "Eleven had it.", "Twelve boys.", "A third of them.", "All girls were excluded.", "Once a boy fled.",
        "The twins.", "Nobody else.", "A quarter of them.", "Twenty-four of the group.", "½ of them.",
    ],
)  # fmt: skip
def test_a_number_in_ones_own_words_is_found(said: str) -> None:
    briefing = Briefing(title="Corridors", parts=["background"], words={"background": f"Corridors matter. {said}"})
    assert sentences_with_numbers(briefing) == [said]


def test_any_words_of_ones_own_ask_for_the_second_tick(study: CodedStudy) -> None:
    lead = study.world.lead
    briefing = actions.begin(researcher=lead, title="Corridors")
    client, address = study.world.client(lead), reverse("briefings:briefing", args=[study.world.study.pk, briefing.pk])
    assert "I have checked our own words" not in words(client.get(address))
    Briefing.objects.update(words={"background": "Corridors matter."})

    shown = words(client.get(address))
    assert "I have checked our own words" in shown
    assert "Numbers in your own words" not in shown
    for ticked, missing in (("is_read", "Check your own words"), ("numbers", "Read the briefing to the end")):
        refused = client.post(f"{address}release/", {"version": briefing.version, ticked: "on"})
        assert refused.status_code == 422
        assert [ask for ask in ("Check your own words", "Read the briefing to the end") if ask in words(refused)] == [
            missing
        ]
        assert form_to(refused, "release/").get(ticked) == "on", "the tick that was made stays"
