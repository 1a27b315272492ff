"""A table's rows and columns by numbers: what they are called may be somebody's own words, and stands in no address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from concentric.method.analysis.asking import Table

MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Numbered:
    """Keys by their numbers, in an order of their own, whatever the table is sorted by. `sum` is of all of them: a link
    that was made for other rows and columns is known by it.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    sum: str

    def row(self, key: str) -> int:
        return self.rows.index(key)

    def column(self, key: str) -> int:
        return self.columns.index(key)


def numbered(table: Table) -> Numbered:
    rows, columns = (tuple(sorted(one.key for one in many)) for many in (table.rows, table.columns))
    return Numbered(rows, columns, hashlib.sha256(repr((rows, columns)).encode()).hexdigest()[:12])


def named(keys: tuple[str, ...], number: str) -> str:
    """The key of a number that stands in an address. Raises LookupError."""
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        raise LookupError(number)
    return keys[int(number)]
