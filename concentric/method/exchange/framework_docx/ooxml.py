"""Names of WordprocessingML and small readings of its properties."""

from __future__ import annotations

from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

TEXT: Final = frozenset({W + "t", W + "delText", A + "t", M + "t", CHART + "v"})
BREAKS: Final = frozenset({W + "br", W + "cr"})
TABS: Final = frozenset({W + "tab", W + "ptab"})
BOXES: Final = frozenset({W + "txbxContent", A + "txBody"})
PARAGRAPHS: Final = frozenset({W + "p", A + "p"})
DELETED: Final = frozenset({W + "del", W + "moveFrom"})
INSERTED: Final = frozenset({W + "ins", W + "moveTo"})
# Settings, not words: their children are never read as text.
SETTINGS: Final = frozenset(
    W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText")
)
# Symbol fonts hide ticks and boxes behind private code points.
_SYMBOLS: Final = {0xF0FC: "✓", 0xF0FB: "✗", 0xF0FE: "☒", 0xF078: "☒", 0xF0A8: "☐", 0xF06F: "☐", 0xF052: "☑"}


def value_of(element: etree._Element, path: str) -> str | None:
    """The `w:val` of the element at `path` (names joined by `/`), None when there is no such element."""
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(W + "val", "")


def is_on(element: etree._Element, path: str) -> bool:
    """Whether a switch such as `rPr/strike` is there and not turned off."""
    value = value_of(element, path)
    return value is not None and value not in {"0", "false", "off", "none"}


def number_of(text: str | None, *, default: int, largest: int) -> int:
    """A small whole number; `default` where there is none, never beyond `largest`."""
    try:
        return max(0, min(int(text or ""), largest))
    except ValueError:
        return default


def character_of(element: etree._Element) -> str:
    """The text of an element that is a character of its own: a symbol, a hyphen, the choice in a form's list."""
    if element.tag == W + "noBreakHyphen":
        return "-"
    if element.tag == W + "sym":
        return _symbol(element.get(W + "char", ""))
    if element.tag == W + "ddList":
        return _chosen(element)
    return ""


def chosen_branches(alternate: etree._Element) -> list[etree._Element]:
    """The branches of an `mc:AlternateContent` to read: the first, and another only if it says something else."""
    branches = [child for child in alternate if child.tag in {MC + "Choice", MC + "Fallback"}]
    chosen: list[etree._Element] = []
    said: set[str] = set()
    for branch in branches:
        words = set(" ".join(leaf.text or "" for leaf in branch.iter(*TEXT)).split())
        if words - said or not chosen:
            chosen.append(branch)
            said |= words
    return chosen


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not (0x20 <= point <= 0x7E or 0xA0 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD):
        return ""
    return _SYMBOLS.get(point, chr(point))


def _chosen(drop_down: etree._Element) -> str:
    entries = [entry.get(W + "val", "") for entry in drop_down.iter(W + "listEntry")]
    at = number_of(value_of(drop_down, "result") or value_of(drop_down, "default"), default=0, largest=1000)
    return entries[at] if at < len(entries) else ""
