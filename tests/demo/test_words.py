"""No text of the product or of its papers names a child by what they did or by what was done to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LABELS = re.compile(r"\b(perpetrat(?:or|ors|es?|ed|ing)|offend(?:er|ers)|victim\w*|abuser\w*)\b", re.IGNORECASE)
READ_BY_PEOPLE = {".html", ".js", ".md", ".py", ".txt"}


def texts() -> Iterator[Path]:
    for folder in ("concentric", "docs", "samples"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in READ_BY_PEOPLE and "vendor" not in path.parts:
                yield path
    yield from ROOT.glob("*.md")


def test_no_label_for_a_child_anywhere() -> None:
    read = list(texts())
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in read
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LABELS.search(line)
    ]
    assert {path.suffix for path in read} == READ_BY_PEOPLE
    assert not found, "\n".join(found)


@pytest.mark.parametrize("line", ["a perpetrator", "young offenders", "the victim’s home", "Abuser"])
def test_the_sweep_sees_such_words(line: str) -> None:
    assert LABELS.search(line)


@pytest.mark.parametrize("line", ["domestic abuse service", "offence characteristics", "an abusive level"])
def test_the_sweep_leaves_others_alone(line: str) -> None:
    assert not LABELS.search(line)
