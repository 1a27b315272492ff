"""Many rows in one go, past the ORM: an import of 5,000 frameworks has 300,000 of them.

Values are given as both databases take them as text: ids as 32 hexadecimal digits, JSON written out, times by
`database_text.moment`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django.db import connection, models


def new_hex() -> str:
    """A random id (a version 4 UUID, but for speed)."""
    text = os.urandom(16).hex()
    return f"{text[:12]}4{text[13:16]}8{text[17:]}"


def neighbours() -> Iterator[str]:
    """Random ids that are alike but for their end, so that the indexes of a database take their rows in one place, and
    thousands in half the time. They tell that rows came together: one run for each framework, whose rows tell it too.
    """
    start = new_hex()[:24]
    return (f"{start}{number:08x}" for number in count())


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows of these fields. Inside a transaction."""
    quote = connection.ops.quote_name
    of = {field.name: field.column for field in model._meta.fields}
    columns = ", ".join(quote(str(of[name])) for name in names)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  (names are ours)
