"""Documents written from the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from concentric.cli import concentric
from concentric.config import generated_docs


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(generated_docs, "DOCS", tmp_path / "docs")
    return tmp_path / "docs"


def test_what_was_written_is_in_step_until_somebody_changes_it(docs: Path):
    assert CliRunner().invoke(concentric, ["docs"]).exit_code == 0
    assert CliRunner().invoke(concentric, ["docs", "--check"]).exit_code == 0

    page = docs / "reference" / "commands.md"
    page.write_text(page.read_text().replace("serve", "starve"))
    checked = CliRunner().invoke(concentric, ["docs", "--check"])

    assert checked.exit_code == 1
    assert "docs/reference/commands.md" in checked.output
    assert "starve" in page.read_text()


def test_the_commands_page_holds_every_command_and_its_options(docs: Path):
    page = generated_docs.documents()[docs / "reference" / "commands.md"]()

    assert "## concentric serve" in page
    assert "--workers" in page
    assert "## concentric demo start" in page
