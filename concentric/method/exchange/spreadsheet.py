"""Tables as xlsx and csv. What looks like a formula stays text, in Excel and in whatever opens the csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from concentric.method.exchange.plain_text import clean

Value = str | int | float | bool | date | datetime | None
ROW_LIMIT = 1_048_576  # Excel's, the header row included
CELL_LIMIT = 32_767
_CUT = " … (cut: a spreadsheet's cell holds no more)"
_LOCAL = ZoneInfo("Europe/London")
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")


def to_xlsx(rows: Iterable[Sequence[Value]], columns: Sequence[str], *, sheet: str = "Sheet1") -> bytes:
    """One sheet: `columns` as a frozen header, then the rows, read one at a time. Times are British wall-clock time.

    Raises ValueError for more rows than Excel can hold or a row of another length than the header.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(columns) - 1), 22)
    bold = book.add_format({"bold": True, "text_wrap": True})
    for at, column in enumerate(columns):
        page.write_string(0, at, column, bold)
    formats = _formats(book)
    number = 0
    for number, row in enumerate(rows, 1):
        if number >= ROW_LIMIT:
            raise ValueError(f"A sheet holds no more than {ROW_LIMIT - 1:,} rows. Narrow the list and try again.")
        for at, value in enumerate(_checked(row, columns)):
            _write(page, number, at, value, formats)
    if columns:
        page.autofilter(0, 0, number, len(columns) - 1)
    book.close()
    return buffer.getvalue()


def to_csv(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    """The same as comma-separated UTF-8 with the mark by which Excel knows it; dates as 2026-11-22.

    Text that starts like a formula gets an apostrophe in front. Raises ValueError as `to_xlsx` does for a row's length.
    """
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow([_harmless(column) for column in columns])
    writer.writerows([_csv_value(value) for value in _checked(row, columns)] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def _checked(row: Sequence[Value], columns: Sequence[str]) -> Sequence[Value]:
    if len(row) != len(columns):
        raise ValueError(f"A row has {len(row)} values and the header {len(columns)}.")
    return row


def _formats(book: Workbook) -> dict[str, Format]:
    return {
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        # Excel's own mark for "this is text": it stays text when somebody edits the cell.
        "text": book.add_format({"quote_prefix": True}),
    }


def _write(page: Worksheet, row: int, at: int, value: Value, formats: dict[str, Format]) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, at, _wall_clock(value), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, at, value, formats["date"])
    elif isinstance(value, bool):
        page.write_string(row, at, _yes_no(value))
    elif isinstance(value, int | float):
        page.write_number(row, at, value)
    elif value:
        text = clean(value)
        text = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT
        page.write_string(row, at, text, formats["text"] if _looks_like_formula(text) else None)


def _csv_value(value: Value) -> str | int | float:
    if isinstance(value, datetime):
        return f"{_wall_clock(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _yes_no(value)
    return value if isinstance(value, int | float) else _harmless(clean(value or ""))


def _wall_clock(value: datetime) -> datetime:
    return value.astimezone(_LOCAL).replace(tzinfo=None) if value.tzinfo else value


def _yes_no(value: bool) -> str:  # noqa: FBT001 - the value is the subject
    return "Yes" if value else "No"


def _harmless(text: str) -> str:
    return f"'{text}" if _looks_like_formula(text) else text


def is_made_harmless(text: str) -> bool:
    """Whether `to_csv` put the apostrophe in front of it."""
    return text.startswith("'") and _looks_like_formula(text[1:])


def _looks_like_formula(text: str) -> bool:
    """Whether a program may compute it: by its first character, or its first that is not a space."""
    first_word = text.lstrip()
    return bool(first_word) and (text[0] in _FORMULA_STARTS or first_word[0] in _FORMULA_STARTS)
