"""A spreadsheet of attributes: read whatever wrote it, planned, and carried out only when somebody says so."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.spreadsheet import to_csv, to_xlsx
from concentric.method.exchange.spreadsheet_reading import MOST_BYTES, MOST_COLUMNS, read_table
from concentric.research.frameworks.attribute_sheet import plan_of
from concentric.research.frameworks.models import Attribute, Classification, Framework
from concentric.research.frameworks.own_attributes import add_attribute
from concentric.research.frameworks.receive import receive
from tests.factories.studies import StudyWorld, make_study
from tests.support.pages import main_form, words

HEADER = ["Code", "Cohort", "NFA before", "Area"]
CELL = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1))


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def held(world: StudyWorld) -> Framework:
    return Framework.objects.get(code=receive(world.sealed(world.submission()), study=world.study).code)


def upload(world: StudyWorld, data: bytes, **more: str) -> HttpResponse:
    given = {"file": SimpleUploadedFile("attributes.xlsx", data), **more}
    return world.client(world.coder).post(f"/studies/{world.study.pk}/attributes/sheet/", given)


def confirm(world: StudyWorld, shown: HttpResponse, **change: str) -> HttpResponse:
    sent = main_form(shown) | {"reason": "From the sites’ own lists"} | change
    return world.client(world.coder).post(f"/studies/{world.study.pk}/attributes/sheet/", sent)


def sheet(*rows: list[str], header: list[str] = HEADER) -> bytes:
    return to_xlsx(rows, header)


@pytest.mark.django_db
def test_nothing_changes_until_it_is_confirmed_with_where_it_is_from(world: StudyWorld) -> None:
    one, other = held(world), held(world)
    add_attribute(researcher=world.lead, label="Area")
    table = sheet([one.code, "both", "Not known", "North"], [other.code.lower(), "GROUP", "", ""])
    shown = upload(world, table)
    assert "Values changed2Confirmed as they stand2Cannot be used0" in words(shown)
    assert not Classification.objects.exists()
    assert confirm(world, shown, reason="").status_code == 422
    assert not Classification.objects.exists()
    assert confirm(world, shown).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.values["cohort"], one.values["area"], "nfa_in_history" in one.values) == ("both", "North", False)
    assert (other.values["cohort"], set(other.settled)) == ("group", {"cohort"})
    assert {word.reason for word in Classification.objects.all()} == {"From the sites’ own lists"}
    assert "It changes nothing" in words(upload(world, table))


@pytest.mark.django_db
def test_what_cannot_be_used_is_listed_and_the_rest_taken(world: StudyWorld) -> None:
    good, twice = held(world), held(world)
    rows = [
        [good.code, "sole", "Perhaps", "North"],
        [twice.code, "sole", "", ""],
        [twice.code, "both", "", ""],
        ["NOSUCHCODE", "sole", "", ""],
        ["", "sole", "", ""],
    ]
    shown = upload(world, sheet(*rows))
    said = words(shown)
    for row, why in (
        ("Heading Area", "The study has no attribute of this name"),
        (f"2 {good.code}, NFA before: Perhaps", "Not one of: Yes, No"),
        (f"3 {twice.code}", "The code is there more than once"),
        ("5 NOSUCHCODE", "The study has no framework of this code"),
        ("6 –", "No code in the first column"),
    ):
        assert f"{row} {why}" in said
    assert confirm(world, shown).status_code == 302
    assert list(Classification.objects.values_list("framework__code", "attribute", "value")) == [
        (good.code, "cohort", "sole")
    ]


@pytest.mark.django_db
def test_unknown_columns_become_attributes_where_one_says_so(world: StudyWorld) -> None:
    one = held(world)
    shown = upload(world, sheet([one.code, "", "", "North"]), add_columns="on")
    assert "New attributes of this study: Area" in words(shown)
    assert not Attribute.objects.exists()
    assert confirm(world, shown).status_code == 302
    one.refresh_from_db()
    assert one.values[Attribute.objects.get(label="Area").key] == "North"


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_list_that_is_taken_away_comes_back_and_changes_nothing(world: StudyWorld, file_format: str) -> None:
    held(world)
    held(world)
    taken = world.client(world.coder).get(f"/studies/{world.study.pk}/download.{file_format}").content
    plan = plan_of(world.coder, read_table(taken), add_columns=False)
    assert (plan.changes, plan.troubles) == ([], [])
    assert plan.confirmed == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["", "[]", "[[]]", "{}", "null", '[["Code"]]', '[["a","b"],["c"]]', '[["a","b"],["c",1]]', "[" * 9_000]
)
def test_a_table_that_does_not_come_back_whole_is_refused(world: StudyWorld, table: str) -> None:
    address = f"/studies/{world.study.pk}/attributes/sheet/"
    answer = world.client(world.coder).post(address, {"table": table, "reason": "Mine"})
    assert (answer.status_code, "Upload the spreadsheet again" in words(answer)) == (422, True)
    reader = world.client(world.reader).post(address, {"table": '[["a","b"],["c","d"]]', "reason": "Mine"})
    assert reader.status_code == 403


@pytest.mark.one_database
@given(TABLES)
def test_what_we_write_reads_back_the_same(table: list[list[str]]) -> None:
    # Which of the two marks separates a csv is told from its header; ours has a comma in it when it has two columns.
    assert read_table(to_xlsx(table[1:], table[0])) == table
    if len(table[0]) > 1 and not any(mark in cell for cell in table[0] for mark in ";\t'"):
        assert read_table(to_csv(table[1:], table[0])) == table


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_from_anywhere_is_read(encoding: str, separator: str) -> None:
    lines = "\r\n".join(separator.join(row) for row in (["Code", "Café"], ["A1", " yes "], ["", ""], ["B2", ""]))
    assert read_table(lines.encode(encoding)) == [["Code", "Café"], ["A1", "yes"], ["B2", ""]]


def _workbook_with(name: str, content: bytes) -> bytes:
    book = io.BytesIO(to_xlsx([["A", "B"]], ["Code", "Cohort"]))
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return book.getvalue()


BAD = {
    "nothing": b"",
    "too large": b"a,b\n" * (MOST_BYTES // 4 + 1),
    "a picture": b"\x89PNG\r\n",
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut off": to_xlsx([["A", "B"]], ["Code", "Cohort"])[:-300],
    "a zip of something else": b"PK\x05\x06" + b"\0" * 18,
    "declarations": _workbook_with("xl/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "a bomb": _workbook_with("xl/more.xml", b" " * 9_000_000),
    "macros": _workbook_with("xl/vbaProject.bin", b"x"),
    "outside": _workbook_with("../evil.xml", b"<x/>"),
    "nul bytes": b"Code,Cohort\n\0\0\0\0",
    "too wide": ",".join(["a"] * (MOST_COLUMNS + 1)).encode(),
    "too long": b"Code,Cohort\n" + b"A,B\n" * 10_001,
    "prose": b"Code,Cohort\nA," + b"x" * 3_000,
    "a quote without end": b'Code,Cohort\nA,"' + b"x" * 200_000,
}


@pytest.mark.one_database
@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_a_bad_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_table(data)
    assert len(refusal.value.reason) > 20


@pytest.mark.one_database
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Code,"]))
def test_nonsense_is_read_or_refused_and_never_a_fault(data: bytes, start: bytes) -> None:
    try:
        table = read_table(start + data)
    except UnreadableFile:
        return
    assert len({len(row) for row in table}) == 1
