"""What is due, and who decides: two people, a hold that stops everything, and pages without a word of the record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from concentric.casework.cases.actions import change_status, set_legal_hold
from concentric.casework.cases.models import Case
from concentric.casework.contexts.actions import merge_contexts, name_context
from concentric.casework.contexts.models import Context
from concentric.casework.referrals.actions import refer, signpost
from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.research.frameworks.models import Framework
from concentric.submission.consent.models import Consent
from concentric.submission.dispatch.actions import send
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.retention import actions, queries
from concentric.submission.retention.models import Destruction, Kind
from concentric.submission.retention.notices import tell_of_due
from concentric.submission.retention.records import find
from concentric.web.onward import waiting
from tests.factories.busy_world import REFERRAL
from tests.factories.planted import close_long_ago
from tests.factories.retention import due_case, make_due_case
from tests.factories.sending import make_consented
from tests.factories.world import PASSWORD, World, make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def governance(world: World) -> Viewer:
    return world.viewers[Role.GOVERNANCE]


def is_due(world: World, case: Case) -> bool:
    return case.pk in [kept.record_id for kept in queries.due_list(world.coordinator).due]


def test_a_case_is_due_on_the_day_its_years_are_over_and_not_before(world: World) -> None:
    today = timezone.localdate()
    closed = dt.date(today.year - 10, today.month, min(today.day, 28))
    on_the_day = make_due_case(world)
    Case.objects.filter(pk=on_the_day.pk).update(closed_on=closed)
    not_yet = make_due_case(world)
    Case.objects.filter(pk=not_yet.pk).update(closed_on=closed + dt.timedelta(days=6))
    assert is_due(world, on_the_day)
    assert not is_due(world, not_yet)
    assert not_yet.pk in [kept.record_id for kept in queries.due_list(world.coordinator).coming]
    assert not is_due(world, world.case), "open cases have no time"

    change_status(viewer=world.coordinator, case=on_the_day, status=Case.Status.OPEN, reason="It goes on")

    assert not is_due(world, on_the_day)


def test_one_person_alone_destroys_nothing(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    proposal = actions.propose(viewer=governance, kept=due_case(world, case))
    with pytest.raises(Refusal, match="Another person"):
        actions.destroy(viewer=governance, proposal=proposal)
    assert Case.objects.filter(pk=case.pk).exists()

    certificate = actions.destroy(viewer=world.coordinator, proposal=proposal)

    assert not Case.objects.filter(pk=case.pk).exists()
    assert (certificate.proposed_by, certificate.confirmed_by) == (governance.membership, world.coordinator.membership)
    verbs = AuditEvent.objects.filter(case_id=case.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["case.destruction_proposed", "case.destroyed"]
    with pytest.raises(Refusal):
        actions.destroy(viewer=world.coordinator, proposal=proposal)


def test_a_hold_stops_a_destruction_that_was_proposed(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    proposal = actions.propose(viewer=world.coordinator, kept=due_case(world, case))
    set_legal_hold(viewer=governance, case=case, held=True, reason="An inquiry was announced")
    with pytest.raises(Refusal, match="legal hold"):
        actions.destroy(viewer=governance, proposal=proposal)
    assert [kept.record_id for kept in queries.due_list(governance).held] == [case.pk]

    set_legal_hold(viewer=world.coordinator, case=case, held=False, reason="It is over")

    assert actions.destroy(viewer=governance, proposal=proposal).counts["casework.HoldChange"] == 2


def test_a_case_that_was_opened_again_is_not_destroyed(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    proposal = actions.propose(viewer=governance, kept=due_case(world, case))
    change_status(viewer=world.coordinator, case=case, status=Case.Status.OPEN, reason="It goes on")
    with pytest.raises(Refusal, match="not come yet"):
        actions.destroy(viewer=world.coordinator, proposal=proposal)


def test_kept_longer_until_that_day(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    until = timezone.localdate() + dt.timedelta(days=400)
    for wrong in (timezone.localdate(), timezone.localdate() - dt.timedelta(days=9), dt.date(2200, 1, 1)):
        with pytest.raises(Refusal):
            actions.extend(viewer=governance, kept=due_case(world, case), until=wrong, reason="An inquiry")

    actions.extend(viewer=governance, kept=due_case(world, case), until=until, reason="An inquiry")

    assert due_case(world, case).due_on == until
    assert not is_due(world, case)
    with pytest.raises(Refusal, match="not come yet"):
        actions.propose(viewer=governance, kept=due_case(world, case))


def test_a_referral_that_was_not_accepted_goes_by_itself(world: World, governance: Viewer) -> None:
    referral = refer(viewer=world.practitioner, **REFERRAL)
    assert find(world.partnership, Kind.REFERRAL, referral.pk) is None, "it waits for a decision"
    signpost(viewer=world.coordinator, referral=referral, reasons="Early help has it")
    Referral.objects.filter(pk=referral.pk).update(decided_at=timezone.now() - dt.timedelta(days=366 * 3 + 1))
    kept = queries.get_record(governance, Kind.REFERRAL, referral.pk)
    assert kept.is_due

    certificate = actions.destroy(viewer=world.coordinator, proposal=actions.propose(viewer=governance, kept=kept))

    assert certificate.counts == {"casework.Referral": 1, "casework.ReferralStep": 1, "submission.Proposal": 1}
    assert certificate.reference == referral.reference


def test_sealed_copies_go_and_that_they_were_sent_stays() -> None:
    sending = make_consented()
    world, outgoing = sending.world, sending.outgoing
    long_ago = timezone.localdate() - dt.timedelta(days=800)
    Consent.objects.filter(outgoing=outgoing, part="lead").update(sealed_form=b"a form", form_type="image/png")
    Dispatch.objects.create(
        outgoing=outgoing, kind="framework", sealed_file=b"a file", by=world.lead.membership, on=long_ago
    )
    kept = queries.get_record(world.coordinator, Kind.COPIES, outgoing.pk)
    assert kept.is_due
    assert kept.case_id == world.case.pk
    proposal = actions.propose(viewer=world.coordinator, kept=kept)

    actions.destroy(viewer=world.viewers[Role.GOVERNANCE], proposal=proposal)

    assert bytes(outgoing.dispatches.get().sealed_file) == b""
    assert set(outgoing.consents.values_list("sealed_form", flat=True)) == {None}
    assert find(world.partnership, Kind.COPIES, outgoing.pk) is None
    page = world.client(world.coordinator).get(f"/door/sending/files/{outgoing.dispatches.get().pk}/")
    assert page.status_code == 403


def test_the_second_person_is_told_what_is_with_a_study_and_it_stays_there() -> None:
    sending = make_consented()
    world, case = sending.world, sending.world.case
    send(viewer=sending.lead, outgoing=sending.outgoing)
    close_long_ago(case)
    proposal = actions.propose(viewer=world.viewers[Role.GOVERNANCE], kept=due_case(world, case))
    page = world.client(world.coordinator).get(f"/door/retention/proposals/{proposal.pk}/")
    assert "1 framework of this case is with a study" in words(page)

    certificate = actions.destroy(viewer=world.coordinator, proposal=proposal)

    assert certificate.counts["submission.RegisterRow"] == 1
    assert Framework.objects.get(study=sending.study.study).document, "what the study holds has its own time"


def test_a_home_that_another_case_has_as_well_stays(world: World, governance: Viewer) -> None:
    """Two families' names were found to be one home. It goes with the last of the cases that has it."""
    cases = make_due_case(world), make_due_case(world)
    mine, shared, theirs = (
        name_context(viewer=world.coordinator, case=case, kind="family", name=name)
        for case, name in ((cases[0], "Alone"), (cases[0], "Together"), (cases[1], "Together, too"))
    )
    merge_contexts(viewer=world.coordinator, context=shared, into=theirs)
    for case, left in ((cases[0], {shared.pk, theirs.pk}), (cases[1], set())):
        proposal = actions.propose(viewer=governance, kept=due_case(world, case))
        actions.destroy(viewer=world.coordinator, proposal=proposal)
        assert set(Context.objects.filter(partnership=world.partnership).values_list("pk", flat=True)) == left
    assert mine.pk not in Context.objects.values_list("pk", flat=True)


def test_the_pages_take_two_people_from_due_to_the_certificate(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    Case.objects.filter(pk=case.pk).update(given_name="Quillon", family_name="Featherstonehaugh")
    first, second = world.client(governance), world.client(world.coordinator)
    page = first.get("/door/retention/")
    assert case.reference in words(page)
    assert "Featherstonehaugh" not in page.content.decode()
    record = f"/door/retention/case/{case.pk}/"
    assert "Featherstonehaugh" not in first.get(record).content.decode()
    first.post(f"{record}propose/")
    proposal = due_case(world, case).proposal
    assert proposal is not None
    address = f"/door/retention/proposals/{proposal.pk}/"
    assert first.get(address).status_code == 403
    assert "Destruction to confirm" in [one.label for one in waiting(world.coordinator)]
    for wrong in ({"agreed": "on", "password": "not it"}, {"password": PASSWORD}, {}):
        assert second.post(address, wrong).status_code == 422
    assert Case.objects.filter(pk=case.pk).exists()

    done = second.post(address, {"agreed": "on", "password": PASSWORD}, follow=True)

    assert "Certificate of destruction" in words(done)
    assert case.reference in words(done)
    assert case.reference in words(first.get("/door/retention/certificates/"))
    assert second.get(record).status_code == 404


def test_a_record_is_found_by_its_reference_and_held_from_there(world: World, governance: Viewer) -> None:
    client = world.client(governance)
    found = client.post("/door/retention/", {"reference": f" {world.case.reference.lower()} "})
    assert found.status_code == 302
    assert "does not run" in words(client.get(found["Location"]))
    assert client.post("/door/retention/", {"reference": "XX-1999-0001"}).status_code == 422
    page = client.get(f"/door/retention/cases/{world.case.pk}/hold/")
    assert main_form(page) is not None

    client.post(f"/door/retention/cases/{world.case.pk}/hold/", {"reason": "A claim was announced"})

    world.case.refresh_from_db()
    assert world.case.legal_hold
    assert client.get(f"/cases/{world.case.pk}/details/").status_code == 404, "to hold is not to look"


def test_nothing_of_another_partnership_is_found(world: World) -> None:
    case = make_due_case(world)
    with pytest.raises(NotVisible):
        queries.get_record(world.elsewhere_coordinator, Kind.CASE, case.pk)
    assert queries.by_reference(world.elsewhere_coordinator, case.reference) is None
    assert queries.due_list(world.elsewhere_coordinator).due == []


def test_those_who_decide_are_told_once_and_of_nobody(world: World) -> None:
    case = make_due_case(world)
    make_due_case(world)
    set_legal_hold(viewer=world.coordinator, case=make_due_case(world), held=True, reason="A claim")
    assert tell_of_due() == 2
    assert {address for letter in mail.outbox for address in letter.to} == {
        world.coordinator.user.email,
        world.viewers[Role.GOVERNANCE].user.email,
    }
    assert not any(case.reference in letter.body or case.family_name in letter.body for letter in mail.outbox)
    assert tell_of_due() == 0

    make_due_case(world)

    assert tell_of_due() == 2


def test_certificates_hold_nothing_that_anybody_typed(world: World, governance: Viewer) -> None:
    case = make_due_case(world)
    until = timezone.localdate() + dt.timedelta(days=1)
    actions.extend(viewer=governance, kept=due_case(world, case), until=until, reason="Because of Quillon")
    world_after = timezone.localdate() - dt.timedelta(days=1)
    case_extension = queries.extensions(governance, due_case(world, case))
    case_extension.update(until=world_after)
    proposal = actions.propose(viewer=governance, kept=due_case(world, case))
    certificate = actions.destroy(viewer=world.coordinator, proposal=proposal)
    kept = Destruction.objects.filter(pk=certificate.pk).values().get()
    assert "Quillon" not in str(kept)
    assert f"until {world_after.day} {world_after:%B %Y}" in certificate.rule
