"""From signed minutes to a confirmed framework: what is refused on the way, and what brings it back."""

from __future__ import annotations

from copy import deepcopy

import pytest

from concentric.casework.cases.actions import add_person as add_to_case
from concentric.casework.cases.actions import set_lead
from concentric.casework.cases.models import CasePerson
from concentric.casework.signoff.actions import amend
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.submission.quality.models import SendBack
from concentric.submission.review import actions
from concentric.submission.review.groups import Group, group_of
from concentric.submission.review.models import Finding, FindingDecision, Outgoing, Pseudonym
from concentric.submission.review.outgoing import is_stale, remaining_in, replaced
from concentric.submission.review.passages import passages
from concentric.submission.review.queries import to_confirm
from tests.factories.reviewing import Signed, make_minutes, make_signed

pytestmark = pytest.mark.django_db
Decision, State = Finding.Decision, Outgoing.State

AMENDED = (
    "Zebedee Quillfeather, 14, was there with Mr Brumblethwaite on 3 May 2026. Zebedee's phone is 07700 900123. "
    "Larkfield Academy knows. Skwizzle was mentioned."
)


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Signed:
    made = make_signed()
    amend(viewer=made.world.lead, minutes=made.minutes, text=AMENDED, reason="Left out of the minutes")
    return made


@pytest.fixture
def signed(made: Signed) -> Signed:
    return deepcopy(made)


@pytest.fixture
def outgoing(signed: Signed) -> Outgoing:
    return actions.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)


def words(outgoing: Outgoing, finding: Finding) -> str:
    text = next(passage.text for passage in passages(outgoing) if passage.path == finding.passage)
    return text[finding.start : finding.end]


def finding_of(outgoing: Outgoing, text: str) -> Finding:
    return next(finding for finding in outgoing.findings.all() if words(outgoing, finding) == text)


def settle_all(signed: Signed, outgoing: Outgoing) -> None:
    for finding in outgoing.findings.filter(decision=Decision.UNDECIDED):
        actions.decide(viewer=signed.world.lead, finding=finding, decision=Decision.REPLACE)
    actions.settle(viewer=signed.world.lead, outgoing=outgoing)


def amended_text(outgoing: Outgoing) -> str:
    return replaced(outgoing)["amendment:1:text"]


def test_what_would_leave_names_nobody(signed, outgoing):
    settle_all(signed, outgoing)

    text = amended_text(outgoing)
    assert text.startswith("Peer A, 14, was there with Person 1 ")
    assert "before the meeting. Peer A's phone is [phone removed]. School 1 knows." in text
    for secret in ("Zebedee", "Quill", "Brumble", "07700", "Larkfield", "Skwizzle", "May"):
        assert secret not in text
    assert outgoing.state == State.SECOND_LOOK


def test_nothing_is_settled_while_a_finding_is_undecided(signed, outgoing):
    last = outgoing.findings.last()
    for finding in outgoing.findings.exclude(pk=last.pk):
        actions.decide(viewer=signed.world.lead, finding=finding, decision=Decision.REPLACE)

    with pytest.raises(Refusal, match="1 of the findings is not decided yet"):
        actions.settle(viewer=signed.world.lead, outgoing=outgoing)


def test_words_put_in_by_hand_that_name_somebody_hold_it_back(signed, outgoing):
    finding = finding_of(outgoing, "Skwizzle")
    actions.decide(
        viewer=signed.world.lead, finding=finding, decision=Decision.REPLACE, replacement="a friend of Quillfeather"
    )

    with pytest.raises(Refusal, match="Amendment 1"):
        settle_all(signed, outgoing)
    assert [found.words for found in remaining_in(outgoing)] == ["Quillfeather"]


def test_what_is_kept_stays_and_does_not_hold_it_back(signed, outgoing):
    actions.decide(viewer=signed.world.lead, finding=finding_of(outgoing, "Skwizzle"), decision=Decision.KEEP)
    settle_all(signed, outgoing)

    assert "Skwizzle was mentioned" in amended_text(outgoing)


def test_every_decision_is_kept_and_can_be_taken_back_step_by_step(signed, outgoing):
    lead, finding = signed.world.lead, finding_of(outgoing, "Skwizzle")
    actions.decide(viewer=lead, finding=finding, decision=Decision.KEEP)
    actions.decide(viewer=lead, finding=finding, decision=Decision.REPLACE, replacement="an app")

    for decision, replacement in ((Decision.KEEP, ""), (Decision.UNDECIDED, "")):
        actions.undo(viewer=lead, outgoing=outgoing)
        finding.refresh_from_db()
        assert (finding.decision, finding.replacement) == (decision, replacement)
    with pytest.raises(Refusal, match="nothing to take back"):
        actions.undo(viewer=lead, outgoing=outgoing)
    logged = FindingDecision.objects.filter(finding=finding).values_list("decision", "replacement")
    assert list(logged) == [("keep", ""), ("replace", "an app"), ("keep", ""), ("undecided", "")]
    assert AuditEvent.objects.filter(verb="finding.decided", case_id=signed.world.case.pk).count() == 2


def test_a_decision_is_kept_when_its_finding_goes_and_whoever_made_it_does_not_confirm(signed, outgoing):
    lead, later = signed.world.lead, signed.world.coordinator
    finding = finding_of(outgoing, "Skwizzle")
    place = (finding.passage, finding.start, finding.end)
    actions.decide(viewer=lead, finding=finding, decision=Decision.KEEP)
    set_lead(viewer=later, case=signed.world.case, lead=later.membership)
    outgoing = Outgoing.objects.select_related("case", "minutes__meeting__case", "study").get(pk=outgoing.pk)
    Outgoing.objects.update(begun_by=later.membership)
    outgoing.refresh_from_db()
    actions.bring_up_to_date(viewer=later, outgoing=outgoing)
    actions.add_span(viewer=later, outgoing=outgoing, words="Skwizzle was mentioned", replacement="An app was named")

    kept = FindingDecision.objects.get(outgoing=outgoing, by=lead.membership)
    assert not Finding.objects.filter(pk=finding.pk).exists()
    assert (kept.finding_id, kept.passage, kept.start, kept.end, kept.decision) == (None, *place, "keep")

    for one in outgoing.findings.filter(decision=Decision.UNDECIDED):
        actions.decide(viewer=later, finding=one, decision=Decision.REPLACE)
    actions.settle(viewer=later, outgoing=outgoing)
    with pytest.raises(Refusal, match="somebody who did not review"):
        actions.confirm(viewer=lead, outgoing=outgoing)
    assert outgoing not in to_confirm(lead)


def test_a_step_whose_findings_are_gone_cannot_be_taken_back(signed, outgoing):
    lead, finding = signed.world.lead, finding_of(outgoing, "Skwizzle")
    actions.decide(viewer=lead, finding=finding_of(outgoing, "Mr Brumblethwaite"), decision=Decision.REPLACE)
    actions.decide(viewer=lead, finding=finding, decision=Decision.KEEP)
    finding.delete()

    assert actions.undo(viewer=lead, outgoing=outgoing) == 1
    assert finding_of(outgoing, "Mr Brumblethwaite").decision == Decision.UNDECIDED
    with pytest.raises(Refusal, match="nothing to take back"):
        actions.undo(viewer=lead, outgoing=outgoing)


def test_everywhere_replaces_the_same_person_and_keeps_only_the_same_words(signed, outgoing):
    lead = signed.world.lead
    full, short = finding_of(outgoing, "Zebedee Quillfeather"), finding_of(outgoing, "Zebedee")

    assert actions.decide(viewer=lead, finding=full, decision=Decision.KEEP, everywhere=True) == 1
    assert actions.decide(viewer=lead, finding=short, decision=Decision.REPLACE, everywhere=True) == 2
    assert amended_text(outgoing).startswith("Peer A, 14")


def test_everywhere_reaches_other_meetings_of_the_case_under_review(signed, outgoing):
    lead, world = signed.world.lead, signed.world
    later = make_minutes(world, days=-10)
    amend(viewer=lead, minutes=later, text="Skwizzle again", reason="Left out")
    other = actions.begin(viewer=lead, minutes=later, study=signed.study)

    done = actions.decide(
        viewer=lead, finding=finding_of(outgoing, "Skwizzle"), decision=Decision.REPLACE, everywhere=True
    )

    assert done == 2
    assert replaced(other)["amendment:1:text"] == "Name 1 again"


def test_a_group_is_accepted_as_shown_and_not_when_it_changed(signed, outgoing):
    lead = signed.world.lead
    shown = outgoing.scanned
    with pytest.raises(Refusal, match="have changed"):
        actions.accept_group(viewer=lead, outgoing=outgoing, group=Group.KNOWN, scanned="0" * 64)

    actions.accept_group(viewer=lead, outgoing=outgoing, group=Group.KNOWN, scanned=shown)

    left = outgoing.findings.filter(decision=Decision.UNDECIDED)
    assert left.exists()
    assert not [finding for finding in left if group_of(finding) is Group.KNOWN]


def test_ages_are_confirmed_and_stay_as_they_are(signed):
    amend(viewer=signed.world.lead, minutes=signed.minutes, text="He is in Year 9, aged 14", reason="Left out")
    outgoing = actions.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)

    done = actions.accept_group(viewer=signed.world.lead, outgoing=outgoing, group=Group.AGES, scanned=outgoing.scanned)

    assert done == 3  # the age of the first amendment among them
    assert replaced(outgoing)["amendment:2:text"] == "He is in Year 9, aged 14"


def test_words_that_the_scan_missed_are_replaced_wherever_they_stand(signed, outgoing):
    lead = signed.world.lead
    done = actions.add_span(viewer=lead, outgoing=outgoing, words="Head of Year", kind=actions.Marked.OTHER)
    assert done == 1
    assert "A new [words removed] answers" in " ".join(replaced(outgoing).values())

    actions.add_span(viewer=lead, outgoing=outgoing, words="Skwizzle was", replacement="something was")
    assert "something was mentioned" in amended_text(outgoing)
    with pytest.raises(Refusal, match="stand nowhere"):
        actions.add_span(viewer=lead, outgoing=outgoing, words="purple elephants")


def test_a_person_added_to_the_case_is_found_by_role_and_other_decisions_stay(signed, outgoing):
    lead = signed.world.lead
    actions.decide(viewer=lead, finding=finding_of(outgoing, "Larkfield Academy"), decision=Decision.REPLACE)
    actions.decide(viewer=lead, finding=finding_of(outgoing, "Skwizzle"), decision=Decision.KEEP)

    actions.add_person(viewer=lead, outgoing=outgoing, name="Skwizzle", kind=CasePerson.Kind.PEER, relation="Friend")

    found = finding_of(outgoing, "Skwizzle")
    assert (found.tier, found.proposed, found.decision) == ("known", "Peer B", Decision.UNDECIDED)
    assert finding_of(outgoing, "Larkfield Academy").decision == Decision.REPLACE
    assert not is_stale(outgoing)


@pytest.mark.parametrize("change", ["amendment", "person"])
def test_what_changes_after_the_second_look_brings_it_back(signed, outgoing, change):
    lead, coordinator = signed.world.lead, signed.world.coordinator
    settle_all(signed, outgoing)
    actions.confirm(viewer=coordinator, outgoing=outgoing)
    assert outgoing.state == State.READY

    if change == "amendment":
        amend(viewer=lead, minutes=signed.minutes, text="Zebedee left", reason="Since then")
    else:
        add_to_case(viewer=lead, case=signed.world.case, kind="peer", name="Mentioned Thwaite", relation="Friend")
    assert is_stale(outgoing)

    assert actions.bring_up_to_date(viewer=coordinator, outgoing=outgoing)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.settled_by, outgoing.confirmed_by) == (State.REVIEW, None, None)
    assert outgoing.findings.filter(decision=Decision.REPLACE).exists()
    assert not actions.bring_up_to_date(viewer=coordinator, outgoing=outgoing)


def test_a_stale_scan_can_be_neither_settled_nor_confirmed(signed, outgoing):
    lead = signed.world.lead
    for finding in outgoing.findings.all():
        actions.decide(viewer=lead, finding=finding, decision=Decision.REPLACE)
    amend(viewer=lead, minutes=signed.minutes, text="Zebedee left", reason="Since then")
    with pytest.raises(Refusal, match="have changed"):
        actions.settle(viewer=lead, outgoing=outgoing)

    actions.bring_up_to_date(viewer=lead, outgoing=outgoing)
    settle_all(signed, outgoing)
    add_to_case(viewer=lead, case=signed.world.case, kind="peer", name="Odd Thwaite", relation="Friend")
    with pytest.raises(Refusal, match="have changed"):
        actions.confirm(viewer=signed.world.coordinator, outgoing=outgoing)


def test_the_second_person_is_another_and_may_send_it_back(signed, outgoing):
    world = signed.world
    settle_all(signed, outgoing)
    with pytest.raises(Refusal, match="did not review it"):
        actions.confirm(viewer=world.lead, outgoing=outgoing)
    with pytest.raises(Refusal, match="limited to other agencies"):
        actions.confirm(viewer=world.practitioner, outgoing=outgoing)
    with pytest.raises(Refusal):
        actions.confirm(viewer=world.practitioner_other, outgoing=outgoing)

    actions.send_back(viewer=world.viewers[Role.CHAIR], outgoing=outgoing, note_text="Look at the summary")

    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.sent_back_note) == (State.REVIEW, "Look at the summary")


def test_a_lead_professional_who_decided_is_no_second_person_after_handing_over(signed, outgoing):
    world = signed.world
    settle_all(signed, outgoing)
    actions.reopen(viewer=world.lead, outgoing=outgoing)
    world.case.lead_professional = world.coordinator.membership
    world.case.save()
    outgoing.refresh_from_db()
    actions.bring_up_to_date(viewer=world.coordinator, outgoing=outgoing)
    actions.settle(viewer=world.coordinator, outgoing=outgoing)

    with pytest.raises(Refusal, match="did not review it"):
        actions.confirm(viewer=world.lead, outgoing=outgoing)


def test_only_the_lead_professional_begins_decides_and_stops(signed, outgoing):
    world, finding = signed.world, outgoing.findings.first()
    for viewer in (world.coordinator, world.practitioner, world.viewers[Role.CHAIR]):
        for write in (
            lambda v=viewer: actions.begin(viewer=v, minutes=signed.minutes, study=signed.study),
            lambda v=viewer: actions.decide(viewer=v, finding=finding, decision=Decision.KEEP),
            lambda v=viewer: actions.settle(viewer=v, outgoing=outgoing),
            lambda v=viewer: actions.stop(viewer=v, outgoing=outgoing, reason="No"),
        ):
            with pytest.raises(Refusal, match="Only the lead professional"):
                write()


def test_one_framework_at_a_time_goes_to_a_study_and_a_stopped_one_makes_room(signed, outgoing):
    lead = signed.world.lead
    with pytest.raises(Refusal, match="already"):
        actions.begin(viewer=lead, minutes=signed.minutes, study=signed.study)
    actions.stop(viewer=lead, outgoing=outgoing, reason="The family asked us to wait")

    assert actions.begin(viewer=lead, minutes=signed.minutes, study=signed.study).corrects is None


def test_what_was_sent_is_corrected_by_a_new_one(signed, outgoing):
    Outgoing.objects.filter(pk=outgoing.pk).update(state=State.SENT)

    again = actions.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)

    assert again.corrects_id == outgoing.pk


def test_minutes_that_were_sent_back_wait(signed):
    SendBack.objects.create(minutes=signed.minutes, note="Look again", by=signed.world.lead.membership)

    with pytest.raises(Refusal, match="sent back"):
        actions.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)


def test_pseudonyms_are_the_same_in_every_meeting_whatever_is_added(signed, outgoing):
    lead, case = signed.world.lead, signed.world.case
    before = dict(Pseudonym.objects.filter(case=case).values_list("key", "name"))
    add_to_case(viewer=lead, case=case, kind="peer", name="Aaron Aardvarkson", relation="Friend")
    later = make_minutes(signed.world, days=-5)

    actions.begin(viewer=lead, minutes=later, study=signed.study)

    after = dict(Pseudonym.objects.filter(case=case).values_list("key", "name"))
    assert before.items() < after.items()
    assert len(set(after.values())) == len(after)


def test_an_age_that_leaves_wider_is_asked_about_in_the_text(signed, outgoing):
    lead = signed.world.lead
    age = finding_of(outgoing, "14")
    actions.decide(viewer=lead, finding=age, decision=Decision.KEEP)
    wider = {"age": "wider"}

    actions.choose_attributes(viewer=lead, outgoing=outgoing, choices=wider)
    age.refresh_from_db()
    assert (age.decision, age.proposed) == (Decision.UNDECIDED, "13 to 15")
    assert "13 to 15, was there" in " ".join(replaced(outgoing).values())

    actions.decide(viewer=lead, finding=age, decision=Decision.KEEP)
    actions.choose_attributes(viewer=lead, outgoing=outgoing, choices=wider)
    age.refresh_from_db()
    assert age.decision == Decision.KEEP, "somebody said so although the age leaves wider"

    actions.choose_attributes(viewer=lead, outgoing=outgoing, choices={"age": "out"})
    actions.decide(viewer=lead, finding=finding_of(outgoing, "14"), decision=Decision.REPLACE)
    assert "[age removed]" in " ".join(replaced(outgoing).values())
