"""What the same work costs with nothing around it: numpy on arrays in memory, plain SQL, zlib and an XML parser."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from uuid import UUID

import numpy as np
from django.db import connection
from lxml import etree

from bench.study.fill import Filled
from concentric.research.coding.models import Coding
from concentric.research.coding.packing import CODE, CODER, ENTRY, coded_rows
from concentric.research.frameworks.models import Entry, Framework

COHORTS = ("sole", "group", "both")


def counts_in_memory(filled: Filled) -> Callable[[], object]:
    """Codes × cohorts from pairs (framework, code) that are arrays already."""
    coded = coded_rows(filled.study).counting
    cohort = np.array([COHORTS.index(value["cohort"]) for value in coded.values])
    pairs = np.unique(coded.framework.astype(np.int64) * 1_000 + coded.rows[:, CODE])
    framework, code = np.divmod(pairs, 1_000)
    return lambda: np.bincount(code * 3 + cohort[framework], minlength=3_000)


def counts_in_sql(filled: Filled) -> Callable[[], object]:
    sql = f"""SELECT c.code_id, f.cohort, COUNT(DISTINCT c.framework_id) FROM {Coding._meta.db_table} c
        JOIN {Framework._meta.db_table} f ON f.id = c.framework_id
        WHERE c.counts AND f.study_id = %s GROUP BY c.code_id, f.cohort"""
    return lambda: _rows(sql, filled.study.pk.hex if connection.vendor == "sqlite" else filled.study.pk)


def agreement_in_memory(filled: Filled) -> Callable[[], object]:
    """Cohen's kappa of every code by entry, from arrays, without intervals."""
    coded = coded_rows(filled.study)
    unit = coded.framework.astype(np.int64) * 1_000 + coded.rows[:, ENTRY]
    units = len(np.unique(unit))
    codes = int(coded.rows[:, CODE].max()) + 1
    keys = unit * codes + coded.rows[:, CODE]
    first = coded.rows[:, CODER] == filled.first.number

    def kappas() -> object:
        one, other = np.unique(keys[first]), np.unique(keys[~first])
        both = np.bincount(np.intersect1d(one, other, assume_unique=True) % codes, minlength=codes)
        a, b = np.bincount(one % codes, minlength=codes), np.bincount(other % codes, minlength=codes)
        seen = 1 - (a + b - 2 * both) / units
        chance = (a * b + (units - a) * (units - b)) / units**2
        return (seen - chance) / np.where(chance < 1, 1 - chance, 1)

    return kappas


def entries_in_sql(filled: Filled) -> Callable[[], object]:
    """The words and codings of one framework."""
    pk = filled.study.frameworks.values_list("pk", flat=True)[0]

    def read() -> object:
        entries = list(Entry.objects.filter(framework=pk).values_list("pk", "text"))
        return entries, list(Coding.objects.filter(framework=pk).values_list("entry", "code", "start", "end"))

    return read


def texts_like(filled: Filled, word: str) -> Callable[[], object]:
    """Every text gone through by the database."""
    pk = filled.study.pk.hex if connection.vendor == "sqlite" else filled.study.pk
    sql = f"""SELECT e.id FROM {Entry._meta.db_table} e JOIN {Framework._meta.db_table} f ON f.id = e.framework_id
        WHERE f.study_id = %s AND e.text LIKE %s"""
    return lambda: _rows(sql, pk, f"%{word}%")


def compressing(project: bytes) -> Callable[[], object]:
    """The project's own bytes, packed again: what a file costs whose content is there."""
    parts = _parts(project)
    return lambda: [zlib.compress(part, 6) for part in parts]


def parsing(project: bytes) -> Callable[[], object]:
    """Unpacked, and gone through by a parser that keeps nothing."""

    def read() -> None:
        for part in _parts(project):
            if part.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
                for _, element in etree.iterparse(io.BytesIO(part)):
                    element.clear()

    return read


def _parts(project: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _rows(sql: str, *values: str | UUID) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
