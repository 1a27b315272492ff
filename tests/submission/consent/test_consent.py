"""Two people consent, here or on paper; each may take it back; and consent is to what was confirmed."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from concentric.casework.signoff.actions import amend
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.research.frameworks.actions import StudyTerms, change_study
from concentric.research.frameworks.inclusion import rule_of
from concentric.research.frameworks.sites import card_of
from concentric.submission.consent.actions import SignedForm, give, record_form, withdraw
from concentric.submission.consent.models import Consent
from concentric.submission.consent.queries import case_workers, has_both, signed_form
from concentric.submission.review import actions as review
from concentric.submission.review.models import Outgoing
from concentric.submission.studies.actions import join
from tests.factories.sending import Sending, consent, make_confirmed, make_consented
from tests.factories.world import PASSWORD, involve, make_member
from tests.support.pages import words

pytestmark = pytest.mark.django_db
Part = Consent.Part
PDF = b"%PDF-1.7 a fictional form, signed"


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Sending:
    return make_confirmed()


@pytest.fixture
def sending(made: Sending) -> Sending:
    return deepcopy(made)


def form_of(sending: Sending, data: bytes = PDF) -> SignedForm:
    return SignedForm(data, "application/pdf", f"member:{sending.worker.id}")


def test_lead_and_case_worker_consent_to_the_very_words(sending):
    give(viewer=sending.lead, outgoing=sending.outgoing)
    assert not has_both(sending.outgoing)
    given = give(viewer=sending.worker, outgoing=sending.outgoing)

    assert has_both(sending.outgoing)
    assert (given.part, given.who, given.text) == (Part.WORKER, sending.worker.name, sending.link.consent_text)


def test_the_words_agreed_to_are_kept_when_the_study_changes_its_own(sending):
    given, study = give(viewer=sending.lead, outgoing=sending.outgoing), sending.study
    before = sending.link.consent_text
    terms = StudyTerms(
        name=study.study.name,
        question=study.study.question,
        contact=study.study.contact,
        consent_text="Other words altogether",
        inclusion=rule_of(study.study),
    )
    change_study(researcher=study.lead, terms=terms)
    study.other_site.refresh_from_db()
    link = join(viewer=sending.world.coordinator, card=card_of(study.other_site))
    given.refresh_from_db()
    assert (given.text, link.consent_text) == (before, "Other words altogether")


def test_nobody_else_consents_and_nobody_twice(sending):
    other = make_member(sending.world.partnership, sending.world.agencies["social"], "Ottoline Test-Rowe")
    for viewer, why in (
        (sending.world.coordinator, "somebody else who is involved"),
        (other, "somebody else who is involved"),
        (sending.world.practitioner, "limited to other agencies"),
    ):
        with pytest.raises(Refusal, match=why):
            give(viewer=viewer, outgoing=sending.outgoing)
    give(viewer=sending.worker, outgoing=sending.outgoing)
    with pytest.raises(Refusal, match="given already"):
        give(viewer=sending.world.viewers[Role.MINUTE_TAKER], outgoing=sending.outgoing)
    with pytest.raises(Refusal, match="given already"):
        give(viewer=sending.worker, outgoing=sending.outgoing)


def test_consent_is_to_what_was_confirmed_and_to_nothing_later(sending):
    consent(sending, sending.outgoing)
    review.reopen(viewer=sending.lead, outgoing=sending.outgoing)
    assert not has_both(sending.outgoing)
    with pytest.raises(Refusal, match="what a second person has confirmed"):
        give(viewer=sending.lead, outgoing=sending.outgoing)

    review.settle(viewer=sending.lead, outgoing=sending.outgoing)
    review.confirm(viewer=sending.world.coordinator, outgoing=sending.outgoing)
    assert not has_both(sending.outgoing)
    consent(sending, sending.outgoing)
    assert has_both(sending.outgoing)


def test_an_amendment_in_between_holds_consent_back(sending):
    amend(viewer=sending.lead, minutes=sending.minutes, text="It was autumn", reason="Left out")
    with pytest.raises(Refusal, match="have changed"):
        give(viewer=sending.lead, outgoing=sending.outgoing)


def test_a_withdrawn_consent_stops_what_is_not_sent(sending):
    consent(sending, sending.outgoing)
    mine = sending.outgoing.consents.get(part=Part.WORKER)
    with pytest.raises(Refusal, match="Only whoever gave"):
        withdraw(viewer=sending.world.practitioner, consent=mine, reason="Not mine")
    with pytest.raises(Refusal, match="Say why"):
        withdraw(viewer=sending.worker, consent=mine, reason="  ")

    withdraw(viewer=sending.worker, consent=mine, reason="The family asked me to")

    outgoing = Outgoing.objects.get(pk=sending.outgoing.pk)
    assert (outgoing.state, has_both(outgoing)) == (Outgoing.State.STOPPED, False)
    assert "The family asked me to" in outgoing.ended_reason
    assert "family" not in str(AuditEvent.objects.get(verb="consent.withdrawn").details)
    with pytest.raises(Refusal, match="withdrawn already"):
        withdraw(viewer=sending.worker, consent=mine, reason="Again")


def test_a_signed_form_is_kept_sealed_and_read_back_by_few(sending):
    kept = record_form(viewer=sending.lead, outgoing=sending.outgoing, part=Part.WORKER, form=form_of(sending))
    kept.refresh_from_db()

    assert b"fictional form" not in bytes(kept.sealed_form)
    assert signed_form(kept) == PDF
    address = reverse("consent:signed_form", args=[kept.pk])
    assert sending.world.client(Role.LEAD_PROFESSIONAL).get(address).content == PDF
    assert sending.world.client(Role.CHAIR).get(address).content == PDF  # who signed it
    assert sending.world.client(Role.PRACTITIONER).get(address).status_code == 403
    with override_settings(VAULT_KEY="another key altogether, thirty-two characters"):
        assert sending.world.client(Role.LEAD_PROFESSIONAL).get(address).status_code == 403


def test_a_form_is_of_somebody_on_the_case_who_is_not_its_lead(sending):
    assert f"member:{sending.lead.id}" not in case_workers(sending.outgoing)
    for key in (f"member:{sending.lead.id}", "member:nobody", ""):
        with pytest.raises(Refusal, match="involved with the case"):
            record_form(
                viewer=sending.lead,
                outgoing=sending.outgoing,
                part=Part.WORKER,
                form=SignedForm(PDF, "application/pdf", key),
            )
    with pytest.raises(Refusal, match="Only the lead professional"):
        record_form(viewer=sending.worker, outgoing=sending.outgoing, part=Part.WORKER, form=form_of(sending))


def test_consenting_on_the_page_asks_for_the_password(sending):
    client, address = sending.world.client(Role.CHAIR), reverse("consent:give", args=[sending.outgoing.pk])
    assert sending.link.consent_text in words(client.get(address))

    wrong = client.post(address, {"agreed": "on", "password": "not it"})
    assert (wrong.status_code, sending.outgoing.consents.count()) == (422, 0)
    assert "You have not consented" in words(wrong)
    unticked = client.post(address, {"password": PASSWORD})
    assert "Tick the box to consent" in words(unticked)

    assert client.post(address, {"agreed": "on", "password": PASSWORD}).status_code == 302
    assert sending.outgoing.consents.get().means == Consent.Means.IN_PERSON
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"MZ a program", "neither a PDF nor a picture"),
        (b"<svg onload=x>", "neither a PDF nor a picture"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_form_is_refused_on_the_page(sending, data, what):
    client = sending.world.client(Role.LEAD_PROFESSIONAL)
    address = reverse("consent:keep_form", args=[sending.outgoing.pk, "worker"])
    file = SimpleUploadedFile("form.pdf", data, "application/pdf")
    sent = {"file": file, "signer": f"member:{sending.worker.id}", "shows_words": "on"}
    page = client.post(address, sent)
    assert (page.status_code, sending.outgoing.consents.count()) == (422, 0)
    assert what in words(page)


def test_paper_for_both_parts_on_the_pages(sending):
    client = sending.world.client(Role.LEAD_PROFESSIONAL)
    for part, more in (("lead", {}), ("worker", {"signer": f"member:{sending.worker.id}"})):
        address = reverse("consent:keep_form", args=[sending.outgoing.pk, part])
        file = SimpleUploadedFile("scan.jpg", b"\xff\xd8\xff\xe0 a picture", "image/jpeg")
        assert client.post(address, {"file": file, "shows_words": "on", **more}).status_code == 302
    assert has_both(sending.outgoing)
    assert client.get(reverse("consent:keep_form", args=[sending.outgoing.pk, "other"])).status_code == 404


def test_an_ended_involvement_is_no_case_worker(sending):
    newcomer = make_member(
        sending.world.partnership, sending.world.agencies["social"], "Ottoline Test-Rowe", Role.COORDINATOR
    )
    part = involve(sending.world.case, newcomer, by=sending.lead)
    part.until = part.since
    part.save()
    with pytest.raises(Refusal, match="somebody else who is involved"):
        give(viewer=newcomer, outgoing=sending.outgoing)


def test_both_consents_stand_on_the_way_page():
    made = make_consented()
    page = made.world.client(Role.LEAD_PROFESSIONAL).get(reverse("dispatch:show", args=[made.outgoing.pk]))
    assert f"Lead professional: {made.lead.name}. Case worker: {made.worker.name}." in words(page)
