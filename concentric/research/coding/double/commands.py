"""The agreement of two coders from the command line: one more command of `concentric study`."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import click

from concentric.config.command_support import format_option, show
from concentric.foundation.audit.trail import note_read
from concentric.method.analysis.printed import written
from concentric.research.coding.double.comparing import Level, Line, Unit, coded_by_both, compare, frameworks_in
from concentric.research.coding.double.permissions import check_can_compare
from concentric.research.coding.models import Coder, DoubleCoding
from concentric.research.frameworks.commands import as_option, find_researcher, find_study, study, study_option
from concentric.research.frameworks.models import Study

MEASURES = ("percent", "kappa", "alpha", "ac1")
DIGITS = 3  # as people read them; a program gets them all


@study.command()
@study_option
@click.option("--coders", help="Two coders of the study, by name or number: Ann,Ben. Otherwise those of the sample.")
@click.option("--sample", "sample_name", help="Over the frameworks of this sample alone.")
@click.option("--level", type=click.Choice(Level.values), default=Level.DETAIL.value, show_default=True)
@click.option("--unit", type=click.Choice(Unit.values), default=Unit.ENTRY.value, show_default=True)
@as_option
@format_option
def agreement(
    named: str | None,
    coders: str | None,
    sample_name: str | None,
    level: str,
    unit: str,
    email: str | None,
    layout: str,
) -> None:
    """How far two coders agree: per code, and pooled first.

    Per cent, Cohen's kappa, Krippendorff's alpha and Gwet's AC1, with 95 % intervals from 1,000 draws of whole
    frameworks. Without a sample, over the frameworks in which both coded something, but those that are coded blind now.
    """
    found = find_study(named)
    researcher = find_researcher(found, email)
    sample = _sample(found, sample_name) if sample_name else None
    if coders:
        first, second = _two(found, coders)
    elif sample:
        first, second = sample.first, sample.second
    else:
        raise click.ClickException("Name two coders, --coders Ann,Ben, or a sample, --sample NAME.")
    note_read(researcher, "double_coding.read", sample or found)
    frameworks = frameworks_in(sample) if sample else coded_by_both(found, first, second)
    if not frameworks:
        raise click.ClickException("There is no framework that both have coded and that can be compared.")
    shown = compare(found, first, second, frameworks, Unit(unit), Level(level))
    number = _exact if layout == "json" else _read
    show([_row(line, shown.frameworks, number) for line in (shown.pooled, *shown.lines)], layout)


def _row(line: Line, frameworks: int, number: Callable[[float], object]) -> dict[str, object]:
    row: dict[str, object] = {
        "code": line.path,
        "frameworks": frameworks,
        "both": line.both,
        "first_only": line.first_only,
        "second_only": line.second_only,
        "neither": line.neither,
    }
    for name in MEASURES:
        interval = getattr(line.agreement, f"{name}_interval")
        row[name] = number(getattr(line.agreement, name))
        row[f"{name}_low"], row[f"{name}_high"] = number(interval.low), number(interval.high)
    return row


def _exact(value: float) -> float | None:
    """None where a measure does not exist."""
    return None if isnan(value) else value


def _read(value: float) -> str:
    return "" if isnan(value) else written(value, DIGITS)


def _sample(found: Study, name: str) -> DoubleCoding:
    sample = found.double_codings.filter(name__iexact=name).select_related("first", "second").first()
    if sample is None:
        raise click.ClickException("The study has no sample of this name.")
    check_can_compare(sample)
    return sample


def _two(found: Study, said: str) -> tuple[Coder, Coder]:
    names = [name.strip() for name in said.split(",")]
    if len(names) != 2:
        raise click.ClickException("Name two coders with a comma between: --coders Ann,Ben. Numbers will do as well.")
    first, second = (_coder(found, name) for name in names)
    if first == second:
        raise click.ClickException("Name two different coders.")
    return first, second


def _coder(found: Study, name: str) -> Coder:
    by_number = {"number": int(name)} if name.isascii() and name.isdigit() and len(name) < 8 else {"name__iexact": name}
    there = list(found.coders.filter(**by_number))
    if len(there) == 1:
        return there[0]
    known = ", ".join(f"{one.number} {one.name}" for one in found.coders.all()) or "nobody yet"
    raise click.ClickException(f"{'Several coders are' if there else 'No coder is'} called {name}. There are: {known}.")


commands: list[click.Command] = []  # it hangs on `study`
