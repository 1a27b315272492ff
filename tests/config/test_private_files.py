"""What Concentric writes is for the account that it runs as; what is looser is found and said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from concentric.config import housekeeping, private_files
from tests.config.test_command_line import CLEAN, ROOT

WRITE = """
import json
from django.db import connection
from django.conf import settings
cursor = connection.cursor()
cursor.execute("CREATE TABLE kept (id integer)")
(settings.HOME / "exported.csv").write_text("a")
print(json.dumps({p.name: oct(p.stat().st_mode & 0o777) for p in settings.HOME.iterdir()}))
"""


def test_the_home_folder_the_database_and_what_commands_write_are_nobody_else_s(tmp_path: Path) -> None:
    """Under the usual umask of a server's account, which lets everybody read."""
    home = tmp_path / "srv" / "concentric"
    environ = {**CLEAN, "CONCENTRIC_MODE": "demo", "CONCENTRIC_HOME": str(home)}
    for arguments in (["migrate"], ["django", "shell", "--no-imports", "-c", WRITE]):
        done = subprocess.run(
            [sys.executable, "-m", "concentric", *arguments],
            cwd=ROOT,
            env=environ,
            umask=0o022,
            capture_output=True,
            text=True,
            check=True,
        )

    modes = json.loads(done.stdout)
    assert set(modes) == {
        "concentric.sqlite3",
        "concentric.sqlite3-wal",
        "concentric.sqlite3-shm",
        "concentric.sqlite3-turn",
        "exported.csv",
    }
    assert set(modes.values()) == {"0o600"}
    assert [oct(path.stat().st_mode & 0o777) for path in (home, home.parent)] == ["0o700", "0o700"]


@pytest.fixture
def home(tmp_path: Path, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    database = tmp_path / "concentric.sqlite3"
    for suffix in ("", "-wal"):
        Path(f"{database}{suffix}").touch()
        os.chmod(f"{database}{suffix}", 0o600)
    tmp_path.chmod(0o700)
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(database))  # type: ignore[attr-defined]
    return tmp_path


def test_nothing_is_said_of_files_that_are_private(home: Path) -> None:
    assert private_files.warning() == ""


@pytest.mark.parametrize("name", ["", "concentric.sqlite3", "concentric.sqlite3-wal"])
@pytest.mark.parametrize("mode", [0o040, 0o004, 0o010])
def test_a_file_or_folder_that_others_may_open_is_named_with_what_mends_it(home: Path, name: str, mode: int) -> None:
    path = home / name if name else home
    path.chmod(path.stat().st_mode | mode)

    assert private_files.loose() == [path]
    assert private_files.warning().endswith(f"Run: chmod go-rwx {path}")
    assert "0o" not in private_files.warning()

    subprocess.run(private_files.warning().split("Run: ")[1].split(), check=True)
    assert private_files.warning() == ""


def test_the_clock_says_it_too(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    chore = next(chore for chore in housekeeping.chores() if chore.name == "files open to others")
    assert chore.run() == 0
    home.chmod(0o755)
    assert chore.run() == 1
    assert f"chmod go-rwx {home}" in caplog.text
