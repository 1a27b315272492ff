"""Signing in by password and second step, lockout, passwords; and that none of it keeps what it should not."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends import locmem
from django.test import Client

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.web.sign_in import MFAAdapter
from tests.factories.world import PASSWORD, make_member, make_partnership, signed_in

pytestmark = [pytest.mark.urls("tests.web.toy_site"), pytest.mark.django_db]


def restart() -> None:
    """As far as counts go: whatever this process keeps in its memory is gone, as in another worker."""
    for kept in (*locmem._caches.values(), *locmem._expire_info.values()):
        kept.clear()


@pytest.fixture
def member() -> Viewer:
    partnership, agencies = make_partnership("Harrow Vale")
    return make_member(partnership, agencies["social"], "Adaeze Test-Okafor", Role.COORDINATOR)


def sign_in(browser: Client, member: Viewer, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    response = browser.post("/account/login/", {"login": member.user.email, "password": password, **more})
    return response.status_code, response.headers.get("Location", response.content.decode())


def test_the_right_password_leads_back_to_the_page_asked_for(member: Viewer) -> None:
    assert sign_in(Client(), member, next="/note") == (302, "/note")
    assert sign_in(Client(), member, next="https://elsewhere.example/") == (302, "/")


def test_the_e_mail_address_is_not_minded_in_capitals(member: Viewer) -> None:
    response = Client().post("/account/login/", {"login": member.user.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_the_same(member: Viewer) -> None:
    _, wrong = sign_in(Client(), member, "not the password")
    unknown = Client().post("/account/login/", {"login": "nobody@example.org", "password": PASSWORD}).content.decode()
    for page in (wrong, unknown):
        assert "The e-mail address or password is not right." in page
    assert f'value="{member.user.email}"' in wrong, "the address stays typed"
    assert "not the password" not in wrong


def test_a_closed_account_does_not_open(member: Viewer) -> None:
    member.user.is_active = False
    member.user.save()
    browser = Client()
    assert sign_in(browser, member) == (302, "/account/inactive/")
    assert browser.get("/note").status_code == 302


def test_five_failures_pause_sign_in_even_for_the_right_password(member: Viewer) -> None:
    browser = Client()
    for _ in range(4):
        assert sign_in(browser, member, "wrong")[0] == 200
    status, page = sign_in(browser, member, "wrong")
    assert status == 429
    assert "Sign-in is paused" in page
    assert "15 minutes" in page
    restart()
    assert "tried too many times" in sign_in(browser, member)[1]
    cache.clear()  # the database's own count is enough
    assert sign_in(browser, member)[0] == 429
    assert browser.get("/note").status_code == 302


def test_a_pause_is_for_one_account_from_one_address(member: Viewer) -> None:
    for _ in range(5):
        sign_in(Client(), member, "wrong")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, member)[0] == 302


def test_what_lockout_keeps_holds_no_address_and_no_password(member: Viewer) -> None:
    sign_in(Client(), member, "a wrong but private phrase")
    sign_in(Client(), member, "a wrong but private phrase")
    attempt = AccessAttempt.objects.get()
    kept = " ".join(str(value) for value in vars(attempt).values())
    assert attempt.failures_since_start == 2
    assert member.user.email not in kept
    assert "private phrase" not in kept


def test_nobody_signs_themselves_up() -> None:
    assert Client().get("/account/signup/").status_code == 404
    assert Client().get("/account/email/").status_code == 404


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def turn_on_second_step(member: Viewer) -> tuple[str, list[str]]:
    browser = signed_in(member)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/second-step/totp/activate/").content.decode()
    secret = page.split('class="cx-secret">')[1].split("<")[0]
    assert "data:image/svg+xml;base64," in page
    response = browser.post("/account/second-step/totp/activate/", {"code": code_now(secret)}, follow=True)
    page = response.content.decode()
    assert "Recovery codes" in page
    assert "10 of 10 are left" in page
    codes = page.split('class="cx-codes">')[1].split("</ul>")[0]
    return secret, [part.split("</li>")[0] for part in codes.split("<li>")[1:]]


def test_the_second_step_is_asked_for_and_a_recovery_code_works_once(member: Viewer) -> None:
    _, codes = turn_on_second_step(member)
    browser = Client()
    assert sign_in(browser, member, next="/note") == (302, "/account/second-step/authenticate/")
    assert browser.get("/note").status_code == 302, "the password alone opens nothing"
    page = browser.get("/account/second-step/authenticate/").content.decode()
    assert "Enter your code" in page
    wrong = browser.post("/account/second-step/authenticate/", {"code": "00000000"}).content.decode()
    assert "That code is not right" in wrong
    assert browser.post("/account/second-step/authenticate/", {"code": codes[0]}).headers["Location"] == "/note"
    again = Client()
    sign_in(again, member)
    assert (
        "That code is not right"
        in again.post("/account/second-step/authenticate/", {"code": codes[0]}).content.decode()
    )


def test_the_keys_of_the_second_step_are_not_kept_readable(member: Viewer) -> None:
    secret, _ = turn_on_second_step(member)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert MFAAdapter().decrypt(stored) == secret


def test_guessing_codes_is_stopped(member: Viewer) -> None:
    turn_on_second_step(member)
    browser = Client()
    sign_in(browser, member)
    answers = []
    for number in range(7):
        code = {"code": f"{number:06}"}
        answers.append(browser.post("/account/second-step/authenticate/", code).content.decode())
        restart()
    assert "tried too many times" in answers[-1]


def test_a_code_is_good_once_also_at_another_worker(member: Viewer) -> None:
    secret, _ = turn_on_second_step(member)
    Authenticator.objects.filter(user=member.user).update(last_used_at=None)
    code, answers = code_now(secret), []
    for browser in (Client(), Client()):
        sign_in(browser, member)
        answers.append(browser.post("/account/second-step/authenticate/", {"code": code}).status_code)
        restart()
    assert answers[-1] == 200  # the page again, with an error: it was used when the second step was turned on
    assert 302 not in answers[1:]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(member: Viewer) -> None:
    Client().post("/account/password/reset/", {"email": member.user.email})
    (message,) = mail.outbox
    assert message.subject == "Concentric: Choose a new password"
    assert member.name not in message.body
    assert member.partnership.name not in message.body
    link = next(line for line in message.body.splitlines() if line.startswith("http")).split("testserver")[1]
    browser = Client()
    form = browser.get(link, follow=True)
    assert form.status_code == 200
    where = form.redirect_chain[-1][0]
    short = browser.post(where, {"password1": "short", "password2": "short"}).content.decode()
    assert "too short" in short
    new = "four quite unrelated words"
    assert browser.post(where, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), member, new)[0] == 302
    assert "used already, or is too old" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_gets_no_mail_and_the_same_answer(member: Viewer) -> None:
    known = Client().post("/account/password/reset/", {"email": member.user.email})
    mail.outbox.clear()
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert not mail.outbox
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "second-step/",
        "second-step/totp/activate/",
        "second-step/webauthn/",
        "second-step/webauthn/add/",
        "password/change/",
        "logout/",
        "inactive/",
        "password/reset/done/",
        "password/reset/key/done/",
        "reauthenticate/",
    ],
)
def test_every_page_renders_in_our_shell(member: Viewer, path: str) -> None:
    browser = signed_in(member)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get(f"/account/{path}").content.decode()
    assert "– Concentric</title>" in page
    assert "css/concentric" in page


def test_pages_of_the_second_step_render_when_it_is_on(member: Viewer) -> None:
    turn_on_second_step(member)
    browser = signed_in(member)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"):
        response = browser.get(f"/account/second-step/{path}")
        assert response.status_code == 200
        assert "– Concentric</title>" in response.content.decode()
    assert "Each works once" in browser.get("/account/second-step/recovery-codes/download/").content.decode()


def test_signing_out_needs_a_press_and_ends_the_session(member: Viewer) -> None:
    browser = signed_in(member)
    browser.get("/account/logout/")
    assert browser.get("/note").status_code == 200
    assert browser.post("/account/logout/").headers["Location"] == "/account/login/"
    assert browser.get("/note").status_code == 302
