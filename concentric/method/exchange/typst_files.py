"""What every PDF shares: typst with our layouts and fonts alone, nothing fetched, wording as one JSON value."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from concentric.method.exchange.plain_text import every_text

_HERE = Path(__file__).parent
LAYOUTS = _HERE / "layouts"
FONTS = _HERE / "fonts"


def compile_pdf(layout: str, content: dict[str, Any], made: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1) of `content`, laid out by a file of `layouts/`. The same content gives the same bytes."""
    return typst.compile(
        str(LAYOUTS / layout),
        root=str(LAYOUTS),
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(every_text(content, printable))},
        pdf_standards=["ua-1"],
        timestamp=made.astimezone(UTC).replace(microsecond=0),
        package_path=str(LAYOUTS),
        package_cache_path=str(LAYOUTS),
    )


def png_of(svg: str, *, points_per_inch: float = 180) -> bytes:
    """A drawing as a picture, for what does not draw SVG."""
    made = typst.compile(
        str(LAYOUTS / "picture.typ"),
        root=str(LAYOUTS),
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps({"svg": svg})},
        format="png",
        ppi=points_per_inch,
        package_path=str(LAYOUTS),
        package_cache_path=str(LAYOUTS),
    )
    return bytes(made)


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
