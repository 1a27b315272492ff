"""The files that a study can be taken out as, one by one. Each is made whole before anybody is given a byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible
from concentric.research.exchange.checking import write_checked_codebook, write_checked_project
from concentric.research.exchange.tables import write_table
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    """`what` and `ending` name it; `label` and `about` say to a person what it is."""

    what: str
    ending: str
    label: str
    about: str
    media_type: str
    write: Callable[[Researcher, IO[bytes]], None]

    @property
    def name(self) -> str:
        return f"{self.what}.{self.ending}"


def _table(what: str, ending: str) -> Callable[[Researcher, IO[bytes]], None]:
    return lambda researcher, out: write_table(researcher, what, ending, out)


_QUOTES = "Every coded passage, with its framework, place, code and coder: a row each."
_MATRIX = (
    "A row for each framework in the study: its attributes, and for each code 1 (recorded), 0 (looked into, nothing"
)
FILES: tuple[File, ...] = (
    File(
        "project",
        "qdpx",
        "REFI-QDA project",
        "Texts, codes, codings, memos and attributes, for NVivo, ATLAS.ti, MAXQDA and others.",
        "application/zip",
        write_checked_project,
    ),
    File(
        "codebook",
        "qdc",
        "REFI-QDA codebook",
        "The codes alone, with their descriptions.",
        "application/xml",
        write_checked_codebook,
    ),
    File("quotes", "xlsx", "Coded quotes, Excel", _QUOTES, SHEET, _table("quotes", "xlsx")),
    File("quotes", "csv", "Coded quotes, CSV", _QUOTES, "text/csv; charset=utf-8", _table("quotes", "csv")),
    File(
        "matrix",
        "xlsx",
        "Attributes and codes, Excel",
        f"{_MATRIX} identified) or empty.",
        SHEET,
        _table("matrix", "xlsx"),
    ),
    File(
        "matrix",
        "csv",
        "Attributes and codes, CSV",
        f"{_MATRIX} identified) or empty.",
        "text/csv; charset=utf-8",
        _table("matrix", "csv"),
    ),
    File(
        "matrix",
        "parquet",
        "Attributes and codes, Parquet",
        "The same with its types kept, for R, Python, Stata and DuckDB.",
        "application/vnd.apache.parquet",
        _table("matrix", "parquet"),
    ),
)


def get_file(what: str, ending: str) -> File:
    """Raises NotVisible for a file that there is not."""
    for file in FILES:
        if (file.what, file.ending) == (what, ending):
            return file
    raise NotVisible


def take_out(*, researcher: Researcher, file: File, out: IO[bytes]) -> None:
    """Write the file and say in the trail who took it. Raises Refusal."""
    check_can_take_files(researcher)
    file.write(researcher, out)
    with recorded(researcher, "study.taken_out", researcher.study, file=file.name):
        out.seek(0)
