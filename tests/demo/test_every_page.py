"""Every page of the product answers with the demonstration in it, and every page is linked from another."""

from __future__ import annotations

import uuid
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.urls.converters import IntConverter
from lxml import html

from concentric.casework.meetings.models import Meeting
from concentric.demo.load import load
from concentric.foundation.accounts.models import Membership, User
from concentric.foundation.accounts.viewer import viewer_of
from concentric.research.frameworks.models import Framework
from tests.factories.world import signed_in

pytestmark = pytest.mark.django_db

Blanks = dict[str, object]
OF_A_KIND = 2  # pages of one kind that each reader opens
NO_LINK = {
    "live:stream": "endless, and opened by a script",
    "live:side": "fetched by a script",
    "live:presence": "sent by a script",
    "contexts:suggestions": "fetched by a script",
    "administration:choose_partnership": "shown to members of several partnerships",
    "signoff:sign": "shown once no correction waits",
    "imports:preview": "shown once a framework is uploaded",
    "imports:discard": "shown once a framework is uploaded",
    "review:person": "shown where the finding in hand is of somebody unlisted",
    "review:together": "shown where several findings are of one kind",
    "consent:give": "shown once a second person has confirmed",
    "consent:keep_form": "shown once a second person has confirmed",
    "consent:signed_form": "shown once a form is kept",
    "dispatch:send_many": "shown once several are ready",
    "retention:certificate": "shown once something was destroyed",
    "coding:codes": "fetched by a script",
}


@pytest.mark.one_database
def test_every_page_answers_and_is_linked() -> None:
    cast = load()
    met: set[str] = set()
    faults: list[str] = []
    sent = reverse("signoff:minutes", args=[Meeting.objects.filter(releases__isnull=False).distinct().get().pk])
    for reader in ("tomasz", "nasreen", "rosalind"):
        _walk(signed_in(cast.viewers[reader]), reader, ["/", sent], met, faults)
    for reader in ("luis", "helen", "mei"):
        _walk(signed_in(cast.viewers[reader]), reader, ["/"], met, faults)
    for lead in Membership.objects.filter(cases_led__outgoing__isnull=False).distinct():
        _walk(signed_in(viewer_of(lead)), lead.user.name, ["/", reverse("dispatch:list")], met, faults)
    for researcher in User.objects.filter(study_places__isnull=False).distinct():
        client = Client()
        client.force_login(researcher, backend=settings.AUTHENTICATION_BACKENDS[-1])
        brought = Framework.objects.filter(study__team__user=researcher, origin=Framework.Origin.WORD)
        imported = [reverse("frameworks:framework", args=[one.study_id, one.pk]) for one in brought]
        _walk(client, researcher.name, [*imported, "/studies/"], met, faults)
    assert not faults, "\n".join(faults)

    rosalind = signed_in(cast.rosalind)
    unlinked = [(name, blanks) for name, blanks in _addresses() if name not in {*met, *NO_LINK}]
    pages = [name for name, blanks in unlinked if _may_be_opened(rosalind, name, blanks)]
    assert not pages, f"nothing links to: {', '.join(pages)}"


def _may_be_opened(client: Client, name: str, blanks: Blanks) -> bool:
    """Whether the address is a page, rather than a place that forms are sent to."""
    filled = {blank: _filling(blank, converter) for blank, converter in blanks.items()}
    address = reverse(name, kwargs=filled)
    return client.get(address).status_code != 405


def _filling(blank: str, converter: object) -> object:
    return 1 if isinstance(converter, IntConverter) else "csv" if blank == "file_format" else uuid.uuid4()


def _walk(client: Client, reader: str, first: list[str], met: set[str], faults: list[str]) -> None:
    """Follow every link from the home page, a few of each kind."""
    waiting, seen, opened = deque(first), set(first), Counter[str]()
    while waiting:
        path = waiting.popleft()
        match = resolve(urlsplit(path).path)
        kind = f"{match.view_name}{'?' * ('?' in path)}"
        if opened[kind] == OF_A_KIND or not match.namespace:
            continue
        opened[kind] += 1
        met.add(match.view_name)
        answer = client.get(path)
        if answer.status_code != 200:
            faults.append(f"{reader}: {match.view_name} answers {answer.status_code} at {path}")
        for link in _links(answer, path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _links(answer: HttpResponse, path: str) -> list[str]:
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
        return []
    found = (urlsplit(urljoin(path, link)) for link in html.fromstring(answer.content).xpath("//a/@href"))
    return [
        link.path + (f"?{link.query}" if link.query else "")
        for link in found
        if not link.netloc and not link.scheme and not link.path.startswith("/static/")
    ]


def _addresses() -> Iterator[tuple[str, Blanks]]:
    """The name of every address, and what it is filled with."""
    for space in get_resolver().url_patterns:
        if isinstance(space, URLResolver) and space.namespace:
            yield from _within(space, space.namespace, {})


def _within(space: URLResolver, namespace: str, blanks: Blanks) -> Iterator[tuple[str, Blanks]]:
    for address in space.url_patterns:
        filled = {**blanks, **address.pattern.converters}
        if isinstance(address, URLResolver):
            yield from _within(address, namespace, filled)
        else:
            yield f"{namespace}:{address.name}", filled
