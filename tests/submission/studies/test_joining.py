"""A partnership joins a study by card or by code, is known by its key, and leaves."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.test import override_settings
from django.utils import timezone

from concentric.foundation.accounts.models import Role
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import OpeningKey
from concentric.method.exchange.bundle.sealing import seal_for
from concentric.method.exchange.study_card import read_site_card, read_study_card, written
from concentric.method.instrument.inclusion import ORIGINAL_STUDY, InclusionRule
from concentric.method.records.study_code import new_code
from concentric.method.records.submission import Submission, new_bundle_id
from concentric.method.records.submission_words import Kind
from concentric.research.frameworks.actions import StudyTerms, change_study
from concentric.research.frameworks.models import Site
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.sites import card_of, give_card, invite, register
from concentric.submission.studies.actions import join, join_by_code, leave, site_card
from concentric.submission.studies.keys import public_key, renew_signing_key, signing_key
from concentric.submission.studies.models import SigningKey, StudyLink
from concentric.submission.studies.queries import get_link, links, rule_of, study_here
from tests.factories.studies import StudyWorld, make_study
from tests.factories.submissions import small_framework
from tests.factories.world import World, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def study() -> StudyWorld:
    return make_study()


def upload(name: str, data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def sent_by(world: World, link: StudyLink) -> bytes:
    document = small_framework()
    submission = Submission(
        str(link.study_id), str(link.site_id), new_code(), new_bundle_id(), Kind.FRAMEWORK, document
    )
    return seal_for(submission, signing_key(world.partnership), link.recipients).data


def test_the_cards_carry_a_partnership_into_a_study(world: World, study: StudyWorld) -> None:
    """The whole road over files: study card out, site card back, and then what it signs is received."""
    card = read_study_card(written(give_card(researcher=study.lead, site=study.other_site)))
    link = join(viewer=world.coordinator, card=card)
    assert (link.name, rule_of(link), str(link.site_id)) == (study.study.name, ORIGINAL_STUDY, str(study.other_site.pk))
    back = read_site_card(written(site_card(viewer=world.coordinator, link=link)))
    register(researcher=study.lead, card=back)
    assert receive(sent_by(world, link), study=study.study).site == "B"
    assert study_here(link) == study.study


def test_a_code_does_it_in_one_step_and_once(world: World, study: StudyWorld) -> None:
    code = invite(researcher=study.lead, site=study.other_site)
    link = join_by_code(viewer=world.coordinator, code=f"{code[:5].lower()} {code[5:]}")
    assert receive(sent_by(world, link), study=study.study).site == "B"
    with pytest.raises(Refusal, match="No study here expects that code"):
        join_by_code(viewer=world.elsewhere_coordinator, code=code)
    assert code not in repr(list(Site.objects.values_list()))


def test_an_old_or_unknown_code_is_refused(world: World, study: StudyWorld) -> None:
    code = invite(researcher=study.lead, site=study.other_site)
    Site.objects.filter(pk=study.other_site.pk).update(invited_until=timezone.localdate() - dt.timedelta(days=1))
    for wrong in (code, new_code(), "nonsense", ""):
        with pytest.raises(Refusal):
            join_by_code(viewer=world.coordinator, code=wrong)
    assert not StudyLink.objects.exists()


def test_only_a_coordinator_joins_and_leaves(world: World, study: StudyWorld) -> None:
    card = card_of(study.other_site)
    link = join(viewer=world.coordinator, card=card)
    for role in Role:
        if role != Role.COORDINATOR:
            with pytest.raises(Refusal, match="Only a coordinator"):
                join(viewer=world.viewers[role], card=card)
            with pytest.raises(Refusal, match="Only a coordinator"):
                leave(viewer=world.viewers[role], link=link)
    assert list(links(world.coordinator)) == [link]


def test_a_newer_card_brings_what_the_study_changed(world: World, study: StudyWorld) -> None:
    link = join(viewer=world.coordinator, card=card_of(study.other_site))
    terms = StudyTerms("Another name", "Another question?", "Somebody", "Other words", InclusionRule(oldest=15), 6)
    change_study(researcher=study.lead, terms=terms)
    study.other_site.refresh_from_db()
    again = join(viewer=world.coordinator, card=card_of(Site.objects.get(pk=study.other_site.pk)))
    assert again.pk == link.pk
    assert (again.name, again.consent_text, rule_of(again).oldest) == ("Another name", "Other words", 15)


def test_a_card_with_another_key_or_site_is_not_taken_for_a_newer_one(world: World, study: StudyWorld) -> None:
    link = join(viewer=world.coordinator, card=card_of(study.other_site))
    plain = json.loads(written(card_of(study.other_site)))
    forged = {**plain, "recipients": [OpeningKey.new().recipient]}
    with pytest.raises(Refusal, match="another key"):
        join(viewer=world.coordinator, card=read_study_card(json.dumps(forged).encode()))
    with pytest.raises(Refusal, match="another site"):
        join(viewer=world.coordinator, card=card_of(study.site))
    link.refresh_from_db()
    assert (link.recipients, link.site_id) == ([study.study.recipient], study.other_site.pk)


def test_leaving_and_joining_again(world: World, study: StudyWorld) -> None:
    link = join(viewer=world.coordinator, card=card_of(study.other_site))
    leave(viewer=world.coordinator, link=link)
    assert not links(world.coordinator)
    with pytest.raises(Refusal, match="left this study already"):
        leave(viewer=world.coordinator, link=get_link(world.coordinator, link.pk))
    assert join(viewer=world.coordinator, card=card_of(study.other_site)).pk == link.pk
    assert list(links(world.coordinator)) == [link]


def test_the_signing_key_is_made_once_and_sealed(world: World) -> None:
    key = signing_key(world.partnership)
    assert signing_key(world.partnership).written() == key.written()
    assert public_key(world.partnership) == key.public
    assert signing_key(world.elsewhere).written() != key.written()
    row = SigningKey.objects.get(partnership=world.partnership)
    assert key.written().encode() not in bytes(row.sealed_private)
    assert b"PRIVATE" not in bytes(row.sealed_private)


def test_a_lost_key_is_said_and_made_anew_only_by_word(world: World, study: StudyWorld) -> None:
    code = invite(researcher=study.lead, site=study.other_site)
    link = join_by_code(viewer=world.coordinator, code=code)
    former = public_key(world.partnership)
    with pytest.raises(Refusal, match="can be opened, and stays"):
        renew_signing_key(viewer=world.coordinator)
    with override_settings(VAULT_KEY="another key altogether"):
        with pytest.raises(Refusal, match="vault key that is gone"):
            signing_key(world.partnership)
        page = world.client(Role.COORDINATOR).get("/door/studies/")
        assert "Nothing can be sent" in words(page)
        assert "Make a new signing key" in words(page)
        assert public_key(world.partnership) == former
        renewed = renew_signing_key(viewer=world.coordinator)
        assert renewed == signing_key(world.partnership).public != former
        back = site_card(viewer=world.coordinator, link=link)
        with pytest.raises(Refusal, match="another key already"):
            register(researcher=study.lead, card=back)
        register(researcher=study.lead, card=back, replaces=True)
    assert Site.objects.get(pk=study.other_site.pk).signer == renewed.written()


def test_a_cards_road_over_the_pages(world: World, study: StudyWorld) -> None:
    researcher, coordinator = study.client(study.lead), world.client(Role.COORDINATOR)
    card = researcher.get(f"/studies/{study.study.pk}/sites/{study.other_site.pk}/card/")
    assert card["Content-Disposition"] == 'attachment; filename="study-card-site-B.json"'
    answer = coordinator.post("/door/studies/join/", {"file": upload("card.json", card.content)})
    link = StudyLink.objects.get(partnership=world.partnership)
    assert answer["Location"] == f"/door/studies/{link.pk}/"
    shown = words(coordinator.get(answer["Location"]))
    for said in (study.study.question, "Aged 10 to 17 at the meeting", "I agree that this framework", "12 months"):
        assert said in shown
    back = coordinator.get(f"/door/studies/{link.pk}/site-card/")
    answer = researcher.post(f"/studies/{study.study.pk}/sites/", {"file": upload("site.json", back.content)})
    assert answer.status_code == 302
    assert public_key(world.partnership).fingerprint in words(researcher.get(answer["Location"]))


@pytest.mark.parametrize("garbled", [b"", b"\xff\xfe", b"[1]", b"{}" * 9, b"x" * 300_000, b'{"format": 7}'])
def test_what_is_no_card_is_refused_beside_the_field(world: World, study: StudyWorld, garbled: bytes) -> None:
    researcher, coordinator = study.client(study.lead), world.client(Role.COORDINATOR)
    for client, url in ((coordinator, "/door/studies/join/"), (researcher, f"/studies/{study.study.pk}/sites/")):
        answer = client.post(url, {"file": upload("card.json", garbled)})
        assert answer.status_code == 422
        assert "There is a problem" in words(answer)
    assert not StudyLink.objects.exists()
