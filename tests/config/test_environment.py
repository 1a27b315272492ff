"""What the environment says, what it must not leave unsaid, and which database a command then works on."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from concentric.config.environment import OF_ANY_MODE, OF_PRODUCTION, read_environment
from tests.config.test_command_line import run


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set."""
    for name in (*OF_PRODUCTION, *OF_ANY_MODE, "MODE", "PUBLIC_URL", "HTTPS"):
        monkeypatch.delenv(f"CONCENTRIC_{name}", raising=False)


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in OF_PRODUCTION:
        monkeypatch.setenv(f"CONCENTRIC_{name}", secrets.token_urlsafe(48))
    monkeypatch.setenv("CONCENTRIC_MODE", "production")
    monkeypatch.setenv("CONCENTRIC_EMAIL_URL", "console:")
    monkeypatch.setenv("CONCENTRIC_HOSTS", "meet.example.org,other.example.org")
    return monkeypatch


@pytest.mark.parametrize("name", [*OF_PRODUCTION, *OF_ANY_MODE])
def test_a_half_set_production_is_never_taken_for_the_demonstration(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"CONCENTRIC_{name}", "anything")
    with pytest.raises(ImproperlyConfigured, match=f"CONCENTRIC_{name} is set.*CONCENTRIC_MODE=production"):
        read_environment()


@pytest.mark.parametrize("name", OF_PRODUCTION)
def test_the_demonstration_by_name_takes_a_home_and_nothing_of_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("CONCENTRIC_MODE", "demo")
    monkeypatch.setenv("CONCENTRIC_HOME", str(tmp_path))
    assert read_environment().home == tmp_path
    monkeypatch.setenv(f"CONCENTRIC_{name}", "anything")
    with pytest.raises(ImproperlyConfigured, match=f"unset CONCENTRIC_{name}"):
        read_environment()


def test_with_nothing_set_it_is_the_demonstration() -> None:
    assert read_environment().mode == "demo"


def test_a_command_says_which_database_it_works_on_beside_its_answer(tmp_path: Path) -> None:
    home = {"CONCENTRIC_MODE": "demo", "CONCENTRIC_HOME": str(tmp_path)}
    asked = "from django.db import connection; connection.ensure_connection(); print('[]')"
    answered = run("django", "shell", "--no-imports", "-c", asked, **home)

    said = answered.stderr.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"Working on the demonstration’s database, {tmp_path}/concentric.sqlite3")
    assert "CONCENTRIC_MODE=production" in said[0]
    assert answered.stdout == "[]\n"

    refused = run("audit", "verify", CONCENTRIC_HOME=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: CONCENTRIC_HOME is set, but CONCENTRIC_MODE is not set.")


def test_links_lead_to_the_first_host_unless_told_otherwise(production: pytest.MonkeyPatch) -> None:
    assert read_environment().public_url == "https://meet.example.org"
    production.setenv("CONCENTRIC_PUBLIC_URL", "https://meet.example.org:8443/")
    assert read_environment().public_url == "https://meet.example.org:8443"


@pytest.mark.parametrize("wrong", ["http://meet.example.org", "meet.example.org"])
def test_links_in_production_are_https(production: pytest.MonkeyPatch, wrong: str) -> None:
    production.setenv("CONCENTRIC_PUBLIC_URL", wrong)
    with pytest.raises(ImproperlyConfigured, match="CONCENTRIC_PUBLIC_URL must start with https://"):
        read_environment()


def test_http_goes_to_https_unless_the_proxy_does_it(production: pytest.MonkeyPatch) -> None:
    assert read_environment().redirects_to_https
    production.setenv("CONCENTRIC_HTTPS", "proxy")
    assert not read_environment().redirects_to_https
    production.setenv("CONCENTRIC_HTTPS", "off")
    with pytest.raises(ImproperlyConfigured, match=r"CONCENTRIC_HTTPS must be redirect .* or proxy"):
        read_environment()
