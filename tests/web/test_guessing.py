"""A password that many addresses guess: a wait that grows, ends, holds over workers, and locks no known browser out."""

from __future__ import annotations

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.web import guessing
from tests.factories.world import PASSWORD, make_member, make_partnership
from tests.web.test_sign_in import restart, sign_in, turn_on_second_step

pytestmark = [pytest.mark.urls("tests.web.toy_site"), pytest.mark.django_db]
WAIT = "came from many places"


@pytest.fixture
def chair() -> Viewer:
    partnership, agencies = make_partnership("Harrow Vale")
    return make_member(partnership, agencies["social"], "Parveen Test-Akhtar", Role.CHAIR)


def at(number: int) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


def guess(member: Viewer, times: int, first: int = 1) -> list[str]:
    """Wrong passwords, each from an address of its own, each at a worker that has just started."""
    pages = []
    for number in range(first, first + times):
        restart()
        pages.append(sign_in(at(number), member, "wrong")[1])
    return pages


def time_passes(**kwargs: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(**kwargs))


def test_many_addresses_are_made_to_wait_whatever_worker_they_meet(chair: Viewer) -> None:
    pages = guess(chair, guessing.FREE_FAILURES + 3)
    assert [WAIT in page for page in pages] == [False] * guessing.FREE_FAILURES + [True] * 3
    assert WAIT in sign_in(at(99), chair)[1]  # nor is the right password looked at


def test_what_is_tried_too_soon_does_not_count_and_makes_nothing_longer(chair: Viewer) -> None:
    guess(chair, guessing.FREE_FAILURES + 20)
    assert AccessAttempt.objects.count() == guessing.FREE_FAILURES
    time_passes(seconds=guessing.FIRST_WAIT.total_seconds())
    assert sign_in(at(99), chair)[0] == 302


def test_the_wait_doubles_up_to_five_minutes_and_a_quiet_quarter_of_an_hour_ends_it(
    chair: Viewer, rf: pytest.FixtureRequest
) -> None:
    request = rf.get("/account/login/")  # type: ignore[attr-defined]
    guess(chair, guessing.FREE_FAILURES)
    waits = []
    for failures in range(guessing.FREE_FAILURES, guessing.FREE_FAILURES + 12):
        AccessAttempt.objects.update(failures_since_start=1)
        AccessAttempt.objects.filter(pk=AccessAttempt.objects.latest("pk").pk).update(
            failures_since_start=1 + failures - guessing.FREE_FAILURES
        )
        waits.append(round(guessing.must_wait(request, chair.user.email).total_seconds() / 5))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]
    time_passes(minutes=15)
    assert not guessing.must_wait(request, chair.user.email)


def test_a_chair_who_has_signed_in_here_before_is_never_made_to_wait(chair: Viewer) -> None:
    office = at(200)
    assert sign_in(office, chair)[0] == 302
    office.post("/account/logout/")
    guess(chair, guessing.FREE_FAILURES + 5)

    assert sign_in(office, chair)[0] == 302
    assert WAIT in sign_in(at(201), chair)[1]


def test_a_known_browser_is_known_to_its_own_accounts_and_still_has_five_tries(chair: Viewer) -> None:
    other = make_member(chair.partnership, chair.agency, "Luis Test-Ferreira", Role.PRACTITIONER)
    office = at(200)
    sign_in(office, other)
    office.post("/account/logout/")
    guess(chair, guessing.FREE_FAILURES)
    assert WAIT in sign_in(office, chair)[1]

    assert [sign_in(office, other, "wrong")[0] for _ in range(5)] == [200] * 4 + [429]


def test_a_password_without_its_second_step_makes_no_browser_known(chair: Viewer) -> None:
    turn_on_second_step(chair)
    thief = at(66)
    assert sign_in(thief, chair)[1].startswith("/account/second-step/authenticate/")
    assert guessing.COOKIE not in thief.cookies


@pytest.mark.parametrize("forged", ["", "x", "a.b:c:d", "\x00", "é" * 3000])
def test_a_cookie_that_is_not_ours_knows_nobody(chair: Viewer, forged: str) -> None:
    guess(chair, guessing.FREE_FAILURES)
    browser = at(200)
    browser.cookies[guessing.COOKIE] = forged
    assert WAIT in sign_in(browser, chair)[1]


def test_the_cookie_says_nothing_about_anybody_and_goes_to_the_sign_in_pages_alone(
    chair: Viewer, settings: pytest.FixtureRequest
) -> None:
    settings.SESSION_COOKIE_SECURE = True  # type: ignore[attr-defined]
    browser = Client()
    browser.post("/account/login/", {"login": chair.user.email, "password": PASSWORD}, secure=True)
    cookie = browser.cookies[guessing.COOKIE]
    assert chair.user.email not in cookie.value
    assert str(chair.user.pk) not in cookie.value
    assert (cookie["path"], cookie["secure"], cookie["httponly"], cookie["samesite"]) == (
        "/account/",
        True,
        True,
        "Lax",
    )
