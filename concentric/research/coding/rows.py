"""Rows of the models that steps touch, as a step keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from concentric.research.coding.models import Adjudication, Code, Coding, Memo
from concentric.research.frameworks.models import Entry

MODELS: dict[str, type[models.Model]] = {
    "adjudication": Adjudication,
    "code": Code,
    "coding": Coding,
    "entry": Entry,
    "memo": Memo,
}
NAMES = {model: name for name, model in MODELS.items()}
_WORKED_OUT = frozenset({"counts"})  # of all that is coded and decided (`coding.counting`), so it is nobody's step
_BATCH = 500


def plain(row: models.Model) -> dict[str, Any]:
    """A row's fields but its key, by attribute name, as JSON takes them. What is worked out is not among them."""
    kept = (one.attname for one in row._meta.fields if not one.primary_key and one.attname not in _WORKED_OUT)
    return {name: _written(getattr(row, name)) for name in kept}


def _written(value: Any) -> Any:
    return (
        str(value) if isinstance(value, uuid.UUID) else value.isoformat() if isinstance(value, dt.datetime) else value
    )


def read(model: type[models.Model], name: str, value: Any) -> Any:
    """What `plain` wrote. Raises LookupError for a field that there is not."""
    field = next((one for one in model._meta.fields if one.attname == name), None)
    if field is None:
        raise LookupError(name)
    return field.target_field.to_python(value) if isinstance(field, models.ForeignKey) else field.to_python(value)


def batches(rows: Iterable[models.Model]) -> Iterator[models.QuerySet[models.Model]]:
    """The same rows of one model as queries, some hundred each."""
    every = list(rows)
    for first in range(0, len(every), _BATCH):
        some = every[first : first + _BATCH]
        yield type(some[0])._default_manager.filter(pk__in=[row.pk for row in some])
