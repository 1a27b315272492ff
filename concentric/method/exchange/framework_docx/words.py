"""Every word of a Word file, gathered without any regard to tables or places: what the reader is held against.

It shares the opening of the file with the reader and nothing else. The words are those of the body, page headers and
footers, notes, comments, text boxes, charts and diagrams, crossed-out, deleted and hidden ones included; of two
alternative renderings of one drawing it takes the second only for what the first does not say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from lxml import etree

from concentric.method.exchange.framework_docx.ooxml import (
    BREAKS,
    DELETED,
    MC,
    PARAGRAPHS,
    TABS,
    TEXT,
    W,
    character_of,
    chosen_branches,
    is_on,
)
from concentric.method.exchange.framework_docx.package import open_package

_WORD = re.compile(r"[^\W_]+")
_LEAVES = TEXT | BREAKS | TABS | {W + "noBreakHyphen", W + "sym", W + "ddList"}


def words_in(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs; letters and digits in a row are a word, capitals as they are."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def words_of(data: bytes) -> Counter[str]:
    """How often each word occurs in the bytes of a .docx file. Raises UnreadableFile."""
    package = open_package(data)
    roots = [package.main, *(story.root for story in package.stories)]
    return words_in(text for root in roots for text in _texts(root))


def _texts(root: etree._Element) -> Iterator[str]:
    """The text of each paragraph, with what stands and what does not kept apart."""
    paragraphs: dict[etree._Element, list[tuple[str, str]]] = {}
    skipped = _skipped(root)
    for leaf in root.iter():
        described = leaf.tag.endswith("}docPr") and leaf.get("descr")
        if leaf.tag not in _LEAVES and not described:
            continue
        ancestors = list(leaf.iterancestors())
        if skipped.isdisjoint(ancestors):
            home = next((element for element in ancestors if element.tag in PARAGRAPHS), ancestors[0])
            standing = _standing(ancestors) or ("picture" if described else "")
            paragraphs.setdefault(home, []).append((standing, leaf.get("descr", "") if described else _text(leaf)))
    for leaves in paragraphs.values():
        yield "".join(text for standing, text in leaves if not standing)
        for standing, run in groupby(leaves, key=lambda leaf: leaf[0]):
            if standing:
                yield "".join(text for _, text in run)


def _skipped(root: etree._Element) -> set[etree._Element]:
    branches = set[etree._Element]()
    for alternate in root.iter(MC + "AlternateContent"):
        branches |= set(alternate) - set(chosen_branches(alternate))
    return branches | set(root.iter(W + "pPr", W + "tcPr", W + "trPr", W + "rPr"))


def _text(leaf: etree._Element) -> str:
    if leaf.tag in BREAKS | TABS:
        return "\n"
    return (leaf.text or "") if leaf.tag in TEXT else character_of(leaf)


def _standing(ancestors: list[etree._Element]) -> str:
    """A name for the way in which the words are crossed out or hidden; empty when they stand."""
    for element in ancestors:
        if element.tag in DELETED:
            return element.tag
        if element.tag == W + "tr" and element.find(f"{W}trPr/{W}del") is not None:
            return W + "del"
        if element.tag == W + "tc" and element.find(f"{W}tcPr/{W}cellDel") is not None:
            return W + "del"
    if any(element.tag == W + "sdt" and is_on(element, "sdtPr/showingPlcHdr") for element in ancestors):
        return "prompt"
    run = next((element for element in ancestors if element.tag == W + "r"), None)
    if run is None:
        return ""
    if is_on(run, "rPr/vanish"):
        return "hidden"
    return "struck" if is_on(run, "rPr/strike") or is_on(run, "rPr/dstrike") else ""
