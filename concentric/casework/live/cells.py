"""What a cell shows in every meeting alike, drawn once in a process: its head with its help, and its line."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.template import engines
from markupsafe import Markup

from concentric.method.instrument.grid import Column, ColumnKey, Context
from concentric.method.instrument.guidance import hint_for

PLACEHOLDERS = {
    ColumnKey.HSB: "Where, and in what company; never the acts themselves",
    ColumnKey.VULNERABILITY: "What was there before",
    ColumnKey.RISK: "What bears directly on the behaviour",
    ColumnKey.RESILIENCE: "What helps to withstand it",
    ColumnKey.STRENGTHS: "What is going well here",
    ColumnKey.INVOLVEMENT: "Who has worked with this, and how it went",
    ColumnKey.ACTIONS: "What, @who, by when",
    ColumnKey.CHALLENGES: "What stands in the way",
}


@cache
def cell_head(context: Context, column: Column, *, letters: bool) -> Markup:
    """The cell's name, with its two `letters` for those who type, and what belongs in it."""
    drawn: Markup = _macros().head(context, column, hint_for(context.key, column.key), letters)
    return drawn


@cache
def cell_line(context: Context, column: Column) -> Markup:
    """The line to type on. Its form, which belongs to one meeting and one person, is drawn around it."""
    drawn: Markup = _macros().line(context, column, PLACEHOLDERS[column.key])
    return drawn


@cache
def _macros() -> Any:
    template: Any = engines["jinja2"].get_template("live/cell.html")
    return template.template.module
