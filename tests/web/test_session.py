"""A session that ends never loses typing, and who may frame, cache or read what we send."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.web import session
from tests.factories.world import make_member, make_partnership, signed_in

pytestmark = [pytest.mark.urls("tests.web.toy_site"), pytest.mark.django_db]

TYPED = "A long concern that somebody spent ten minutes on <script>alert(1)</script>"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def member() -> Viewer:
    partnership, agencies = make_partnership("Harrow Vale")
    return make_member(partnership, agencies["social"], "Adaeze Test-Okafor", Role.COORDINATOR)


def test_a_page_without_a_session_goes_to_sign_in_and_comes_back() -> None:
    response = Client().get("/note")
    assert response.status_code == 302
    assert response.headers["Location"] == "/account/login/?next=/note"


@pytest.mark.parametrize("header", [{"HTTP_X_CONCENTRIC_FETCH": "1"}, {"HTTP_HX_REQUEST": "true"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_without_a_session_is_told_401(header: dict[str, str], method: str) -> None:
    response = getattr(Client(), method)("/note", **header)
    assert response.status_code == 401
    assert response.json()["signed_out"] is True
    assert response.headers["HX-Trigger"] == "concentric:signed-out"


def test_a_script_whose_form_token_went_with_its_session_is_told_401_too() -> None:
    response = Client(enforce_csrf_checks=True).post("/note", {"concern": TYPED}, HTTP_X_CONCENTRIC_FETCH="1")
    assert response.status_code == 401


def test_a_posted_form_without_a_session_gets_its_typing_back() -> None:
    response = Client().post("/note", {"concern": TYPED, "level": "high", "password": "secret words here"}, headers=OWN)
    assert response.status_code == 401
    page = response.content.decode()
    assert "A long concern that somebody spent ten minutes on &lt;script&gt;" in page
    assert '<input type="hidden" name="level" value="high">' in page
    assert "secret words here" not in page
    assert "no-store" in response.headers["Cache-Control"]


def test_a_form_posted_from_elsewhere_is_never_offered_for_sending_again() -> None:
    response = Client().post("/note", {"concern": TYPED}, HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 401
    assert "A long concern" not in response.content.decode()


def test_what_is_kept_is_sent_once_the_person_is_back(member: Viewer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/account/login/")
    stale = browser.cookies["csrftoken"].value
    browser.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    browser.cookies["csrftoken"] = "0" * 32
    kept = browser.post("/note", {"concern": TYPED, "csrfmiddlewaretoken": stale}, headers=OWN)
    assert kept.status_code == 403
    assert "Check what you typed, then send it again" in kept.content.decode()
    fresh = kept.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = browser.post("/note", {"concern": TYPED, "csrfmiddlewaretoken": fresh}, headers=OWN)
    assert again.content.decode() == f"saved: {TYPED}"


def test_a_stale_form_from_elsewhere_is_refused_without_its_words(member: Viewer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    response = browser.post("/note", {"concern": TYPED}, HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 403
    assert "A long concern" not in response.content.decode()
    assert "did not come from a Concentric page" in response.content.decode()


def test_the_pulse_says_who_is_there_without_naming_them(member: Viewer) -> None:
    assert Client().get("/session/alive").json()["person"] == ""
    alive = signed_in(member).get("/session/alive").json()
    assert alive["person"] == session.person_token(member.user)
    assert alive["csrf"]
    assert str(member.user.pk) not in str(alive)
    page = signed_in(member).get("/note").content.decode()
    assert f'<meta name="concentric-person" content="{alive["person"]}">' in page


@pytest.mark.parametrize("clock", [session.SEEN, session.STARTED])
def test_an_idle_or_overlong_session_ends(member: Viewer, clock: str) -> None:
    browser = signed_in(member)
    assert browser.get("/note").status_code == 200
    stored = browser.session
    longest = {session.SEEN: settings.SESSION_IDLE_SECONDS, session.STARTED: settings.SESSION_LONGEST_SECONDS}
    stored[clock] -= longest[clock] + 1
    stored.save()
    assert browser.get("/note").status_code == 302
    assert browser.get("/note").status_code == 302, "and stays ended"


def test_use_keeps_a_session_alive_with_at_most_one_write_a_minute(member: Viewer) -> None:
    browser = signed_in(member)
    browser.get("/note")
    stored = browser.session
    stored[session.SEEN] -= session.NOTE_EVERY_SECONDS + 5
    stored.save()
    old = stored[session.SEEN]
    browser.get("/session/alive")
    noted = browser.session[session.SEEN]
    assert noted > old
    browser.get("/session/alive")
    assert browser.session[session.SEEN] == noted


def test_every_answer_carries_a_policy_without_anything_inline(member: Viewer) -> None:
    browser = signed_in(member)
    for path in ("/note", "/refuses", "/nowhere", "/account/login/", "/session/alive"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in headers["Cache-Control"]
        assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "framed"),
    [("/note", False), ("/account/login/", True), ("/session/back", True), ("/account/password/reset/", False)],
)
def test_only_the_sign_in_road_may_be_framed_and_only_by_us(path: str, framed: bool) -> None:
    headers = Client().get(path).headers
    assert headers["X-Frame-Options"] == ("SAMEORIGIN" if framed else "DENY")
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self'" if framed else "frame-ancestors 'none'")


def test_no_page_of_ours_has_an_inline_script_or_style(member: Viewer) -> None:
    for path in ("/note", "/style", "/account/second-step/", "/account/password/change/"):
        page = signed_in(member).get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        for tag in page.split("<script")[1:]:
            assert " src=" in tag.split(">")[0] or 'type="application/json"' in tag.split(">")[0]


def test_messages_are_shown_as_text_and_titles_name_nobody(member: Viewer) -> None:
    page = signed_in(member).get("/note").content.decode()
    assert "A &lt;b&gt;banner&lt;/b&gt;" in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert member.name not in title
    assert member.partnership.name not in title


@pytest.mark.parametrize(("asked_by_itself", "alive"), [(False, True), (True, False)])
def test_what_a_page_asks_by_itself_keeps_no_session_alive(
    member: Viewer, monkeypatch: pytest.MonkeyPatch, *, asked_by_itself: bool, alive: bool
) -> None:
    client = signed_in(member)
    headers = {"X-Concentric-Unattended": "1"} if asked_by_itself else {}
    client.get("/note")
    real = session.time.time
    for minutes in (settings.SESSION_IDLE_SECONDS // 60 - 1, settings.SESSION_IDLE_SECONDS // 60 + 5):
        monkeypatch.setattr(session.time, "time", lambda minutes=minutes: real() + minutes * 60)
        last = client.get("/note", headers=headers)
    assert (last.status_code == 200) is alive
