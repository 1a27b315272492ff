"""The minutes as tagged PDF (PDF/UA-1), laid out by typst from the files in `layouts/` with the fonts in `fonts/`.

Wording goes to typst as one JSON value, so nothing in it can be read as markup, and nothing is fetched.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from dataclasses import asdict
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst

from concentric.method.exchange.family_content import family_content
from concentric.method.exchange.minutes_content import minutes_content
from concentric.method.exchange.plain_text import every_text
from concentric.method.exchange.release import FAMILY
from concentric.method.records.signed import MeetingRecord

_HERE = Path(__file__).parent
LAYOUTS = _HERE / "layouts"
FONTS = _HERE / "fonts"


def write_pdf(record: MeetingRecord) -> bytes:
    """The PDF of a release: landscape, context by context; the family's version upright and in plain words.

    The same record gives the same bytes.
    """
    family = record.release == FAMILY
    content = family_content(record) if family else minutes_content(record)
    return _compile("family.typ" if family else "minutes.typ", asdict(content), record)


def _compile(layout: str, content: dict[str, Any], record: MeetingRecord) -> bytes:
    moment = (record.signed_at or record.held_at).astimezone(UTC)
    return typst.compile(
        str(LAYOUTS / layout),
        root=str(LAYOUTS),
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(every_text(content, printable))},
        pdf_standards=["ua-1"],
        timestamp=moment.replace(microsecond=0),
        package_path=str(LAYOUTS),
        package_cache_path=str(LAYOUTS),
    )


def printable(text: str) -> str:
    """What the fonts cannot draw spelt out, `🙂` as `[slightly smiling face]`: tagged PDF allows no missing glyph."""
    return "".join(letter if _drawn(letter) else _spelt(letter) for letter in text.replace("\t", " "))


def _drawn(letter: str) -> bool:
    starts, ends = _coverage()
    at = bisect_right(starts, ord(letter)) - 1
    return letter == "\n" or (at >= 0 and ord(letter) <= ends[at])


def _spelt(letter: str) -> str:
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):  # joiners and marks: nothing to see on their own
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


@cache
def _coverage() -> tuple[list[int], list[int]]:
    ranges = json.loads((FONTS / "coverage.json").read_text())
    return [start for start, _ in ranges], [end for _, end in ranges]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
