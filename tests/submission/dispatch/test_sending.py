"""From two consents to the study: sent whole or not at all, corrected, withdrawn, many at once."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner
from django.urls import reverse

from concentric.casework.cases.actions import add_person, set_lead
from concentric.casework.contexts.models import Context
from concentric.casework.signoff.actions import amend
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.research.frameworks.models import Framework, Study
from concentric.submission.consent.models import Consent
from concentric.submission.dispatch import register
from concentric.submission.dispatch.actions import hand_over, send, send_many, withdraw, withdraw_consent
from concentric.submission.dispatch.commands import submission
from concentric.submission.dispatch.compose import framework_of
from concentric.submission.dispatch.models import Dispatch, RegisterRow
from concentric.submission.dispatch.register import registered
from concentric.submission.review import actions as review
from concentric.submission.review.models import Finding, Outgoing, Pseudonym
from concentric.submission.review.outgoing import is_stale
from concentric.submission.studies.actions import leave
from tests.factories.reviewing import make_minutes
from tests.factories.sending import Sending, confirmed, consent, make_confirmed, make_consented
from tests.factories.world import PASSWORD, signed_in
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db
State, Kind = Outgoing.State, Dispatch.Kind


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Sending:
    return make_consented()


@pytest.fixture
def sending(made: Sending) -> Sending:
    return deepcopy(made)


def held(sending: Sending) -> Framework:
    return Framework.objects.get(study=sending.study.study)


def again(outgoing: Outgoing) -> Outgoing:
    return Outgoing.objects.select_related("case__partnership", "study", "minutes__meeting__case").get(pk=outgoing.pk)


def test_the_study_receives_what_was_confirmed(sending):
    dispatch = send(viewer=sending.lead, outgoing=sending.outgoing)

    framework = held(sending)
    assert framework.code == registered(sending.outgoing).code
    assert (dispatch.kind, dispatch.handed_over_on is not None) == (Kind.FRAMEWORK, True)
    assert again(sending.outgoing).state == State.SENT
    texts = [entry["text"] for entry in framework.document["entries"]]
    assert "Peers hold harmful attitudes towards girls" in texts
    assert {one["pseudonym"] for one in framework.document["contexts"]} == {"School 1", "Peer group 1", "Place 1"}


def test_nothing_is_sent_without_both_consents():
    made = make_confirmed()
    with pytest.raises(Refusal, match="Both consents"):
        send(viewer=made.lead, outgoing=made.outgoing)
    consent(made, made.outgoing)
    made.outgoing.consents.filter(part=Consent.Part.LEAD).delete()
    with pytest.raises(Refusal, match="Both consents"):
        send(viewer=made.lead, outgoing=made.outgoing)
    assert not Framework.objects.exists()
    assert not RegisterRow.objects.exists()


def test_only_the_lead_professional_sends_and_only_once(sending):
    with pytest.raises(Refusal, match="Only the lead professional"):
        send(viewer=sending.world.coordinator, outgoing=sending.outgoing)
    send(viewer=sending.lead, outgoing=sending.outgoing)
    with pytest.raises(Refusal, match="Only a framework that a second person has confirmed"):
        send(viewer=sending.lead, outgoing=sending.outgoing)
    assert Framework.objects.count() == Dispatch.objects.count() == 1


def test_what_the_case_came_to_know_since_holds_it_back(sending):
    add_person(viewer=sending.lead, case=sending.world.case, kind="peer", name="Odwin Thwaite", relation="Friend")
    with pytest.raises(Refusal, match="have changed"):
        send(viewer=sending.lead, outgoing=sending.outgoing)
    assert not Framework.objects.exists()


def test_an_identifier_in_what_would_leave_holds_it_back_and_names_the_place(sending):
    passage = f"entry:{sending.minutes.record['entries'][0]['id']}:text"
    Finding.objects.create(
        outgoing=sending.outgoing,
        passage=passage,
        start=0,
        end=8,
        tier="reviewer",
        kind="words",
        reason="Marked",
        decision=Finding.Decision.REPLACE,
        replacement="Zebedee Quillfeather",
    )
    with pytest.raises(Refusal, match="Look at: Individual") as refusal:
        send(viewer=sending.lead, outgoing=sending.outgoing)
    assert "Quillfeather" not in refusal.value.reason
    assert (again(sending.outgoing).state, RegisterRow.objects.count()) == (State.READY, 0)


def test_when_the_study_refuses_nothing_has_happened(sending):
    Study.objects.update(status=Study.Status.CLOSED)
    with pytest.raises(Refusal, match="closed to new frameworks"):
        send(viewer=sending.lead, outgoing=sending.outgoing)
    assert again(sending.outgoing).state == State.READY
    assert not (Dispatch.objects.exists())
    assert not (RegisterRow.objects.exists())
    assert not (Framework.objects.exists())
    assert not AuditEvent.objects.filter(verb="outgoing.sent").exists()


def test_nothing_goes_to_a_study_that_was_left(sending):
    leave(viewer=sending.world.coordinator, link=sending.link)
    with pytest.raises(Refusal, match="has left this study"):
        send(viewer=sending.lead, outgoing=again(sending.outgoing))


def test_a_study_elsewhere_is_given_the_file_by_hand(sending):
    Study.objects.update(sealed_identity=None)
    dispatch = send(viewer=sending.lead, outgoing=sending.outgoing)
    assert dispatch.handed_over_on is None
    assert not Framework.objects.exists()
    client = signed_in(sending.lead)
    file = client.get(reverse("dispatch:sealed_file", args=[dispatch.pk]))
    assert file.content == bytes(dispatch.sealed_file)
    assert file.headers["Content-Disposition"] == 'attachment; filename="for-the-study.cbundle"'
    assert client.post(reverse("dispatch:handed_over", args=[dispatch.pk])).status_code == 302
    with pytest.raises(Refusal, match="already"):
        hand_over(viewer=sending.lead, dispatch=Dispatch.objects.get())


def test_a_correction_takes_the_place_under_the_same_code(sending):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    first = registered(sending.outgoing)
    amend(viewer=sending.lead, minutes=sending.minutes, text="It was the autumn term", reason="Left out")
    later = confirmed(sending.world, sending.minutes, sending.link)
    assert later.corrects == sending.outgoing
    consent(sending, later)

    dispatch = send(viewer=sending.lead, outgoing=later)

    framework = held(sending)
    assert (dispatch.kind, framework.version, framework.code) == (Kind.CORRECTION, 2, first.code)
    assert "It was the autumn term" in json.dumps(framework.document)
    assert again(sending.outgoing).state == State.SUPERSEDED
    assert registered(later).code == first.code
    assert registered(later).current != first.current


def test_what_was_sent_is_withdrawn_and_its_code_is_spent(sending):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    code = registered(sending.outgoing).code
    with pytest.raises(Refusal, match="Only the lead professional or a coordinator"):
        withdraw(viewer=sending.world.practitioner, outgoing=sending.outgoing, reason="Not mine")

    withdraw(viewer=sending.lead, outgoing=sending.outgoing, reason="The young person asked")

    assert (held(sending).status, held(sending).document) == (Framework.Status.WITHDRAWN, None)
    assert again(sending.outgoing).state == State.WITHDRAWN
    back = confirmed(sending.world, sending.minutes, sending.link)
    consent(sending, back)
    send(viewer=sending.lead, outgoing=back)
    assert registered(back).code != code


@pytest.mark.parametrize("what", ["framework", "consent", "consent, study not told"])
def test_a_correction_stops_when_what_it_corrects_is_withdrawn(sending, settings, what):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    code = registered(sending.outgoing).code
    amend(viewer=sending.lead, minutes=sending.minutes, text="It was the autumn term", reason="Left out")
    later = confirmed(sending.world, sending.minutes, sending.link)
    consent(sending, later)
    given, key = sending.outgoing.consents.get(part=Consent.Part.WORKER), settings.VAULT_KEY
    if what == "framework":
        withdraw(viewer=sending.lead, outgoing=sending.outgoing, reason="The young person asked")
    else:
        settings.VAULT_KEY = key if what == "consent" else "another key altogether, thirty-two characters"
        withdraw_consent(viewer=sending.worker, consent=given, reason="No longer")
        settings.VAULT_KEY = key

    stopped = again(later)
    assert (stopped.state, "prepare them anew" in stopped.ended_reason) == (State.STOPPED, True)
    assert "autumn" not in stopped.ended_reason + str(list(AuditEvent.objects.values_list("details", flat=True)))
    with pytest.raises(Refusal, match="Only a framework that a second person has confirmed"):
        send(viewer=sending.lead, outgoing=again(later))
    if what != "consent, study not told":
        anew = confirmed(sending.world, sending.minutes, sending.link)
        consent(sending, anew)
        assert (send(viewer=sending.lead, outgoing=anew).kind, registered(anew).code == code) == (Kind.FRAMEWORK, False)


def test_an_amendment_that_comes_while_it_is_composed_holds_it_back(sending, monkeypatch):
    """It comes after the first look at whether all is fresh, and before the record is read again to be composed."""
    drawn = register.unused_code

    def amended_meanwhile(partnership):
        amend(viewer=sending.lead, minutes=sending.minutes, text="It was the autumn term", reason="Left out")
        return drawn(partnership)

    monkeypatch.setattr(register, "unused_code", amended_meanwhile)
    with pytest.raises(Refusal, match="have changed"):
        send(viewer=sending.lead, outgoing=sending.outgoing)
    assert not Framework.objects.exists()


def test_somebody_who_came_to_the_case_since_holds_it_back_whoever_holds_the_row(sending):
    assert not is_stale(sending.outgoing)
    add_person(viewer=sending.lead, case=sending.world.case, kind="peer", name="Odwin Thwaite", relation="Friend")
    assert is_stale(sending.outgoing)


@pytest.mark.parametrize("name", ["???", "…", "★★", "\N{OWL}"])
def test_a_place_whose_name_has_no_letter_leaves_under_a_pseudonym(sending, name):
    Context.objects.filter(kind="peers").update(name=name)
    Pseudonym.objects.filter(key__startswith="context:").delete()  # as if it had been called so from the first
    review.bring_up_to_date(viewer=sending.lead, outgoing=sending.outgoing)
    for finding in sending.outgoing.findings.filter(decision=Finding.Decision.UNDECIDED):
        review.decide(viewer=sending.lead, finding=finding, decision=Finding.Decision.REPLACE)
    pseudonyms = {one.pseudonym for one in framework_of(sending.outgoing).contexts}
    assert pseudonyms == {"School 1", "Peer group 1", "Place 1"}


def test_a_consent_taken_back_after_sending_takes_the_framework_out(sending):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    mine = sending.outgoing.consents.get(part=Consent.Part.WORKER)
    client = signed_in(sending.worker)
    address = reverse("dispatch:withdraw_consent", args=[mine.pk])
    assert "takes it out of there" in words(client.get(address))

    page = client.post(address, {"reason": "I have changed my mind"}, follow=True)

    assert "The study has taken the framework out" in words(page)
    assert held(sending).status == Framework.Status.WITHDRAWN
    assert [one.kind for one in Dispatch.objects.all()] == [Kind.FRAMEWORK, Kind.WITHDRAWAL]
    assert "changed my mind" not in json.dumps(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_consent_counts_as_withdrawn_even_where_the_study_cannot_be_told(sending, settings):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    settings.VAULT_KEY = "another key altogether, thirty-two characters"

    untold = withdraw_consent(
        viewer=sending.worker, consent=sending.outgoing.consents.get(part="worker"), reason="No longer"
    )

    assert "no longer has" in untold
    assert sending.outgoing.consents.get(part="worker").withdrawn_at is not None
    assert held(sending).status == Framework.Status.HELD
    page = words(signed_in(sending.lead).get(reverse("dispatch:show", args=[sending.outgoing.pk])))
    assert "The study still holds this framework" in page
    home = words(signed_in(sending.lead).get(reverse("overview:home")))
    assert "Tell the study that a consent was withdrawn" in home


def another(sending: Sending, *, days: int) -> Outgoing:
    outgoing = confirmed(sending.world, make_minutes(sending.world, days=days), sending.link)
    consent(sending, outgoing)
    return outgoing


def test_of_many_one_that_fails_stops_none_of_the_others(sending):
    stale, third = another(sending, days=-40), another(sending, days=-30)
    amend(viewer=sending.lead, minutes=stale.minutes, text="Something else", reason="Left out")

    outcomes = list(send_many(viewer=sending.lead, outgoing=[sending.outgoing, stale, third]))

    assert [bool(one.reason) for one in outcomes] == [False, True, False]
    assert Framework.objects.count() == 2
    assert again(stale).state == State.READY


def test_of_many_one_that_breaks_stops_none_of_the_others_and_tells_nothing(sending, caplog):
    broken, third = another(sending, days=-40), another(sending, days=-30)
    Outgoing.objects.filter(pk=broken.pk).update(attributes="Zebedee Quillfeather")

    outcomes = list(send_many(viewer=sending.lead, outgoing=[sending.outgoing, again(broken), third]))

    assert [bool(one.reason) for one in outcomes] == [False, True, False]
    assert "whoever runs Concentric" in outcomes[1].reason
    assert "Quillfeather" not in caplog.text + outcomes[1].reason
    assert "one could not be sent" in caplog.text
    assert (Framework.objects.count(), again(broken).state) == (2, State.READY)


def test_many_are_sent_from_the_page_and_the_command(sending):
    stale = another(sending, days=-40)
    amend(viewer=sending.lead, minutes=stale.minutes, text="Something else", reason="Left out")
    client = signed_in(sending.lead)
    form = main_form(client.get(reverse("dispatch:send_many")))

    page = client.post(reverse("dispatch:send_many"), form)

    assert registered(sending.outgoing).code in words(page)
    assert "Not sent" in words(page)
    assert "have changed" in words(page)
    third = another(sending, days=-30)
    arguments = ["send", "--study", sending.link.name, "--as", sending.lead.user.email, "--format", "json"]
    said = CliRunner().invoke(submission, arguments)
    assert said.exit_code == 1
    rows = {row["framework"]: row["sent"] for row in json.loads(said.stdout)}
    assert rows == {str(stale.pk): False, str(third.pk): True}
    assert registered(third).code not in said.stdout


def test_the_whole_road_by_its_pages(sending):
    lead = signed_in(sending.lead)
    shown = words(lead.get(reverse("dispatch:show", args=[sending.outgoing.pk])))
    assert "Send it to the study" in shown
    sent = lead.post(reverse("dispatch:send", args=[sending.outgoing.pk]), follow=True)
    assert "The study has received it" in words(sent)
    code = registered(sending.outgoing).code
    assert code not in sent.content.decode()
    assert code in words(lead.get(reverse("dispatch:code", args=[sending.outgoing.pk])))
    assert sending.world.case.reference in words(lead.get(reverse("dispatch:list")))
    researcher = sending.study.client(sending.study.lead)
    assert code in words(researcher.get(reverse("frameworks:study", args=[sending.study.study.pk])))


def test_disabled_buttons_say_why(sending):
    chair = signed_in(sending.worker).get(reverse("dispatch:show", args=[sending.outgoing.pk]))
    assert "Only the lead professional of this case does this" in words(chair)
    assert signed_in(sending.worker).post(reverse("dispatch:send", args=[sending.outgoing.pk])).status_code == 403


def test_a_new_lead_professional_sends_and_the_former_does_not(sending):
    set_lead(viewer=sending.world.coordinator, case=sending.world.case, lead=sending.worker.membership)
    outgoing = again(sending.outgoing)
    with pytest.raises(Refusal, match="Only the lead professional"):
        send(viewer=sending.lead, outgoing=outgoing)
    review.reopen(viewer=sending.worker, outgoing=outgoing)


def test_signing_again_is_asked_by_password_not_by_session(sending):
    """The chair's password, not the lead's, proves nothing for the lead."""
    review.reopen(viewer=sending.lead, outgoing=sending.outgoing)
    review.settle(viewer=sending.lead, outgoing=sending.outgoing)
    review.confirm(viewer=sending.world.coordinator, outgoing=sending.outgoing)
    address = reverse("consent:give", args=[sending.outgoing.pk])
    sending.worker.user.set_password("quite another passphrase")
    sending.worker.user.save()
    client = signed_in(sending.lead)
    assert client.post(address, {"agreed": "on", "password": "quite another passphrase"}).status_code == 422
    assert client.post(address, {"agreed": "on", "password": PASSWORD}).status_code == 302


def test_the_coordinator_withdraws_for_somebody_who_has_gone(sending):
    send(viewer=sending.lead, outgoing=sending.outgoing)
    withdraw_consent(
        viewer=sending.world.viewers[Role.COORDINATOR],
        consent=sending.outgoing.consents.get(part="lead"),
        reason="On the telephone",
    )
    assert held(sending).status == Framework.Status.WITHDRAWN
