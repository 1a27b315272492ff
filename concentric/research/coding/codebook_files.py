"""The codebook as files to read: spreadsheets and Word. (As a REFI-QDA codebook it goes by `research.exchange`.)"""

from __future__ import annotations

from collections.abc import Iterator

from concentric.method.exchange.codebook_docx import CodebookLine
from concentric.method.exchange.spreadsheet import Value
from concentric.research.coding.blind import visible_rows
from concentric.research.coding.codebook_reading import usage_of
from concentric.research.coding.models import Code
from concentric.research.coding.tree import tree_of
from concentric.research.frameworks.researcher import Researcher

_REST = (
    "What it means",
    "What is coded with it",
    "What is not",
    "Colour",
    "In use",
    "Frameworks, with the codes below",
    "Codings, with the codes below",
    "Codings by itself",
)


def lines_of(researcher: Researcher) -> list[CodebookLine]:
    """Every code of the codebook, each after the one above it."""
    study = researcher.study
    tree = tree_of(study)
    rows: dict[object, Code] = {code.pk: code for code in study.codes.filter(is_removed=False)}
    usage = usage_of(tree, visible_rows(researcher))
    return [
        CodebookLine(
            tuple(one.name for one in tree.line(code)),
            rows[code.id].description,
            rows[code.id].includes,
            rows[code.id].excludes,
            code.colour,
            code.is_deprecated,
            usage[code.number].frameworks,
            usage[code.number].codings,
            usage[code.number].codings_here,
        )
        for code in tree.codes
    ]


def as_table(lines: list[CodebookLine]) -> tuple[list[str], Iterator[list[Value]]]:
    """Headings and rows: a column for each level that is there, so that a sheet can be sorted and filtered."""
    depth = max((len(line.path) for line in lines), default=1)
    levels = ["Primary node", *(f"Child node {level}" for level in range(1, depth))]
    return [*levels, *_REST], (_row(line, depth) for line in lines)


def _row(line: CodebookLine, depth: int) -> list[Value]:
    texts: list[Value] = [line.description, line.includes, line.excludes, line.colour]
    counts: list[Value] = [line.frameworks, line.codings, line.codings_here]
    return [*line.path, *[""] * (depth - len(line.path)), *texts, not line.is_deprecated, *counts]
