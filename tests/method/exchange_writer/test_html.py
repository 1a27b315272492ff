"""The HTML file: whole in itself, well formed, and harmless."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from lxml import html

from concentric.method.exchange.minutes_html import write_html
from concentric.method.exchange.release import release_for_agency, release_for_family
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from tests.factories.any_record import AWKWARD
from tests.factories.records import HOUSING, agency_id, rich_record
from tests.method.exchange_writer.extract import seen_in_html

VERSIONS = {
    "full": lambda: rich_record(),
    "agency": lambda: release_for_agency(rich_record(), agency_id(HOUSING), recipient=HOUSING).record,
    "family": lambda: release_for_family(rich_record()).record,
}


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_nothing_is_fetched_and_nothing_runs(version: str) -> None:
    page = html.document_fromstring(write_html(VERSIONS[version]()))
    assert page.xpath("//script | //link | //img | //iframe | //form | //@src | //@href") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert "url(" not in page.findtext(".//style")
    assert "@import" not in page.findtext(".//style")


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_language_title_landmarks_and_headings_in_order(version: str) -> None:
    page = html.document_fromstring(write_html(VERSIONS[version]()))
    assert page.get("lang") == "en-GB"
    assert "D.R." not in page.findtext(".//title")
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert set(page.xpath("//@aria-labelledby")) <= set(identifiers)


def test_tables_have_captions_and_scoped_headers() -> None:
    page = html.document_fromstring(write_html(rich_record()))
    grid, plan = page.xpath("//table")
    assert grid.xpath("./thead//th[@scope='col']/text()") == ["Context", *(column.label for column in COLUMNS)]
    assert grid.xpath("./tbody//th[@scope='row']/text()") == [context.label for context in CONTEXTS]
    assert page.xpath("//th[not(@scope)]") == []
    assert len(plan.xpath("./tbody/tr")) == 7
    assert len(page.xpath("//table/caption")) == 2


@pytest.mark.parametrize("version", sorted(VERSIONS))
@pytest.mark.parametrize("text", [*AWKWARD, "<script>alert(1)</script>", "</style><b>", "a\x00\x08b"])
def test_everything_typed_is_escaped(version: str, text: str) -> None:
    plain = VERSIONS[version]()
    entries = tuple(replace(entry, text=text, instance=text, source=text) for entry in plain.entries)
    record = replace(plain, entries=entries, contextual_summary=text, young_person=text, recipient=text, chair=text)
    written = write_html(record)
    page, usual = html.document_fromstring(written), html.document_fromstring(write_html(plain))
    assert {element.tag for element in page.iter()} == {element.tag for element in usual.iter()}
    assert page.xpath("//script") == []
    assert text.replace("\x00", "").replace("\x08", "") in seen_in_html(written)


def test_a_hundred_thousand_characters_are_written_whole() -> None:
    entry = replace(rich_record().entries[0], text="x" * 100_000)
    assert "x" * 100_000 in seen_in_html(write_html(replace(rich_record(), entries=(entry,))))


def test_the_family_is_not_shown_the_professionals_words() -> None:
    words = seen_in_html(write_html(release_for_family(rich_record()).record))
    for heading in (
        "What people are worried about",
        "What is going well",
        "What will happen",
        "Who is already helping",
    ):
        assert heading in words
    for jargon in (
        "Vulnerability factors",
        "Risk factors",
        "Resilience",
        "Group or sole",
        "Fingerprint",
        "Not the family",
    ):
        assert jargon not in words
