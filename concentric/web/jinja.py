"""The Jinja2 environment: strict about undefined names, autoescaping, with British dates and helpers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import jinja2
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script

from concentric.foundation.permissions.checks import ask
from concentric.method.analysis.printed import per_cent, written
from concentric.web.dates import date, day, moment, short_date, time

_ids = itertools.count(1)


def environment(**options: Any) -> jinja2.Environment:
    """Django calls this once. An undefined name is an error in every mode, so that no page loses a part."""
    options["undefined"] = jinja2.StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["cache_size"] = -1
    made = jinja2.Environment(**options)  # noqa: S701  (Django asks for autoescape)
    made.globals.update(
        ask=ask,
        button_class=button_class,
        control=control,
        control_attributes=control_attributes,
        described_by=described_by,
        flat_options=flat_options,
        next_id=next_id,
        option_groups=option_groups,
        query=query,
        static=static,
        url=url,
    )
    made.filters.update(
        date=date,
        day=day,
        short_date=short_date,
        time=time,
        moment=moment,
        number=number,
        per_cent=per_cent,
        plural=plural,
        printed=written,
        initials=initials,
        json_script=json_script,
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """`url("case", case.pk)` or `url("case", pk=case.pk)`."""
    if not kwargs and all(type(arg) is UUID for arg in args):
        return _with_places(name, len(args)).format(*args)
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def _with_places(name: str, ids: int) -> str:
    """A page's address with places for its ids. A page has dozens of addresses, and Django looks for each anew."""
    places = [UUID(int=place) for place in range(ids)]
    address = reverse(name, args=places)
    for place in places:
        address = address.replace(str(place), "{}")
    return address


def query(request: HttpRequest, **changes: object) -> str:
    """The page's query string with some values changed; None removes one. Starts with "?"."""
    values = request.GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return "?" + values.urlencode()


def next_id(prefix: str) -> str:
    """An element id not used elsewhere on the page."""
    return f"{prefix}-{next(_ids)}"


def number(value: float) -> str:
    """1234 as "1,234"; a fraction keeps one decimal."""
    return f"{value:,.0f}" if math.floor(value) == value else f"{value:,.1f}"


def plural(count: int, one: str, many: str = "") -> str:
    """`3 | plural("case")` is "3 cases"; give `many` where adding an s is wrong."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def initials(name: str) -> str:
    """The first letters of the first and last word: for a round badge, not for identifying anyone in a record."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys(words[:1] + words[-1:])).upper()


def button_class(kind: str, small: bool) -> str:  # noqa: FBT001  (templates call it by place)
    """The classes of a button. Kinds: primary, secondary, warning, quiet."""
    names = {
        "primary": "",
        "secondary": " govuk-button--secondary",
        "warning": " govuk-button--warning",
        "quiet": " govuk-button--secondary cx-button--quiet",
    }
    return "govuk-button" + names[kind] + (" cx-button--small" if small else "")


def described_by(bound: BoundField, hint: str) -> str:
    """The ids of the field's hint and error, for aria-describedby."""
    ids = [f"{bound.auto_id}-hint"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    return " ".join(ids)


def control_attributes(bound: BoundField, rows: int, width: str) -> dict[str, str]:
    """The class (and rows) of an input, textarea, select or file control."""
    block = {"textarea": "govuk-textarea", "select": "govuk-select", "selectmultiple": "govuk-select"}.get(
        bound.widget_type, "govuk-file-upload" if "file" in bound.widget_type else "govuk-input"
    )
    names = [block, *([f"{block}--error"] if bound.errors else []), *([f"govuk-input--width-{width}"] if width else [])]
    attributes = {"class": " ".join(names)}
    if bound.widget_type == "textarea":
        attributes["rows"] = str(rows)
    return attributes


def control(bound: BoundField, attributes: Mapping[str, str], described: str, more: Mapping[str, str]) -> str:
    """The control itself, with what was typed still in it."""
    own = bound.field.widget.attrs
    merged = {**attributes, **more}
    merged["class"] = " ".join(filter(None, [attributes["class"], own.get("class", ""), more.get("class", "")]))
    if described:
        merged["aria-describedby"] = described
    return bound.as_widget(attrs=dict(merged))


def option_groups(bound: BoundField) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The options of a radio or checkbox list under their headings, "" where there is none."""
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    for heading, options, _ in widget.optgroups(bound.html_name, value, {"id": bound.auto_id}):
        yield heading or "", [_option(data) for data in options]


def flat_options(bound: BoundField) -> Iterator[dict[str, object]]:
    """The options of a radio or checkbox list: id, value, label, selected."""
    return (_option(option.data) for option in bound.subwidgets)


def _option(data: Mapping[str, Any]) -> dict[str, object]:
    return {
        "id": data["attrs"]["id"],
        "value": str(data["value"]),
        "label": data["label"],
        "selected": data["selected"],
    }
