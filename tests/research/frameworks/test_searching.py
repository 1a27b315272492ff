"""Words in a study's texts: found by their stems, in every framework that is held, and in no other study."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from concentric.foundation.audit.models import AuditEvent
from concentric.research.coding import search_views
from concentric.research.frameworks import beside, searching
from concentric.research.frameworks.entries import add_texts
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Entry, EntryWords, Framework, Indexed
from concentric.research.frameworks.searching import make_findable, search
from tests.factories.coding import ENTRIES, CodedStudy, make_coded_study
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows: None) -> CodedStudy:
    return make_coded_study(2, coded=False)


def found(study: CodedStudy, query: str) -> set[tuple[int, str]]:
    """The place of the framework among those of the study, and the text, of every entry that is found."""
    texts = {
        (entry.framework_id, entry.position + 1): entry.text
        for entry in Entry.objects.filter(framework__study=study.world.study)
    }
    codes = {framework.pk: place for place, framework in enumerate(study.frameworks)}
    return {(codes[hit.framework], texts[hit.framework, hit.number]) for hit in search(study.world.study, query)}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("corridors", (0, 1)),
        ("CORRIDOR", (0, 1)),
        ("corr", (0, 1)),  # still being typed
        ("corr monday", ()),  # only the last one may be a beginning
        ("monday staff", (1,)),
        ("staff cooking", ()),  # in one framework, in no one entry
        ("attitudes 🙂 girls", (2,)),
        ("staff's corridor’s", (1,)),
        ("didn't", ()),
        ('" OR *', ()),
        ("!!!", ()),
    ],
)
def test_entries_hold_every_word_by_its_stem(made, query, texts):
    assert found(made, query) == {(at, ENTRIES[place][2]) for at in (0, 1) for place in texts}


def test_what_is_laid_out_anew_or_gone_is_found_as_it_is(made):
    first, second = made.frameworks
    assert found(made, "cooking")
    add_texts(first, [("Note", "A lighthouse keeper")])
    assert found(made, "lighthouse") == {(0, "A lighthouse keeper")}
    clear(Framework.objects.filter(pk=second.pk))
    assert {at for at, _ in found(made, "cooking")} == {0}
    other = make_coded_study(1, coded=False)
    assert {hit.framework for hit in search(other.world.study, "cooking")} == {other.frameworks[0].pk}


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_somebody_types_is_a_fault(made, typed):
    assert isinstance(list(search(made.world.study, typed)), list)


def test_the_page_finds_and_keeps_the_words_out_of_addresses_and_trail(made):
    client = made.world.client(made.world.reader)
    page = reverse("coding:search", args=[made.world.study.pk])
    shown = client.post(page, {"words": "corridors"})

    assert "4 entries" in words(shown)
    assert "Nobody on duty in the corridors at break" in words(shown)
    event = AuditEvent.objects.filter(verb="study.searched").latest("position")
    assert event.details == {"hits": 4, "page": 1}
    assert "No entry holds all" in words(client.post(page, {"words": "submarine"}))
    assert Indexed.objects.filter(framework__study=made.world.study).count() == 2


def test_many_new_texts_are_made_findable_beside_the_requests_and_the_page_says_how_many_are_left(made, monkeypatch):
    threads = []
    monkeypatch.setattr(searching, "AT_ONCE", 1)
    monkeypatch.setattr(searching, "_BATCH", 1)
    monkeypatch.setattr(beside, "Thread", lambda **given: threads.append(given) or SimpleNamespace(start=int))
    Indexed.objects.all().delete()
    EntryWords.objects.all().delete()
    client, page = made.world.client(made.world.reader), reverse("coding:search", args=[made.world.study.pk])

    assert "2 frameworks are not in it yet" in words(client.get(page))
    shown = words(client.post(page, {"words": "corridors"}))
    assert "2 frameworks are not in it yet" in shown
    assert "No entry holds all" in shown
    (thread,) = threads  # the second request leaves it to the first one's
    beside.beside(*thread["args"])

    shown = words(client.post(page, {"words": "corridors"}))
    assert "4 entries" in shown
    assert "not in it yet" not in shown


def test_what_broke_off_is_begun_again_by_the_next_search(made, monkeypatch):
    threads = []
    monkeypatch.setattr(searching, "AT_ONCE", 0)
    monkeypatch.setattr(beside, "Thread", lambda **given: threads.append(given) or SimpleNamespace(start=int))
    Indexed.objects.all().delete()
    make_findable(made.world.study)
    with monkeypatch.context() as broken:
        broken.setattr(searching, "index_missing", lambda _: 1 / 0)
        beside.beside(*threads[0]["args"])

    assert make_findable(made.world.study) == 2
    beside.beside(*threads[1]["args"])
    assert make_findable(made.world.study) == 0


def test_every_entry_that_is_found_is_on_one_page_in_the_order_of_the_codes(made, monkeypatch):
    monkeypatch.setattr(search_views, "HITS_A_PAGE", 4)
    for number, framework in enumerate(made.frameworks, start=2):
        add_texts(framework, [("Note", "The quay"), *[("Note", "Two lanterns on the quay")] * number * 2])
    client, page = made.world.client(made.world.reader), reverse("coding:search", args=[made.world.study.pk])
    pages: list[list[tuple[str, int]]] = []
    following: list[str] = ["1"]
    while following:
        answer = client.post(page, {"words": "lantern", "page": following[0]})
        assert "10 entries" in words(answer)
        tree = html.fromstring(answer.content.decode())
        numbers = [int(said.rpartition(" ")[2]) for said in tree.xpath('//li[@class="cx-study-hit"]/span/text()')]
        pages.append(list(zip(tree.xpath('//li[@class="cx-study-hit"]/a/text()'), numbers, strict=True)))
        following = tree.xpath('//button[normalize-space()="Next page"]/@value')

    holding = Entry.objects.filter(framework__study=made.world.study, text__contains="lantern")
    every = holding.order_by("framework__code", "position").values_list("framework__code", "position")
    assert [hit for one in pages for hit in one] == [(code, position + 1) for code, position in every]
    assert [len(one) for one in pages] == [4, 4, 2]
    for garbled in ("99", "-1", "x", ""):
        assert client.post(page, {"words": "lantern", "page": garbled}).status_code == 200
