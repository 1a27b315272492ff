"""The demonstration is loaded once, and keeps away from production and from an installation of somebody's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from concentric.casework.cases.models import Case
from concentric.casework.meetings.models import Meeting
from concentric.demo import PASSWORD
from concentric.demo import load as loading
from concentric.demo.cast import PEOPLE
from concentric.demo.commands import demo
from concentric.demo.study import RESEARCHER_EMAIL
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.permissions.checks import Refusal
from tests.factories.world import make_partnership


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["load"], ["load", "--fresh"]])
def test_a_database_with_somebody_s_own_partnership_is_left_as_it_is(arguments: list[str]) -> None:
    own, _ = make_partnership("Harrow Vale")
    refused = CliRunner().invoke(demo, arguments)

    assert refused.exit_code == 1
    assert "holds a partnership of somebody's own, and nothing was changed" in refused.output
    assert list(Partnership.objects.all()) == [own]
    assert not loading.is_loaded()
    name = settings.DATABASES["default"]["NAME"]
    assert Path(name).exists() or settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@pytest.mark.one_database
@pytest.mark.django_db
def test_nobody_starts_over_what_somebody_else_serves(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    held = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_SH); print(flush=True)"
    command = [sys.executable, "-c", f"{held}; sys.stdin.read()", str(tmp_path / "demo.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout
        server.stdout.readline()
        refused = CliRunner().invoke(demo, ["load", "--fresh"])
        server.communicate()

    assert refused.exit_code == 1
    assert "is in use, and nothing was changed" in refused.output


@pytest.mark.one_database  # test_demonstration loads it on every database
@pytest.mark.django_db
def test_it_is_loaded_once_and_everybody_can_sign_in() -> None:
    first, second = CliRunner().invoke(demo, ["load"]), CliRunner().invoke(demo, ["load"])
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert first.output.endswith(second.output)
    assert Meeting.objects.filter(status=Meeting.Status.OPEN).count() == 1
    for email in (*(person.email for person in PEOPLE), RESEARCHER_EMAIL):
        assert email in second.output
        answer = Client().post("/account/login/", {"login": email, "password": PASSWORD})
        assert answer.status_code == 302, email
    with pytest.raises(Refusal, match="here already"):
        loading.load()


@pytest.mark.django_db
def test_production_refuses_it(settings: Any) -> None:
    settings.MODE = "production"
    answer = CliRunner().invoke(demo, ["load"])
    assert answer.exit_code == 1
    assert "kept out of it" in answer.output
    with pytest.raises(Refusal):
        loading.load()
    assert not Case.objects.exists()
