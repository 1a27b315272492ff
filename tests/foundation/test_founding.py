"""Founding a partnership from the command line, and signing in as its first administrator."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from concentric.cli import concentric
from concentric.foundation.accounts.models import Partnership, Role, User
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify

pytestmark = pytest.mark.django_db
PASSWORD = "seven fictional herons"


def found(**changed: str) -> Result:
    given = {
        "name": "Eastmere Partnership",
        "prefix": "em",
        "agency": "Eastmere Children’s Services",
        "email": "bronwen@eastmere.example",
        "administrator": "Bronwen Test-Pugh",
        "password": PASSWORD,
        **changed,
    }
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(concentric, ["partnership", "found", *options])


def test_the_first_administrator_signs_in_and_adds_the_next_member() -> None:
    assert found().exit_code == 0
    browser = Client()
    browser.post("/account/login/", {"login": "bronwen@eastmere.example", "password": PASSWORD})
    page = browser.get("/members/")
    assert "Bronwen Test-Pugh" in page.content.decode()
    partnership = Partnership.objects.get(name="Eastmere Partnership")
    assert partnership.reference_prefix == "EM"
    sent = {
        "email": "adaeze@eastmere.example",
        "name": "Adaeze Test-Okafor",
        "agency": str(partnership.agencies.get().pk),
        "roles": [Role.COORDINATOR.value],
    }
    assert browser.post("/members/add/", sent).status_code == 302
    assert partnership.members.count() == 2
    assert list(verify()) == []


def test_an_account_that_is_there_is_used_and_keeps_its_password() -> None:
    found()
    second = found(name="Westmere Partnership", prefix="WM", password="another long phrase here")
    assert second.exit_code == 0
    user = User.objects.get(email="bronwen@eastmere.example")
    assert user.memberships.count() == 2
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "eastmere partnership"}, "There is a partnership of this name already."),
        ({"name": "Westmere", "email": "not an address"}, "valid email address"),
        ({"name": "Westmere", "prefix": "TOOLONGBYFAR"}, "at most 6 characters"),
        ({"name": "Westmere", "password": "short"}, "too short"),
        ({"name": "Westmere", "handle": "not a slug"}, "slug"),
        ({"name": "Westmere", "kind": "circus"}, "circus"),
    ],
)
def test_what_cannot_be_founded_is_refused_in_one_line_and_changes_nothing(wrong: dict[str, str], said: str) -> None:
    found()
    before = Partnership.objects.count(), User.objects.count(), AuditEvent.objects.count()
    refused = found(**wrong)
    assert refused.exit_code != 0
    assert said in refused.output
    assert "Traceback" not in refused.output
    assert (Partnership.objects.count(), User.objects.count(), AuditEvent.objects.count()) == before
