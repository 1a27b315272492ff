"""Every form that writes, sent as somebody would send it: its event is written with it, and nothing is without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from tests.factories.busy_world import BusyWorld
from tests.sweeps.addresses import Address
from tests.sweeps.test_field_values import IDENTIFIER, forms

pytestmark = pytest.mark.django_db

WORDS = "Written by a test"
DATES = {"day": "1 December 2027", "held_on": "1 October 2026", "happened_on": "1 October 2026", "time": "10am"}


def sent(busy: BusyWorld) -> Iterator[tuple[Address, Client, str, dict[str, object]]]:
    """Every kind of form, filled."""
    known = set()
    for address, client, url, form in forms(busy):
        data = filled(form)
        kind = (IDENTIFIER.sub("", url), *sorted(set(data) - {"csrfmiddlewaretoken"}))
        if kind not in known and not url.startswith("/account/"):  # signing out would end the sweep
            known.add(kind)
            yield address, client, url, data


def filled(form: html.FormElement) -> dict[str, object]:
    """The form as served; boxes that must not stay empty given words, choices a choice."""
    values: dict[str, object] = {}
    for name, value in form.form_values():
        values[name] = [*values[name], value] if isinstance(values.get(name), list) else value  # type: ignore[misc]
    for box in form.xpath(".//textarea | .//input[not(@type) or @type='text']"):
        label = "".join(form.xpath(f".//label[@for='{box.get('id')}']//text()"))
        if box.get("name") and not values.get(box.get("name")) and "(optional)" not in label:
            values[box.get("name")] = DATES.get(box.get("name"), WORDS)
    for radio in form.xpath(".//input[@type='radio']"):
        if not values.get(radio.get("name")):
            values[radio.get("name")] = radio.get("value")
    for choice in form.xpath(".//select"):
        offered = [option.get("value") for option in choice.xpath(".//option") if option.get("value")]
        if offered and not values.get(choice.get("name")):
            values[choice.get("name")] = offered[0]
    return {name: value for name, value in values.items() if value is not None}


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of ours, but for the audit trail and for what is only worked out from other rows."""
    ours = [apps.get_app_config(label) for label in ("casework", "accounts", "research", "submission")]
    models = [model for app in ours for model in app.get_models(include_auto_created=True)]
    tables = {model._meta.db_table for model in models if not getattr(model, "is_derived", False)}
    return {table: _rows(table) for table in sorted(tables)}


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return list(cursor.fetchall())


def test_a_form_that_writes_leaves_its_event(busy: BusyWorld) -> None:
    silent, wrote, forms_of_site = [], set(), list(sent(busy))
    before, events = everything(), AuditEvent.objects.exclude(verb__endswith=".read").count()
    for address, client, url, data in forms_of_site:
        with transaction.atomic():
            client.post(url, data)
            if everything() != before:
                wrote.add(IDENTIFIER.sub("…", url))
                if AuditEvent.objects.exclude(verb__endswith=".read").count() == events:
                    silent.append(f"{address.name}: {url}")
            transaction.set_rollback(True)
    assert not silent, "\n".join(silent)
    assert len(wrote) > 25, f"the sweep no longer writes: {sorted(wrote)}"


@pytest.mark.one_database
def test_nothing_is_written_when_its_event_cannot_be(busy: BusyWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    forms_of_site = list(sent(busy))

    def fails(*_: object) -> None:
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr("concentric.foundation.audit.trail.append", fails)
    kept = []
    before = everything()
    for address, client, url, data in forms_of_site:
        with transaction.atomic():
            client.post(url, data)
            if everything() != before:
                kept.append(f"{address.name}: {url}")
            transaction.set_rollback(True)
    assert not kept, "\n".join(kept)
