"""A second step that a partnership asks of a role: days to set it up, then nothing else is open. On every address."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from concentric.casework.live.hub_access import Listener, still_allowed
from concentric.casework.process.actions import change_process
from concentric.casework.process.models import ProcessSettings
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.process import SecondStep
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from tests.factories.counting import queries_for
from tests.factories.world import World, make_world
from tests.support.pages import main_form, words
from tests.sweeps.addresses import WORDS, Address
from tests.sweeps.test_access import ours

pytestmark = pytest.mark.django_db
ASKED = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.GOVERNANCE)
SET_UP = "Set up a second step to go on"


def days_pass(world: World, days: float) -> None:
    """Everybody joined, and was asked, that much earlier."""
    passed = timezone.now() - dt.timedelta(days=days)
    Membership.objects.filter(partnership=world.partnership).update(created_at=passed)
    ProcessSettings.objects.filter(partnership=world.partnership, second_step_since__gt=passed).update(
        second_step_since=passed
    )


def has_second_step(viewer: Viewer, kind: str = Authenticator.Type.TOTP) -> None:
    Authenticator.objects.create(user=viewer.user, type=kind, data={})


@pytest.fixture
def late() -> World:
    """A world in which the days of grace are over."""
    world = make_world()
    days_pass(world, DEFAULT_PROCESS.second_step.grace_days)
    return world


def test_the_default_asks_those_who_see_everything_or_let_people_in() -> None:
    assert DEFAULT_PROCESS.second_step.roles == ASKED
    assert DEFAULT_PROCESS.second_step.grace_days > 0


@pytest.mark.parametrize("role", list(Role))
def test_past_the_days_of_grace_the_roles_asked_see_the_set_up_page_and_the_others_their_work(
    late: World, role: Role
) -> None:
    page = late.client(role).get("/")
    assert (page.status_code == 403) is (role in ASKED)
    assert (SET_UP in words(page)) is (role in ASKED)


def test_until_then_everything_is_open_and_each_sign_in_is_told_once_until_when() -> None:
    world = make_world()
    days_pass(world, DEFAULT_PROCESS.second_step.grace_days - 0.5)
    client = world.client(Role.COORDINATOR)
    told = "you need a second step to sign in"
    assert told in client.get("/").content.decode()
    assert told not in client.get("/cases/").content.decode()
    assert told in world.client(Role.COORDINATOR).get("/cases/").content.decode()
    assert told not in world.client(Role.CHAIR).get("/").content.decode()


def anything(address: Address) -> str:
    return reverse(address.name, kwargs={name: WORDS.get(name, uuid.uuid4()) for name in address.takes})


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_ours_is_left_open(late: World, method: str) -> None:
    """Whatever it would be about: the second step is asked for before anything is looked up."""
    client = late.client(Role.COORDINATOR)
    found = {address.name: getattr(client, method)(anything(address)) for address in ours()}
    assert len(found) > 50
    left_open = [name for name, page in found.items() if page.status_code != 403 or SET_UP not in page.content.decode()]
    assert left_open == []


def test_a_script_is_told_why_and_a_form_that_nothing_was_saved(late: World) -> None:
    client = late.client(Role.COORDINATOR)
    told = client.post(f"/meetings/{late.meeting.pk}/open/", headers={"X-Concentric-Fetch": "1"})
    assert (told.status_code, "second step" in told.json()["message"]) == (403, True)
    assert "What you sent was not saved" in words(client.post("/settings/change/", {"confidentiality": "Typed"}))


def test_what_sets_it_up_is_open_and_then_the_work_is(late: World) -> None:
    client = late.client(Role.COORDINATOR)
    for path in ("/account/second-step/", "/account/logout/", "/account/password/change/", "/session/alive"):
        assert client.get(path).status_code == 200, path
    for path in ("/account/second-step/totp/activate/", "/account/second-step/webauthn/add/"):
        assert client.get(path).headers["Location"].startswith("/account/reauthenticate/"), path
    has_second_step(late.coordinator)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "opens"),
    [(Authenticator.Type.TOTP, True), (Authenticator.Type.WEBAUTHN, True), (Authenticator.Type.RECOVERY_CODES, False)],
)
def test_an_app_or_a_passkey_is_a_second_step_and_recovery_codes_alone_are_none(
    late: World, kind: str, opens: bool
) -> None:
    has_second_step(late.coordinator, kind)
    assert (late.client(Role.COORDINATOR).get("/").status_code == 200) is opens


def test_whoever_takes_it_away_again_is_back_at_the_set_up_page(late: World) -> None:
    has_second_step(late.coordinator)
    client = late.client(Role.COORDINATOR)
    assert client.get("/").status_code == 200
    Authenticator.objects.filter(user=late.coordinator.user).delete()
    assert client.get("/").status_code == 403


def test_a_partnership_may_ask_others_and_they_have_their_days_from_then_on(late: World) -> None:
    asked = replace(DEFAULT_PROCESS, second_step=SecondStep((Role.CHAIR,), grace_days=7))
    change_process(viewer=late.coordinator, process=asked)
    chair = late.client(Role.CHAIR)
    assert chair.get("/").status_code == 200
    assert late.client(Role.COORDINATOR).get("/").status_code == 200

    days_pass(late, 6)
    change_process(viewer=late.coordinator, process=replace(asked, terms_of_reference="Others."))
    assert chair.get("/").status_code == 200
    days_pass(late, 7)  # another change of the settings gave nobody more time
    assert chair.get("/").status_code == 403


def test_an_open_stream_ends_with_the_days_of_grace(late: World) -> None:
    client = late.client(Role.COORDINATOR)
    client.get("/account/second-step/")
    session = client.session
    listener = Listener(late.coordinator, late.meeting.pk, str(session.session_key), after=0, room=False)
    assert still_allowed(listener) is None
    has_second_step(late.coordinator)
    assert still_allowed(listener) is not None


def test_the_settings_page_shows_changes_and_carries_it() -> None:
    world = make_world()
    client = world.client(Role.ADMINISTRATOR)
    assert "Administrator, Coordinator (SPOC), Information governance officer" in words(client.get("/settings/"))
    data = main_form(client.get("/settings/change/")) | {
        "second_step_roles": ["chair", "administrator"],
        "grace_days": 3,
    }
    assert client.post("/settings/change/", data).status_code == 302
    assert process_of(world.partnership).second_step == SecondStep((Role.CHAIR, Role.ADMINISTRATOR), 3)

    exported = client.get("/settings/export/").content
    assert json.loads(exported)["second_step"] == {"roles": ["chair", "administrator"], "grace_days": 3}
    theirs = world.client(world.elsewhere_coordinator)
    theirs.post("/settings/start-from-file/", {"file": SimpleUploadedFile("settings.json", exported)})
    assert process_of(world.elsewhere).second_step == process_of(world.partnership).second_step


@pytest.mark.parametrize("wrong", [{"grace_days": 91}, {"grace_days": "x"}, {"second_step_roles": ["owner"]}])
def test_what_cannot_be_asked_is_refused(wrong: dict[str, object]) -> None:
    world = make_world()
    client = world.client(Role.ADMINISTRATOR)
    answer = client.post("/settings/change/", main_form(client.get("/settings/change/")) | wrong)
    assert answer.status_code == 422
    assert process_of(world.partnership) == DEFAULT_PROCESS


def test_who_has_a_second_step_costs_no_query_and_who_has_none_costs_one() -> None:
    world = make_world()
    client = world.client(Role.COORDINATOR)
    without = queries_for(client, "/cases/")
    has_second_step(world.coordinator)
    assert queries_for(client, "/cases/") == without - 1
