"""Ids and times as the databases write them, and as XML does. To make objects of them, only to write them again, would
take longer than all the rest of an export.

Django speaks to both databases in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Func, TextField
from django.db.models.functions import Cast
from django.utils import timezone


def as_text(name: str) -> Cast:
    """A field as its database writes it."""
    return Cast(name, TextField())


class Hex(Func):
    """An id as 32 hexadecimal digits: as SQLite keeps it."""

    template = "replace(%(expressions)s::text, '-', '')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)


def guid_of(digits: str) -> str:
    """An id with its dashes."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


known_guid = lru_cache(maxsize=4_096)(guid_of)
"""For ids that recur, as those of codes do."""


def time_of(written: str) -> str:
    """A time of a database as XML writes it."""
    return f"{written[:10]}T{written[11:].removesuffix('+00')}Z"


def moment(at: datetime) -> str:
    """A time as both databases take it."""
    return at.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def time_said(said: str) -> datetime:
    """A time that a file says; now, where it says none that can be read."""
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        return timezone.now()
