"""`./run`, as a newcomer first meets it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import environment


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["./run", *arguments], cwd=environment.ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_it_explains_itself(arguments: tuple[str, ...]):
    shown = run(*arguments)

    assert shown.returncode == 0
    assert {f"./run {verb}" in shown.stdout for verb in ("demo", "serve", "concentric", "test", "check", "lock")} == {
        True
    }


def test_a_word_that_is_no_verb_is_refused_in_one_line():
    refused = run("frobnicate")

    assert refused.returncode == 1
    assert refused.stderr == "./run has no verb “frobnicate”. `./run --help` lists them.\n"


def test_a_changed_installer_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    changed = tmp_path / environment.PIP.name
    changed.write_bytes(environment.PIP.read_bytes() + b"\0")
    monkeypatch.setattr(environment, "PIP", changed)
    monkeypatch.setattr(environment, "HOME", tmp_path / "venv")

    with pytest.raises(SystemExit, match="not the file we published"):
        environment.ensure("run")
    assert not (tmp_path / "venv").exists()
