"""`concentric study published`: published figures beside a study's own."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from concentric.config.command_support import InputFile, format_option, show
from concentric.demo.forty_nine.published import (
    Contradiction,
    Figure,
    UnreadableFiguresError,
    compare,
    contradictions,
    read_figures,
)
from concentric.research.cohorts.data import live
from concentric.research.frameworks.commands import find_study, study, study_option


@study.command()
@study_option
@click.option("--figures", "file", required=True, type=InputFile, help="The published figures, a CSV file.")
@format_option
@click.pass_context
def published(context: click.Context, named: str, file: str, layout: str) -> None:
    """Each published figure beside the study's own count, then what the published ones contradict each other in.

    Exit status 1 when a figure differs that the file itself does not call contradictory.
    """
    try:
        rows = read_figures(Path(file))
    except UnreadableFiguresError as fault:
        raise click.ClickException(str(fault)) from None
    figures, found = compare(live(find_study(named)), rows), contradictions(rows)
    if layout == "json":
        answer = {"figures": [_row(one) for one in figures], "contradictions": [asdict(one) for one in found]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(figures, found)
    if any(not one.agrees and not one.is_excused for one in figures):
        context.exit(1)


def _row(one: Figure) -> dict[str, object]:
    return {**asdict(one), "agrees": one.agrees}


def _print(figures: list[Figure], found: list[Contradiction]) -> None:
    show([_shown(one) for one in figures], "table")
    apart = [one for one in figures if not one.agrees]
    rows = len({one.id for one in figures})
    click.echo(f"\n{len(figures)} figures of {rows} rows: {len(figures) - len(apart)} agree, {len(apart)} differ.")
    for one in apart:
        click.echo(f"  {one.id}, {one.column}: published {one.published}, counted {one.counted}. {one.note}".rstrip())
    click.echo("\nWhere the published figures contradict each other:")
    for each in found:
        click.echo(f"  {each.id}: {each.says}{' (as the file notes)' if each.noted else ''}")


def _shown(one: Figure) -> dict[str, object]:
    return {
        "id": one.id,
        "column": one.column,
        "published": one.published,
        "counted": one.counted,
        "of": one.of,
        "": "" if one.agrees else "differs",
        "what": one.what,
    }


commands: list[click.Command] = []  # it is one of `concentric study`
