"""What commands have in common: tables for people or for programs, progress on long work, input files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import click

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])

# A file given to a command: a wrong path is refused by click with one line.
InputFile = click.Path(exists=True, dir_okay=False, readable=True)


def format_option(command: Command) -> Command:
    """`--format table|json`, as the argument `layout`, for `show`."""
    choice = click.Choice(["table", "json"])
    described = "For people, or for programs."
    return click.option("--format", "layout", type=choice, default="table", help=described)(command)


def show(rows: Sequence[Mapping[str, object]], layout: str) -> None:
    """Print rows that share their keys: as aligned columns, or as a JSON list of objects."""
    if layout == "json":
        click.echo(json.dumps([dict(row) for row in rows], default=_as_text, ensure_ascii=False, indent=2))
    elif rows:
        cells: list[list[str]] = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for line in cells:
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    else:
        click.echo("Nothing to show.")


@contextmanager
def progress(items: Iterable[T], doing: str, length: int | None = None) -> Iterator[Iterable[T]]:
    """A progress bar on the error stream, where that is a terminal: `with progress(files, "Reading") as bar`."""
    stream = sys.stderr
    with click.progressbar(items, label=doing, length=length, file=stream, hidden=not stream.isatty()) as bar:
        yield bar


@contextmanager
def counting(doing: str, length: int) -> Iterator[Callable[[int], None]]:
    """The same for work that goes on in batches of its own: it is told how many were done."""
    stream = sys.stderr
    with click.progressbar(length=length, label=doing, file=stream, hidden=not stream.isatty()) as bar:
        yield bar.update


def _cell(value: object) -> str:
    return "" if value is None else " ".join(_as_text(value).split())


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
