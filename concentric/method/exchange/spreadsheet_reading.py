"""A table that somebody made, from xlsx or csv, as plain text. Bounds are checked before anything is unpacked."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from concentric.method.exchange.framework_docx.package import ZIP_ERRORS, checked_members
from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.framework_docx.safe_xml import parse_xml
from concentric.method.exchange.plain_text import clean
from concentric.method.exchange.spreadsheet import is_made_harmless

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 10_001, 200, 2_000  # the header is a row, too
_MOST_XML = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE = "Save it as an Excel workbook (.xlsx) or as CSV, and upload that."
_DAMAGED = f"The file is damaged or is no spreadsheet. {_SAVE}"

Table = list[list[str]]


def read_table(data: bytes) -> Table:
    """The rows of the first sheet, the header first: cells without spaces around them, rows of equal length.

    Empty rows and empty columns at the end are left out. Raises UnreadableFile, whose `reason` is for a person.
    """
    if not data.strip():
        raise UnreadableFile("The file is empty. Choose the file again.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1024**2} MB: far more than a table of values.")
    if data.startswith(_OLE):
        raise UnreadableFile(f"The file is locked with a password, or made by an older Excel. {_SAVE}")
    if data.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG", b"{\\rtf")):
        raise UnreadableFile(f"This is no spreadsheet. {_SAVE}")
    return _checked(_from_xlsx(data) if data.startswith(b"PK") else _from_csv(data))


def _from_xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        _check_parts(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        if not sheets:
            raise UnreadableFile("The workbook has no sheet with cells.")
        sheets[0].reset_dimensions()  # what the file says of its own size is not believed
        for row in sheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1):
            yield [_text(value) for value in row]
    except (*ZIP_ERRORS, ParseError, InvalidFileException, AttributeError, TypeError) as fault:
        raise UnreadableFile(_DAMAGED) from fault


def _check_parts(data: bytes) -> None:
    """No more and nothing else than a workbook holds; no XML with declarations of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = checked_members(archive)
        if "xl/workbook.xml" not in members:
            raise UnreadableFile(_DAMAGED)
        xml = [info for name, info in members.items() if name.endswith((".xml", ".rels"))]
        if sum(info.file_size for info in xml) > _MOST_XML:
            raise UnreadableFile("The workbook holds far more than a table of values, so it was not opened.")
        for info in xml:
            _check_xml(archive.read(info))


def _check_xml(data: bytes) -> None:
    try:
        parse_xml(data)
    except UnreadableFile as fault:  # whose words are about Word
        raise UnreadableFile(_DAMAGED) from fault


def _text(value: object) -> str:
    """A cell as it reads: whole numbers without a point, dates as 2026-11-22, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _from_csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as fault:
        raise UnreadableFile(_DAMAGED) from fault


def _decoded(data: bytes) -> str:
    for encoding in ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(_DAMAGED)


def _checked(rows: Iterable[list[str]]) -> Table:
    table: Table = []
    for row in rows:
        cells = [_as_typed(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(table) >= MOST_ROWS:
            raise UnreadableFile(f"The table has more than {MOST_ROWS - 1:,} rows. Divide it.")
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFile(f"The table has more than {MOST_COLUMNS} columns. Take out those that are not needed.")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise UnreadableFile(f"A cell holds more than {LONGEST_CELL:,} characters: that is text, not a value.")
        table.append(cells)
    if not table:
        raise UnreadableFile("The file has no row with anything in it.")
    width = max(map(len, table))
    return [[*row, *[""] * (width - len(row))] for row in table]


def _as_typed(cell: str) -> str:
    """Without spaces around it, and without the apostrophe by which our own csv makes a formula harmless."""
    text = " ".join(clean(cell).split())
    return text[1:] if is_made_harmless(text) else text
