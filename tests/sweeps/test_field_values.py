"""Every box of every form, with what people and machines put into boxes.

Each form is filled as it was served, one box at a time replaced by each awkward value. The answer is never a fault.
What is refused comes back with a message and with the typing; what is kept is shown as text, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from lxml import html

from tests.factories.busy_world import BusyWorld
from tests.sweeps.addresses import Address
from tests.sweeps.test_access import everybody, ours, rules

pytestmark = pytest.mark.django_db

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
AWKWARD = {
    "nothing": "",
    "very long": "x" * 100_000,
    "control characters": "a\x00b\x07c\x1bd",
    "right to left": "\u202eabc \u0645\u0631\u062d\u0628\u0627 \u2066",
    "markup among emoji": f"\U0001f469\u200d\U0001f469\u200d\U0001f467 {MARKUP} \U0001f3f4\U000e0067\U000e0062",
}
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LATER_ROW = re.compile(r"-[1-9]\d*-")
# A box whose typing is not given back, and why.
NOT_GIVEN_BACK = {"password"}
BOXES = ".//textarea | .//input[not(@type) or @type='text' or @type='email' or @type='search' or @type='number']"


def forms(busy: BusyWorld) -> Iterator[tuple[Address, Client, str, html.FormElement]]:
    """Every form that is posted, on every page, as the first who may see the page."""
    clients = dict(everybody(busy))
    for client in clients.values():
        client.raise_request_exception = False
    for address in ours():
        letter = next((one for one in "OCLAR" if one in (rules()[address.name].get or ())), None)
        if letter:
            url = address.url(busy)
            page = clients[letter].get(url)
            if page.status_code == 200 and page.headers.get("Content-Type", "").startswith("text/html"):
                for form in html.fromstring(page.content.decode()).forms:
                    if form.method == "POST":
                        yield address, clients[letter], form.action or url, form


def send(client: Client, url: str, filled: dict[str, object]) -> HttpResponse:
    with transaction.atomic():
        answer = client.post(url, filled)
        shown = client.get(answer["Location"]) if answer.status_code == 302 else answer
        transaction.set_rollback(True)
    answer.shown = shown  # type: ignore[attr-defined]
    return answer


@pytest.mark.one_database  # PostgreSQL, which refuses more: a zero byte, and what is too long for its field
def test_no_box_breaks_a_page_or_loses_what_was_typed(busy: BusyWorld) -> None:
    wrong, tried = [], set()
    for address, client, url, form in forms(busy):
        filled: dict[str, object] = {}
        for name, value in form.form_values():
            filled[name] = [*filled[name], value] if isinstance(filled.get(name), list) else value  # type: ignore[misc]
        for box in form.xpath(BOXES):
            name = box.get("name")
            kind = (IDENTIFIER.sub("", url), name)  # one row of a table of forms stands for the others
            if not name or LATER_ROW.search(name) or kind in tried:
                continue
            tried.add(kind)
            for what, value in AWKWARD.items():
                answer = send(client, url, {**filled, name: value})
                if fault := fault_of(answer, name, value):
                    wrong.append(f"{address.name}: {name} with {what}: {fault}")
    assert len(tried) > 60, "the sweep no longer finds the forms"
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


def fault_of(answer: HttpResponse, name: str, value: str) -> str:
    """What is wrong with an answer, or ""."""
    shown: HttpResponse = answer.shown  # type: ignore[attr-defined]
    if answer.status_code >= 500 or shown.status_code >= 500:
        return f"a fault ({answer.status_code}, {shown.status_code})"
    if not shown.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    page = shown.content.decode()
    if "<script>alert" in page or "<img src=x" in page:
        return "markup came alive"
    if answer.status_code in (400, 422) and value and name not in NOT_GIVEN_BACK:
        if escape(value) not in page:
            return f"refused ({answer.status_code}) and what was typed is gone"
        if not html.fromstring(page).xpath(".//*[contains(@class, 'error') or @role='alert']"):
            return f"refused ({answer.status_code}) without a word"
    return ""
