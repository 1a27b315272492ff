"""Names that are ordinary words too: each is asked about, and one decision serves all places of the same word."""

from __future__ import annotations

import pytest

from concentric.casework.cases.actions import add_person
from concentric.casework.signoff.actions import amend
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.review import actions
from concentric.submission.review.groups import group_of
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.outgoing import remaining_in, replaced
from tests.factories.reviewing import Signed, make_signed

pytestmark = pytest.mark.django_db
Decision = Finding.Decision
TEXT = "It was hot in summer. Then summer left the flat. Summer told staff. SUMMER. Then home."


@pytest.fixture
def signed() -> Signed:
    signed = make_signed()
    world = signed.world
    add_person(viewer=world.lead, case=world.case, kind="peer", name="Summer Lane", relation="Friend")
    amend(viewer=world.lead, minutes=signed.minutes, text=TEXT, reason="Left out of the minutes")
    return signed


def doubtful_in(outgoing: Outgoing) -> list[Finding]:
    return [finding for finding in outgoing.findings.order_by("start") if finding.reason.startswith("The same as")]


def test_a_kept_word_is_decided_once_spares_the_name_and_does_not_hold_it_back(signed: Signed) -> None:
    lead = signed.world.lead
    outgoing = actions.begin(viewer=lead, minutes=signed.minutes, study=signed.study)
    doubtful = doubtful_in(outgoing)
    assert [TEXT[finding.start : finding.end] for finding in doubtful] == ["summer", "summer", "SUMMER"]
    assert {group_of(finding) for finding in doubtful} == {None}

    assert actions.decide(viewer=lead, finding=doubtful[0], decision=Decision.KEEP, everywhere=True) == 3
    for finding in outgoing.findings.filter(decision=Decision.UNDECIDED):
        actions.decide(viewer=lead, finding=finding, decision=Decision.REPLACE)

    actions.settle(viewer=lead, outgoing=outgoing)
    assert remaining_in(outgoing) == []
    out = replaced(outgoing)["amendment:1:text"]
    assert "Then summer left" in out
    assert "Summer told" not in out


def test_a_doubtful_word_that_nobody_decided_on_holds_it_back(signed: Signed) -> None:
    lead = signed.world.lead
    outgoing = actions.begin(viewer=lead, minutes=signed.minutes, study=signed.study)

    for finding in outgoing.findings.exclude(pk=doubtful_in(outgoing)[1].pk):
        actions.decide(viewer=lead, finding=finding, decision=Decision.REPLACE)

    with pytest.raises(Refusal, match="1 of the findings is not decided yet"):
        actions.settle(viewer=lead, outgoing=outgoing)
