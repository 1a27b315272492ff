"""A study's pages, as its team and strangers use them."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.method.exchange.bundle.keys import OpeningKey
from concentric.research.frameworks.models import Framework, Study, StudyMember
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.researcher import Researcher
from tests.factories.studies import StudyWorld, make_study, make_user
from tests.factories.submissions import PLANTED
from tests.factories.world import PASSWORD, make_world
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def bundle(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def url(world: StudyWorld, rest: str = "") -> str:
    return f"/studies/{world.study.pk}/{rest}"


def test_signing_in_leads_somebody_with_only_a_place_to_their_studies(world: StudyWorld) -> None:
    browser = Client()
    sign_in = browser.get("/", follow=True)
    answer = browser.post(
        sign_in.request["PATH_INFO"] + "?next=/", {"login": world.reader.user.email, "password": PASSWORD}
    )
    page = browser.get(answer["Location"], follow=True)
    assert page.request["PATH_INFO"] == "/studies/"
    assert world.study.name in words(page)


def test_one_person_may_hold_both_hats_and_goes_from_one_to_the_other(world: StudyWorld) -> None:
    partnership = make_world()
    coordinator = partnership.coordinator
    browser = partnership.client(coordinator)
    assert 'href="/studies/"' not in browser.get("/").content.decode()
    StudyMember.objects.create(study=world.study, user=coordinator.user, role=StudyMember.Role.READER)
    assert 'href="/studies/"' in browser.get("/").content.decode()
    assert 'href="/meetings/"' in browser.get(url(world)).content.decode()


def test_the_casework_side_is_closed_to_researchers_and_the_study_to_everybody_else(world: StudyWorld) -> None:
    assert [world.client(world.lead).get(path).status_code for path in ("/cases/", "/meetings/")] == [403, 403]
    assert [make_world().client(role).get(url(world)).status_code for role in Role] == [404] * len(Role)
    elsewhere = make_study()
    assert world.client(elsewhere.lead).get(url(world)).status_code == 404


def test_several_files_at_once_each_with_its_outcome(world: StudyWorld) -> None:
    browser = world.client(world.coder)
    good, second = world.submission(), world.submission()
    files = [
        bundle(world.sealed(good), "one.cbundle"),
        bundle(b"nonsense", "two.cbundle"),
        bundle(world.sealed(second), "three.cbundle"),
    ]
    answer = browser.post(url(world, "receive/"), {"sealed": files})
    assert answer.status_code == 422
    said = words(answer)
    assert "2 files received" in said
    assert "1 file refused" in said
    for expected in (good.code, second.code, "two.cbundle", "This is not a sealed bundle"):
        assert expected in said
    listed = words(browser.get(url(world)))
    assert good.code in listed
    assert second.code in listed
    assert PLANTED not in listed


def test_a_key_that_is_kept_elsewhere_is_asked_for_and_not_kept() -> None:
    key = OpeningKey.new()
    world = make_study(recipient=key.recipient)
    browser, sent = world.client(world.lead), world.submission()
    without = browser.post(url(world, "receive/"), {"sealed": [bundle(world.sealed(sent), "a.cbundle")]})
    assert "keeps its key elsewhere" in words(without)
    wrong = {"sealed": [bundle(world.sealed(sent), "a.cbundle")], "key": bundle(b"no key", "key.txt")}
    assert "not a file with one age identity" in words(browser.post(url(world, "receive/"), wrong))
    right = {
        "sealed": [bundle(world.sealed(sent), "a.cbundle")],
        "key": bundle(key.written().encode(), "key.txt"),
    }
    assert browser.post(url(world, "receive/"), right).status_code == 200
    assert key.secret not in repr(list(Study.objects.values_list()))


def test_a_framework_is_read_in_its_grid_and_decided_on_with_a_reason(world: StudyWorld) -> None:
    receipt = receive(world.sealed(world.submission()), study=world.study)
    held = Framework.objects.get(code=receipt.code)
    browser, page = world.client(world.coder), url(world, f"frameworks/{held.pk}/")
    said = words(browser.get(page))
    for expected in (
        "nobody on duty",
        "School 1",
        "due 7 days after the meeting",
        "Not discussed",
        "Autumn term of 2026/27",
    ):
        assert expected in said
    assert AuditEvent.objects.get(verb="framework.read").subject_id == str(held.pk)

    without_reason = browser.post(page, {"included": "no", "reason": ""})
    assert without_reason.status_code == 422
    assert browser.post(page, {"included": "no", "reason": "Sent twice under two codes"}).status_code == 302
    assert "Sent twice under two codes" in words(browser.get(page))
    held.refresh_from_db()
    assert not held.included
    assert world.client(world.reader).post(page, {"included": "yes", "reason": "Mine"}).status_code == 403


def test_the_lead_changes_the_study_and_the_trail_names_the_fields(world: StudyWorld) -> None:
    browser = world.client(world.lead)
    form = main_form(browser.get(url(world, "change/")))
    answer = browser.post(url(world, "change/"), {**form, "oldest": "15", "earliest": "April 2026", "question": "Why?"})
    assert answer.status_code == 302
    event = AuditEvent.objects.get(verb="study.changed")
    assert event.details == {"fields": ["question", "inclusion"]}
    said = words(browser.get(url(world, "about/")))
    assert "Aged 10 to 15 at the meeting" in said
    assert "Meeting held from April 2026 on" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"youngest": "16", "oldest": "12"}, "The youngest age is above the oldest"),
        ({"earliest": "May 2026", "latest": "4/2026"}, "The first month of meetings is after the last"),
        ({"earliest": "Lent"}, "Enter a month, for example April 2026"),
        ({"cohorts": []}, "Choose the cohorts"),
        ({"name": ""}, "Enter the name of the study"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused_with_the_typing_kept(
    world: StudyWorld, change: dict[str, object], said: str
) -> None:
    browser = world.client(world.lead)
    form = main_form(browser.get(url(world, "change/")))
    answer = browser.post(url(world, "change/"), {**form, **change, "question": "Typed and kept"})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Typed and kept" in answer.content.decode()
    world.study.refresh_from_db()
    assert world.study.question != "Typed and kept"


def test_the_team_is_added_to_by_e_mail_and_taken_from(world: StudyWorld) -> None:
    browser, newcomer = world.client(world.lead), make_user("Nadia Test-Rahman")
    unknown = browser.post(url(world, "team/"), {"email": "nobody@example.org", "role": "coder"})
    assert "Nobody has an account here" in words(unknown)
    assert browser.post(url(world, "team/"), {"email": newcomer.email.upper(), "role": "coder"}).status_code == 302
    place = world.study.team.get(user=newcomer)
    theirs = world.client(Researcher(place))
    assert theirs.get(url(world)).status_code == 200
    other_role = {"email": newcomer.email, "role": "reader"}
    asked = browser.post(url(world, "team/"), other_role)
    assert (asked.status_code, world.study.team.get(user=newcomer).role) == (422, "coder")
    assert "Nadia Test-Rahman is in the team as coder. To give them another role, tick so below." in words(asked)
    assert browser.post(url(world, "team/"), other_role | {"changes_role": "on"}).status_code == 302
    assert world.study.team.get(user=newcomer).role == "reader"
    assert browser.post(url(world, f"team/{place.pk}/remove/")).status_code == 302
    assert theirs.get(url(world)).status_code == 404
    assert browser.post(url(world, f"team/{world.lead.id}/remove/")).status_code == 403
    own = browser.post(url(world, "team/"), {"email": world.lead.user.email, "role": "reader"})
    assert "You cannot change your own role" in words(own)


def test_a_joining_code_is_shown_once(world: StudyWorld) -> None:
    browser = world.client(world.lead)
    shown = words(browser.post(url(world, f"sites/{world.other_site.pk}/invite/")))
    assert "Joining code for Site B" in shown
    assert "Joining code for Site B" not in words(browser.get(url(world, "sites/")))
    assert browser.post(url(world, f"sites/{world.site.pk}/invite/")).status_code == 403
