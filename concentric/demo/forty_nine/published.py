"""A briefing's published figures beside what a study counts, and where the printed figures contradict each other.

Figures come in as a file. What is ours is `published.csv`: for each published row the question that it answers. Every
count is the study's own (`research.cohorts`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from concentric.method.analysis.question import find
from concentric.method.records.codebook import Tree
from concentric.method.records.study_data import StudyData
from concentric.research.cohorts.asking import ANY_GROUP, ANY_SOLE, Counting, Only, Question, Table, answer

# A published column, and the key of ours.
COLUMNS = {
    "sole": "sole",
    "group": "group",
    "both": "both",
    "any_group": ANY_GROUP.label,
    "any_sole": ANY_SOLE.label,
    "total": "Total",
}
_SUMS = (
    (("group", "both"), "any_group"),
    (("sole", "both"), "any_sole"),
    (("sole", "group", "both"), "total"),
    (("sole", "any_group"), "total"),
    (("group", "any_sole"), "total"),
)
_CONTRADICTED = re.compile(r"\b(inconsistent|print|prints|printed|swapped)\b")
_QUESTIONS = Path(__file__).parent / "published.csv"
Published = dict[str, str]
Asked = Mapping[str, str]


class UnreadableFiguresError(ValueError):
    """The file is not one of published figures; the message says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. `counted` and `of` are the study's; None where it has no such code or nothing is asked."""

    id: str
    where: str
    what: str
    column: str
    published: int
    counted: int | None
    of: int | None
    note: str

    @property
    def agrees(self) -> bool:
        return self.published == self.counted

    @property
    def is_excused(self) -> bool:
        """The file itself says that what was printed does not hold together."""
        return bool(_CONTRADICTED.search(self.note))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Between published figures. `noted` by the file, or worked out here."""

    id: str
    noted: bool
    says: str


def read_figures(path: Path) -> list[Published]:
    """The file's rows. Raises UnreadableFiguresError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFiguresError("The figures are not a CSV file in UTF-8.") from None
    needed = {"id", "where", "factor", "note", *COLUMNS}
    if not rows or not needed <= set(rows[0]):
        raise UnreadableFiguresError(f"The figures need a row and these columns: {', '.join(sorted(needed))}.")
    for number, row in enumerate(rows, start=2):
        if any(row[column] and not re.fullmatch(r"[0-9]{1,6}", row[column]) for column in COLUMNS):
            raise UnreadableFiguresError(f"Line {number} holds a figure that is not a whole number.")
    return rows


def questions() -> dict[str, Asked]:
    """What each published row asks, by its id."""
    with _QUESTIONS.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def compare(data: StudyData, rows: Iterable[Published]) -> list[Figure]:
    """Every published figure beside the study's own, in the order of the file."""
    asked = questions()
    return [figure for row in rows for figure in _figures(data, row, asked.get(row["id"]))]


def _figures(data: StudyData, row: Published, asked: Asked | None) -> Iterator[Figure]:
    counted = _counted(data, asked) if asked else {}
    for column, key in COLUMNS.items():
        if row[column]:
            n, of = counted.get(key, (None, None))
            yield Figure(row["id"], row["where"], row["factor"], column, int(row[column]), n, of, row["note"])


def _counted(data: StudyData, asked: Asked) -> dict[str, tuple[int | None, int | None]]:
    """For each of our columns what was counted, and of how many frameworks."""
    only = (Only(asked["only"], (asked["only_value"],)),) if asked["only"] else ()
    groups = (ANY_GROUP, ANY_SOLE)
    if not asked["node"] and not asked["attribute"]:
        table = answer(data, Question(attributes=("cohort",), groups=groups))
        return {column.key: (column.size, data.frameworks) for column in table.columns}
    if asked["attribute"]:
        key = f"{asked['attribute']}={asked['value']}"
        return _row(answer(data, Question(attributes=(asked["attribute"],), groups=groups, only=only)), key)
    reference = _reference(data.tree, asked)
    counting = Counting(asked["counting"])
    return _row(answer(data, Question(codes=(reference,), groups=groups, counting=counting, only=only)), reference)


def _row(table: Table, key: str) -> dict[str, tuple[int | None, int | None]]:
    row = next((row for row in table.rows if row.key == key), None)
    cells = row.cells if row else ()
    return {column.key: (cell.n, cell.of) for column, cell in zip(table.columns, cells, strict=False)}


def _reference(tree: Tree, asked: Asked) -> str:
    """The code by its place and name, as the codebook has it now; empty where it has none."""
    above = find(tree, f"{asked['node']}/{asked['context']}" if asked["context"] else asked["node"])
    if above is None or not asked["name"]:
        return f"#{above.number}" if above else ""
    named = (code for code in tree.children(above) if code.name == asked["name"])
    return next((f"#{code.number}" for code in named), "")


def contradictions(rows: Iterable[Published]) -> list[Contradiction]:
    """What the notes say, and what does not add up: sums within a row, and rows that ask the same."""
    found: list[Contradiction] = []
    asked, met = questions(), dict[tuple[str, ...], Published]()
    for row in rows:
        if _CONTRADICTED.search(row["note"]):
            found.append(Contradiction(row["id"], noted=True, says=row["note"]))
        found += [Contradiction(row["id"], noted=False, says=says) for says in _sums(row)]
        question = tuple(value for key, value in asked.get(row["id"], {}).items() if key != "id")
        first = met.setdefault(question, row) if question else row
        for column in COLUMNS:
            if row[column] and first[column] and row[column] != first[column]:
                says = f"{column} is {row[column]} here and {first[column]} in {first['id']}, which asks the same"
                found.append(Contradiction(row["id"], noted=False, says=says))
    return found


def _sums(row: Published) -> Iterator[str]:
    for parts, whole in _SUMS:
        if row[whole] and all(row[part] for part in parts):
            total = sum(int(row[part]) for part in parts)
            if total != int(row[whole]):
                yield f"{' and '.join(parts)} make {total}, and {whole} is {row[whole]}"
