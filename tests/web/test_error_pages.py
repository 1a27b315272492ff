"""Error pages: plain words, the right status, and standing when everything else has fallen."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from concentric.foundation.accounts.models import Role
from tests.factories.world import make_member, make_partnership, signed_in

pytestmark = pytest.mark.urls("tests.web.toy_site")


@pytest.fixture
def browser(db: None) -> Client:
    partnership, agencies = make_partnership("Harrow Vale")
    made = signed_in(make_member(partnership, agencies["social"], "Adaeze Test-Okafor", Role.COORDINATOR))
    made.raise_request_exception = False
    return made


def test_a_refusal_shows_its_reason(browser: Client) -> None:
    response = browser.get("/refuses")
    assert response.status_code == 403
    page = response.content.decode()
    assert "Only the chair can sign the minutes." in page
    assert "ask your coordinator or administrator. In a study, ask one of its lead researchers." in page


def test_a_refusal_without_a_reason_still_says_what_to_do(browser: Client) -> None:
    response = browser.get("/denies")
    assert response.status_code == 403
    assert "Your role in this partnership does not include this." in response.content.decode()


def test_a_script_gets_the_reason_as_a_message(browser: Client) -> None:
    response = browser.get("/refuses", HTTP_X_CONCENTRIC_FETCH="1")
    assert (response.status_code, response.json()) == (403, {"message": "Only the chair can sign the minutes."})


def test_not_found(browser: Client) -> None:
    response = browser.get("/nowhere")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_an_address_that_only_takes_forms_leads_to_the_page_above_it(browser: Client) -> None:
    response = browser.get("/studies/takes/forms/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "nothing was sent again" in page
    assert 'href="/studies/"' in page
    assert browser.put("/studies/takes/forms/").content == b"", "a program needs no page"


@pytest.mark.django_db
def test_a_fault_shows_nothing_of_itself(browser: Client) -> None:
    response = browser.get("/breaks")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in page
    assert "ZeroDivisionError" not in page
    assert "must not be shown" not in page


def test_the_fault_page_needs_no_database() -> None:
    """Outside django_db any query fails the test."""
    from django.test import RequestFactory

    from concentric.web import errors

    response = errors.failed(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content


def test_too_much_is_413(browser: Client) -> None:
    response = browser.post(
        "/note",
        {"concern": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in (400, 413)


def test_too_many_fields_is_a_clear_refusal(browser: Client) -> None:
    body = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    response = browser.post("/note", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()
