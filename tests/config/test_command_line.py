"""The command line: what an operator meets before anybody signs in."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from concentric.cli import concentric

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONCENTRIC_", "PYTEST_"))}
    command = [sys.executable, "-m", "concentric", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**clean, **environ}, capture_output=True, text=True, check=False)


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {
        "CONCENTRIC_MODE": "production",
        "CONCENTRIC_HOME": str(tmp_path),
        "CONCENTRIC_HOSTS": "127.0.0.1",
        "CONCENTRIC_SECRET_KEY": secrets.token_urlsafe(48),
        "CONCENTRIC_AUDIT_KEY": secrets.token_urlsafe(48),
    }


@pytest.mark.parametrize("weak", ["", "hunter2", "for-demo-and-tests-only", "a" * 400, "password" * 3])
@pytest.mark.parametrize("name", ["CONCENTRIC_SECRET_KEY", "CONCENTRIC_AUDIT_KEY"])
def test_production_refuses_a_weak_secret_and_says_what_to_set(production: dict[str, str], name: str, weak: str):
    refused = run("serve", **{**production, name: weak})

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert name in refused.stderr
    assert weak not in refused.stderr or not weak


def test_production_refuses_to_start_on_a_database_that_is_not_up_to_date(production: dict[str, str]):
    refused = run("serve", **production)

    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1].startswith("Error: The database is not up to date")


def test_the_demonstration_is_kept_out_of_production(production: dict[str, str]):
    refused = run("demo", "start", **production)

    assert refused.returncode == 1
    assert "production" in refused.stderr
    assert not list(Path(production["CONCENTRIC_HOME"]).iterdir())


def test_a_word_that_is_no_command_is_refused_in_one_line():
    refused = run("frobnicate", CONCENTRIC_MODE="test")

    assert refused.returncode == 2
    assert refused.stderr.strip().splitlines()[-1] == "Error: No such command 'frobnicate'."


def test_documents_that_nobody_changed_are_in_step():
    assert run("docs", "--check", CONCENTRIC_MODE="test").returncode == 0


def every_command(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *path, name)


def test_every_command_explains_itself_and_its_options():
    for path in every_command(concentric):
        if path == ("django",):  # passes everything on, --help too
            continue
        shown = CliRunner().invoke(concentric, [*path, "--help"])
        assert shown.exit_code == 0, path
        assert len(shown.output.splitlines()) > 4, path
