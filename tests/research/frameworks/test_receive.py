"""The one way in: what is taken in, how it is judged, and everything that is refused and leaves nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test import override_settings

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.findings import Wrong
from concentric.method.exchange.bundle.keys import OpeningKey, SigningKey
from concentric.method.exchange.bundle.sealing import seal_with_passphrase
from concentric.method.instrument.inclusion import InclusionRule
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.canonical import to_plain
from concentric.method.records.submission_words import Answer
from concentric.research.frameworks.actions import StudyTerms, change_study, set_status
from concentric.research.frameworks.inclusion import decide_inclusion
from concentric.research.frameworks.models import Framework, InclusionDecision, ReceivedBundle, Study
from concentric.research.frameworks.reading import document_of
from concentric.research.frameworks.receive import NotReceived, Receipt, receive, receive_each
from tests.factories.studies import StudyWorld, aged, make_study
from tests.factories.submissions import PLANTED, correction_of, small_framework, withdrawal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def refused(world: StudyWorld, sealed: bytes) -> list[Wrong]:
    """Why it is refused; and that nothing is kept then."""
    before = rows()
    with pytest.raises(NotReceived) as refusal:
        receive(sealed, study=world.study)
    assert rows() == before
    return [finding.wrong for finding in refusal.value.findings]


def rows() -> list[object]:
    return [*ReceivedBundle.objects.values_list(), *Framework.objects.values_list(), AuditEvent.objects.count()]


def test_a_framework_is_kept_as_it_was_sent(world: StudyWorld) -> None:
    sent = world.submission()
    receipt = receive(world.sealed(sent), study=world.study)
    assert receipt == Receipt(sent.kind, sent.code, "A", 1, included=True, ruled_out=(), followed={})
    held = Framework.objects.get(code=sent.code)
    assert document_of(held) == sent.framework
    assert (held.site, held.cohort, held.age_low, held.age_high) == (world.site, "group", 14, 14)


def test_the_trail_says_that_one_came_from_the_site_and_not_which(world: StudyWorld) -> None:
    sent = world.submission()
    receive(world.sealed(sent), study=world.study)
    event = AuditEvent.objects.get(verb="bundle.received")
    assert (event.chain, event.actor_label, event.subject_id) == (str(world.study.pk), "Site A", str(world.study.pk))
    assert event.details == {"kind": "framework", "site": "A"}
    held = Framework.objects.get(code=sent.code)
    assert not AuditEvent.objects.filter(subject_id__in=[str(held.pk), sent.bundle]).exists()


def test_its_id_tells_no_time(world: StudyWorld) -> None:
    """A version 7 id would tell the millisecond, and so which dispatch of the same installation it was."""
    sent = world.submission()
    receive(world.sealed(sent), study=world.study)
    assert Framework.objects.get(code=sent.code).pk.version == 4


@pytest.mark.parametrize(
    ("framework", "reasons"),
    [
        (aged(10, 17), []),
        (aged(18, 18), ["Aged 18 at the meeting; the study takes in ages 10 to 17."]),
        (aged(16, 18), ["Aged 16 to 18 at the meeting; the study takes in ages 10 to 17."]),
        (replace(small_framework(), incidents=()), ["No incident is recorded; the study needs at least one."]),
        (
            replace(small_framework(), meeting=replace(small_framework().meeting, in_window=Answer.NO)),
            ["The site says that the meeting was outside the study’s months."],
        ),
    ],
)
def test_the_rule_says_what_is_in_and_why_not(world: StudyWorld, framework: object, reasons: list[str]) -> None:
    receipt = receive(world.sealed(world.submission(framework)), study=world.study)  # type: ignore[arg-type]
    assert (receipt.included, list(receipt.ruled_out)) == (not reasons, reasons)
    held = Framework.objects.get(code=receipt.code)
    assert (held.included, held.ruled_out, held.document is None) == (not reasons, reasons, False)


def test_a_study_with_months_asks_that_the_site_could_say(world: StudyWorld) -> None:
    unsure = replace(small_framework(), meeting=replace(small_framework().meeting, in_window=Answer.NOT_KNOWN))
    assert receive(world.sealed(world.submission(unsure)), study=world.study).included
    with_months = make_study(InclusionRule(earliest=dt.date(2026, 1, 1)))
    receipt = receive(with_months.sealed(with_months.submission(unsure)), study=with_months.study)
    assert receipt.ruled_out == ("The site could not say whether the meeting was within the study’s months.",)


def test_a_correction_takes_the_place_of_what_it_corrects(world: StudyWorld) -> None:
    first = world.submission()
    receive(world.sealed(first), study=world.study)
    second = replace(correction_of(first), framework=replace(small_framework(), contextual_summary="Put right"))
    receipt = receive(world.sealed(second), study=world.study)
    held = Framework.objects.get(code=first.code)
    assert (receipt.version, held.version, held.document) == (2, 2, to_plain(second.framework))
    third = correction_of(second)
    assert receive(world.sealed(third), study=world.study).version == 3
    assert refused(world, world.sealed(correction_of(first))) == [Wrong.SUPERSEDES_PAST]


def test_a_researchers_word_stands_through_a_correction(world: StudyWorld) -> None:
    first = world.submission(aged(18, 18))
    receive(world.sealed(first), study=world.study)
    held = Framework.objects.get(code=first.code)
    decide_inclusion(researcher=world.coder, framework=held, included=True, reason="Aged 17 when it happened")
    assert receive(world.sealed(correction_of(first)), study=world.study).included
    held.refresh_from_db()
    assert (held.included, [one.version for one in held.inclusion_decisions.all()]) == (True, [1])


def test_a_withdrawal_leaves_only_that_there_was_one(world: StudyWorld) -> None:
    first = world.submission()
    receive(world.sealed(first), study=world.study)
    held = Framework.objects.get(code=first.code)
    decide_inclusion(researcher=world.coder, framework=held, included=True, reason=f"Because of {PLANTED}")
    receive(world.sealed(withdrawal_of(first)), study=world.study)
    held.refresh_from_db()
    assert (held.status, held.document, held.silences, held.included) == ("withdrawn", None, [], False)
    assert held.cohort == ""
    assert not InclusionDecision.objects.exists()
    assert PLANTED not in repr(list(Framework.objects.values_list()))
    assert refused(world, world.sealed(correction_of(first))) == [Wrong.SUPERSEDES_PAST]
    assert refused(world, world.sealed(first)) == [Wrong.REPLAYED]


def test_what_came_before_does_not_come_again(world: StudyWorld) -> None:
    sent = world.submission()
    receive(world.sealed(sent), study=world.study)
    assert refused(world, world.sealed(sent)) == [Wrong.REPLAYED]
    assert refused(world, world.sealed(replace(world.submission(), code=sent.code))) == [Wrong.CODE_TAKEN]


def test_what_is_not_ours_or_not_whole_is_refused(world: StudyWorld) -> None:
    sent, elsewhere = world.submission(), make_study()
    sealed = world.sealed(sent)
    assert refused(world, elsewhere.sealed(elsewhere.submission())) == [Wrong.FOREIGN_KEY]
    assert refused(world, elsewhere.sealed(elsewhere.submission(), recipient=world.study.recipient)) == [
        Wrong.UNKNOWN_SIGNER
    ]
    assert refused(world, world.sealed(sent, key=SigningKey.new())) == [Wrong.UNKNOWN_SIGNER]
    assert refused(world, world.sealed(replace(sent, site=str(world.other_site.pk)))) == [Wrong.OTHER_SITE]
    assert refused(world, world.sealed(replace(sent, study=str(elsewhere.study.pk)))) == [Wrong.OTHER_STUDY]
    assert refused(world, sealed[:-200]) == [Wrong.TRUNCATED]
    assert refused(world, sealed[:-9] + bytes([sealed[-9] ^ 1]) + sealed[-8:]) == [Wrong.DAMAGED]
    assert refused(world, b"") == [Wrong.EMPTY]
    assert refused(world, world.sealed(correction_of(sent))) == [Wrong.SUPERSEDES_UNKNOWN]


def test_a_closed_study_takes_corrections_and_withdrawals_only(world: StudyWorld) -> None:
    first, late = world.submission(), world.submission()
    receive(world.sealed(first), study=world.study)
    set_status(researcher=world.lead, status=Study.Status.CLOSED)
    with pytest.raises(Refusal, match="closed to new frameworks"):
        receive(world.sealed(late), study=world.study)
    second = correction_of(first)
    assert receive(world.sealed(second), study=world.study).version == 2
    receive(world.sealed(withdrawal_of(second)), study=world.study)


def test_a_study_may_keep_its_key_elsewhere() -> None:
    key = OpeningKey.new()
    world = make_study(recipient=key.recipient)
    sealed = world.sealed(world.submission())
    with pytest.raises(Refusal, match="keeps its key elsewhere"):
        receive(sealed, study=world.study)
    assert receive(sealed, study=world.study, opener=key).included
    assert Study.objects.get(pk=world.study.pk).sealed_identity is None


@pytest.mark.one_database  # a passphrase is made to take seconds
def test_a_passphrase_opens_too() -> None:
    world, passphrase = make_study(recipient=OpeningKey.new().recipient), "four fictional words together"
    under = seal_with_passphrase(world.submission(), world.signing_key, passphrase).data
    assert receive(under, study=world.study, opener=passphrase).included


def test_a_lost_vault_key_is_said(world: StudyWorld) -> None:
    sealed = world.sealed(world.submission())
    with override_settings(VAULT_KEY="another key altogether"), pytest.raises(Refusal, match="no longer has"):
        receive(sealed, study=world.study)


def test_one_refused_file_stops_no_other(world: StudyWorld) -> None:
    good, again = world.submission(), world.submission()
    files = [("1", world.sealed(good)), ("2", b"nonsense"), ("3", world.sealed(good)), ("4", world.sealed(again))]
    outcomes = receive_each(files, study=world.study, opener=None, by=world.coder)
    assert [bool(outcome.receipt) for outcome in outcomes] == [True, False, False, True]
    assert [outcome.reason for outcome in outcomes[1:3]] == [Wrong.NOT_AGE.label, Wrong.REPLAYED.label]
    marks = AuditEvent.objects.filter(verb="bundle.refused", actor_id=world.coder.id).order_by("position")
    assert [mark.details["wrong"] for mark in marks] == [["not_age"], ["replayed"]]


def test_readers_receive_and_decide_nothing(world: StudyWorld) -> None:
    sent = world.submission()
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        receive(world.sealed(sent), study=world.study, by=world.reader)
    receive(world.sealed(sent), study=world.study, by=world.coder)
    held = Framework.objects.get(code=sent.code)
    with pytest.raises(Refusal, match="Only lead researchers and coders"):
        decide_inclusion(researcher=world.reader, framework=held, included=False, reason="No")
    held.refresh_from_db()
    assert held.included


def test_a_changed_rule_is_put_to_all_that_is_held_and_researchers_words_stand(world: StudyWorld) -> None:
    plain, decided = world.submission(), world.submission()
    for one in (plain, decided):
        receive(world.sealed(one), study=world.study)
    kept = Framework.objects.get(code=decided.code)
    decide_inclusion(researcher=world.lead, framework=kept, included=True, reason="Both, by their file")
    study = world.study
    terms = StudyTerms(
        study.name, study.question, study.contact, study.consent_text, InclusionRule(cohorts=(Cohort.SOLE,))
    )
    change_study(researcher=world.lead, terms=terms)
    out, stays = Framework.objects.get(code=plain.code), Framework.objects.get(code=decided.code)
    assert (out.included, stays.included) == (False, True)
    assert out.ruled_out == stays.ruled_out == ["The cohort is group; the study takes in sole."]
    assert out.document == to_plain(plain.framework)
