"""An entry's element, drawn once in a process for as long as it says the same: to everybody, on the page and by stream.

It is kept under all that it is drawn from, the words included, so what was changed or may not be shown is never found.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.template import engines
from markupsafe import Markup

from concentric.casework.live.shown import ShownEntry
from concentric.method.instrument.grid import COLUMNS, CONTEXTS

CONTEXT_SHORT = {context.key.value: context.short for context in CONTEXTS}
COLUMN_SHORT = {column.key.value: column.short for column in COLUMNS}


def entry_element(shown: ShownEntry, base: str, csrf: str) -> Markup:
    """The element of an entry under its meeting's address. A prompt's form holds the person's own `csrf` fields."""
    return _draw(shown, base, csrf) if shown.prompt else _kept(shown, base)


@lru_cache(maxsize=8_192)
def _kept(shown: ShownEntry, base: str) -> Markup:
    return _draw(shown, base, "")


def _draw(shown: ShownEntry, base: str, csrf: str) -> Markup:
    drawn: Markup = _macros().entry(shown, base, csrf)
    return drawn


@cache
def _macros() -> Any:
    template: Any = engines["jinja2"].get_template("live/entry.html")
    return template.template.make_module({"context_short": CONTEXT_SHORT, "column_short": COLUMN_SHORT})
