"""What paragraph styles say: headings, and how deep in a list a paragraph stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from concentric.method.exchange.framework_docx.ooxml import W, number_of, value_of

_LIST_STYLE: Final = re.compile(r"list (?:bullet|number)(?: (\d))?", re.IGNORECASE)
_HEADING_STYLE: Final = re.compile(r"(?:heading \d|title|subtitle)", re.IGNORECASE)
_DEEPEST: Final = 9


@dataclass(frozen=True, slots=True)
class Styles:
    """Lists and headings by style id. Levels: 0 is plain text, 1 an item, 2 an item under an item."""

    levels: dict[str, int]
    headings: frozenset[str]

    def level(self, paragraph: etree._Element) -> int:
        """How deep in a list the paragraph stands."""
        number = value_of(paragraph, "pPr/numPr/numId")
        if number == "0":
            return 0
        depth = value_of(paragraph, "pPr/numPr/ilvl")
        styled = self.levels.get(value_of(paragraph, "pPr/pStyle") or "", 0)
        if number is None and depth is None:
            return styled
        # LibreOffice gives every list of its own the first level and keeps the depth in the style's name.
        return max(styled, number_of(depth, default=0, largest=_DEEPEST - 1) + 1)

    def is_heading(self, paragraph: etree._Element) -> bool:
        return (value_of(paragraph, "pPr/pStyle") or "") in self.headings or (
            value_of(paragraph, "pPr/outlineLvl") not in {None, "9"}
        )


def read_styles(root: etree._Element | None) -> Styles:
    """Styles of the document; none when it has no styles part."""
    levels: dict[str, int] = {}
    headings: set[str] = set()
    for style in root.iter(W + "style") if root is not None else ():
        style_id, name = style.get(W + "styleId", ""), value_of(style, "name") or ""
        listed = _LIST_STYLE.fullmatch(name)
        if listed:
            levels[style_id] = int(listed[1] or 1)
        elif value_of(style, "pPr/numPr/numId") not in {None, "0"}:
            levels[style_id] = number_of(value_of(style, "pPr/numPr/ilvl"), default=0, largest=_DEEPEST - 1) + 1
        if _HEADING_STYLE.fullmatch(name):
            headings.add(style_id)
            levels.pop(style_id, None)  # numbered headings are headings
    return Styles(levels, frozenset(headings))
