"""Tables for people and for programs."""

from __future__ import annotations

import json
from datetime import date

import click
from click.testing import CliRunner

from concentric.config.command_support import format_option, progress, show


@click.command()
@format_option
def rings(layout: str) -> None:
    with progress([("Individual", None), ("Neighbourhood", date(2026, 2, 3))], "Reading") as bar:
        show([{"context": context, "since": since} for context, since in bar], layout)


def test_people_read_columns():
    shown = CliRunner().invoke(rings)

    assert shown.stdout.splitlines() == ["context        since", "Individual", "Neighbourhood  2026-02-03"]


def test_programs_read_json_and_nothing_else():
    shown = CliRunner().invoke(rings, ["--format", "json"])

    assert json.loads(shown.stdout) == [
        {"context": "Individual", "since": None},
        {"context": "Neighbourhood", "since": "2026-02-03"},
    ]
