"""Spreadsheets: read back as they were written, with no formula among them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from concentric.method.exchange.spreadsheet import to_csv, to_xlsx

FORMULAS = (
    "=1+1",
    "+44 20",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|'/c'!A1",
)


def sheet(data: bytes) -> Worksheet:
    return load_workbook(BytesIO(data)).active


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_values_keep_their_kind() -> None:
    row = ("BRK-1", 14, 0.5, True, date(2026, 11, 22), datetime(2026, 7, 1, 9, 30, tzinfo=UTC), None)
    page = sheet(to_xlsx([row], ["ref", "age", "share", "open", "day", "at", "none"]))
    assert [cell.value for cell in page[2]] == [
        "BRK-1",
        14,
        0.5,
        "Yes",
        datetime(2026, 11, 22),
        datetime(2026, 7, 1, 10, 30),  # British summer time
        None,
    ]
    assert page["E2"].number_format == "dd/mm/yyyy"
    assert lines(to_csv([row], ["ref", "age", "share", "open", "day", "at", "none"]))[1] == [
        "BRK-1",
        "14",
        "0.5",
        "Yes",
        "2026-11-22",
        "2026-07-01 10:30",
        "",
    ]


def test_the_header_is_bold_frozen_and_filtered() -> None:
    page = sheet(to_xlsx([("a", "b")], ["One", "Two"]))
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page.auto_filter.ref == "A1:B2"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text(text: str) -> None:
    cell = sheet(to_xlsx([(text,)], ["Column"]))["A2"]
    assert cell.data_type == "s"
    assert cell.style.quotePrefix if hasattr(cell.style, "quotePrefix") else cell.quotePrefix
    assert lines(to_csv([(text,)], [text]))[0][0].startswith("'")
    assert lines(to_csv([(text,)], ["Column"]))[1][0].startswith("'")


@pytest.mark.parametrize("text", ["plain", "a=b", "5 - 4", "", " ", "'quoted'", 'é, "x"\nnext line'])
def test_ordinary_text_is_untouched(text: str) -> None:
    assert (sheet(to_xlsx([(text, 1)], ["Column", "n"]))["A2"].value or "") == text
    assert lines(to_csv([(text, 1)], ["Column", "n"]))[1][0] == text


@given(st.lists(st.tuples(st.text(max_size=40), st.integers(-(10**9), 10**9)), max_size=20))
def test_any_text_is_written_and_none_is_computed(rows: list[tuple[str, int]]) -> None:
    page = sheet(to_xlsx(rows, ["Text", "Number"]))
    assert [cell.value for cell in page["B"]][1:] == [number for _, number in rows] or not rows
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    assert not [
        text for text, _ in lines(to_csv(rows, ["Text", "Number"])) if text.lstrip()[:1] in tuple("=+-@＝＋－＠")
    ]


def test_csv_opens_in_excel() -> None:
    assert to_csv([("é",)], ["Column"]).startswith(b"\xef\xbb\xbf")


def test_a_cell_that_is_too_long_says_that_it_was_cut() -> None:
    value = sheet(to_xlsx([("x" * 100_000,)], ["Column"]))["A2"].value
    assert len(value) <= 32_767
    assert value.endswith("(cut: a spreadsheet's cell holds no more)")


def test_rows_and_header_must_agree() -> None:
    for writer in (to_xlsx, to_csv):
        with pytest.raises(ValueError, match="2 values and the header 1"):
            writer([("a", "b")], ["Column"])


def test_rows_are_taken_one_at_a_time() -> None:
    page = load_workbook(BytesIO(to_xlsx(repeat(("a", 1), 20_000), ["x", "y"])), read_only=True).active
    assert page.max_row == 20_001
    assert len(lines(to_csv(repeat(("a", 1), 20_000), ["x", "y"]))) == 20_001
