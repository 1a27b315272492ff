"""The command line: what an operator meets before anybody signs in."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from concentric.cli import concentric
from tests.support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("CONCENTRIC_", "PYTEST_"))}


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "concentric", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**CLEAN, **environ}, capture_output=True, text=True, check=False)


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {
        "CONCENTRIC_MODE": "production",
        "CONCENTRIC_HOME": str(tmp_path),
        "CONCENTRIC_HOSTS": "127.0.0.1",
        "CONCENTRIC_EMAIL_URL": "console:",
        "CONCENTRIC_EMAIL_FROM": "concentric@example.org",
        "CONCENTRIC_SECRET_KEY": secrets.token_urlsafe(48),
        "CONCENTRIC_AUDIT_KEY": secrets.token_urlsafe(48),
        "CONCENTRIC_VAULT_KEY": secrets.token_urlsafe(48),
    }


@pytest.mark.parametrize("weak", ["", "hunter2", "for-demo-and-tests-only", "a" * 400, "password" * 3])
@pytest.mark.parametrize("name", ["CONCENTRIC_SECRET_KEY", "CONCENTRIC_AUDIT_KEY", "CONCENTRIC_VAULT_KEY"])
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


def test_a_port_that_is_taken_is_refused_in_one_line(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run("demo", "start", "--port", port, CONCENTRIC_MODE="demo", CONCENTRIC_HOME=str(tmp_path))

    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1].startswith(f"Error: Cannot listen on 127.0.0.1:{port}: ")


def test_the_demonstration_is_kept_out_of_production(production: dict[str, str]):
    refused = run("demo", "start", **production)

    assert refused.returncode == 1
    assert "production" in refused.stderr
    assert not list(Path(production["CONCENTRIC_HOME"]).iterdir())


def test_a_word_that_is_no_command_is_refused_in_one_line():
    refused = run("frobnicate", CONCENTRIC_MODE="test")

    assert refused.returncode == 2
    assert refused.stderr.strip().splitlines()[-1] == "Error: No such command 'frobnicate'."


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


@pytest.mark.one_database  # the served pages of every other test come from both
def test_production_serves_with_its_workers_and_one_clock_and_ends_with_them(
    production: dict[str, str], served_database: str
):
    production["CONCENTRIC_DATABASE_URL"] = served_database
    port = free_port()
    command = [sys.executable, "-m", "concentric", "serve", "--port", str(port), "--workers", "2"]
    site = subprocess.Popen(command, cwd=ROOT, env={**CLEAN, **production})
    try:
        page = answer(f"http://127.0.0.1:{port}/account/login/")
        plain = by_plain_http(port)
        below = descendants(site.pid)
    finally:
        site.terminate()
        site.wait(20)

    assert page.status == 200
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = page.headers.get_all("Set-Cookie", [])
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)
    assert (plain.status, plain.headers["Location"]) == (301, f"https://127.0.0.1:{port}/account/login/")
    assert sum("clock" in line for line in below.values()) == 1
    assert sum("spawn_main" in line for line in below.values()) == 2
    assert not still_there_after_a_moment(below)
    assert list((Path(production["CONCENTRIC_HOME"]) / "static").rglob("*.css.br"))


def answer(url: str) -> http.client.HTTPResponse:
    asked = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})
    for _ in range(300):
        try:
            return urllib.request.urlopen(asked, timeout=5)
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def by_plain_http(port: int) -> http.client.HTTPResponse:
    """What a browser is told that did not come by https."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    asking.request("GET", "/account/login/")
    return asking.getresponse()


def still_there_after_a_moment(processes: dict[int, str]) -> list[str]:
    for _ in range(100):
        left = [line for pid, line in processes.items() if Path(f"/proc/{pid}").exists()]
        if not left:
            break
        time.sleep(0.1)
    return left


def descendants(pid: int) -> dict[int, str]:
    """The command line of every process below `pid`."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = {int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in children}
    return found | {below: line for child in found for below, line in descendants(child).items()}
