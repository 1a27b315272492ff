"""Files that a page hands out. A name says what kind of thing a file is, and nothing about whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.spreadsheet import Value, to_csv, to_xlsx

SPREADSHEETS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def check_spreadsheet(file_format: str) -> None:
    """Raise NotVisible for a format that is not offered."""
    if file_format not in SPREADSHEETS:
        raise NotVisible


def spreadsheet(name: str, file_format: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """Rows under their headings as "csv" or "xlsx", formulas made harmless."""
    write, media_type = SPREADSHEETS[file_format]
    return attachment(f"{name}.{file_format}", media_type, write(rows, columns))


def attachment(name: str, media_type: str, data: bytes) -> HttpResponse:
    """A file to be saved, not shown."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
