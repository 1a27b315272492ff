"""Line ends: the texts of projects come with two characters or one, and programs differ in how they count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from lxml import etree

from concentric.method.exchange.refi.elements import offsets


def lines(raw: str, selections: list[etree._Element]) -> tuple[str, Callable[[int], int]]:
    """The text with line feeds only, and how its offsets are to be taken: each into the text as it is now.

    Programs differ in whether CR LF counts as one or two. The words that selections quote tell, where any do.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if "\r\n" not in raw:
        return text, _as_written
    hits = Counter[str]()
    for each in selections:
        quoted = " ".join(each.get("name", "").split())
        start, end = offsets(each)
        if quoted and start is not None and end is not None:
            hits["one"] += " ".join(text[start:end].split()) == quoted
            hits["two"] += " ".join(raw[start:end].split()) == quoted
    return text, _with_returns(raw) if hits["two"] > hits["one"] else _as_written


def _as_written(offset: int) -> int:
    return offset


def _with_returns(raw: str) -> Callable[[int], int]:
    """For offsets that counted both characters of each line end. Outside the text: -1."""
    at = [0]
    for character, following in zip(raw, f"{raw[1:]}\0", strict=True):
        at.append(at[-1] + (character != "\r" or following != "\n"))
    return lambda offset: at[offset] if 0 <= offset < len(at) else -1
