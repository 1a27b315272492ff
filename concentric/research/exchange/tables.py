"""A study's coded data as tables: every coded quote, and what is known of each framework beside its codes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np

from concentric.method.analysis.crosstab import ABSENT, NOT_RECORDED, RECORDED, states
from concentric.method.exchange.parquet import to_parquet
from concentric.method.exchange.spreadsheet import to_csv, to_xlsx
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.research.coding.models import Coding, DoubleFramework
from concentric.research.coding.queries import visible
from concentric.research.coding.tree import tree_of
from concentric.research.cohorts.data import live
from concentric.research.exchange.documents import held
from concentric.research.frameworks.attributes import of_study
from concentric.research.frameworks.researcher import Researcher

Cells = Sequence[str | int | None]
QUOTES = ("Framework", "Site", "Cohort", "Entry", "Context", "Column", "Code", "Coder", "Quote", "Memo", "Counts")
STATE = {NOT_RECORDED: None, ABSENT: 0, RECORDED: 1}
_CHUNK = 2_000


def quotes(researcher: Researcher) -> Iterator[Cells]:
    """Every coding that the researcher may see, under `QUOTES`, in the order of the frameworks and their texts."""
    tree = tree_of(researcher.study)
    paths = {code.id: tree.path(code) for code in tree.codes}
    cohort = next(kind for kind in of_study(researcher.study) if kind.key == "cohort")
    found = visible(researcher, Coding.objects.filter(framework__in=held(researcher).values("pk")))
    rows = found.order_by("framework__code", "entry__position", "start", "end", "pk").values_list(
        *("framework__code", "framework__site__letter", "framework__values", "entry__position", "entry__context"),
        *("entry__column", "code_id", "coder__name", "entry__text", "start", "end", "memo", "counts"),
    )
    for code, site, values, at, context, column, given, coder, text, start, end, memo, counts in rows.iterator(_CHUNK):
        told = cohort.label_of(values.get("cohort", ""))
        place = (CONTEXT[context].label if context else "", COLUMN[column].label if column else "")
        counted = "Yes" if counts else "No"
        yield code, site, told, at + 1, *place, paths.get(given, ""), coder, text[start:end], memo, counted


def matrix(researcher: Researcher) -> tuple[list[str], list[Cells]]:
    """A row for each framework in the study: its attributes, then every code: 1 recorded, 0 looked into and nothing
    identified, empty where nobody recorded either. Frameworks that two are coding without seeing each other have no
    codes until the two are compared.
    """
    study = researcher.study
    data = live(study, whole=False)
    place = {code.number: at for at, code in enumerate(data.tree.codes)}
    found = states(data.frameworks, data.tree.parents(), _placed(data.held, place), _placed(data.absent, place))
    closed = DoubleFramework.objects.filter(sample__study=study, sample__opened_at=None)
    hidden = set(closed.values_list("framework_id", flat=True))
    codes = dict(study.frameworks.values_list("pk", "code"))
    rows: list[Cells] = []
    ids = (uuid.UUID(str(pk)) for pk in data.ids)
    for pk, values, row in zip(ids, data.values, found.tolist(), strict=True):
        told = [kind.label_of(values[kind.key]) if kind.key in values else None for kind in data.attributes]
        rows.append([codes[pk], *told, *([None] * len(row) if pk in hidden else map(STATE.__getitem__, row))])
    paths = [data.tree.path(code) for code in data.tree.codes]
    return _once(["Framework", *(kind.label for kind in data.attributes), *paths]), rows


def write_table(researcher: Researcher, what: str, file_format: str, out: IO[bytes]) -> None:
    """`what`: "quotes" as csv or xlsx; "matrix" as these or as parquet."""
    if what == "quotes":
        columns, rows = list(QUOTES), quotes(researcher)
        out.write((to_xlsx if file_format == "xlsx" else to_csv)(rows, columns))
        return
    columns, held_rows = matrix(researcher)
    if file_format == "parquet":
        to_parquet(held_rows, columns, out)
    else:
        out.write((to_xlsx if file_format == "xlsx" else to_csv)(held_rows, columns))


def _placed(pairs: np.ndarray[tuple[int, ...], np.dtype[np.int32]], place: dict[int, int]) -> np.ndarray:
    """Pairs of framework and number of a code, as pairs of framework and place of the code among the columns."""
    known = [(framework, place[number]) for framework, number in pairs.tolist() if number in place]
    return np.array(known, np.int32).reshape(-1, 2)


def _once(names: list[str]) -> list[str]:
    """No two columns of one name: a second one gets a number."""
    told: dict[str, None] = {}
    for name in names:
        another, number = name, 2
        while another in told:
            another, number = f"{name} ({number})", number + 1
        told[another] = None
    return list(told)
