"""Putting a step's rows where they were, many at a time.

Each must still stand as the step left it, otherwise it is refused. What has left the study with its framework, or with
an entry that was corrected, is passed over; so is what somebody took away since, unless nothing else is left to put.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import models

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.models import Code, Coding
from concentric.research.coding.rows import MODELS, batches, plain, read
from concentric.research.frameworks.models import Entry

CHANGED_SINCE = "This has been changed since, so it cannot be taken back. Change it where it stands."
Change = dict[str, Any]
# Whether it is codes, and what is done to them: these stand before what is coded with them comes. None is ever deleted.
_ORDER = ((False, "delete"), (True, "change"), (False, "change"), (False, "create"))


class Replay:
    """Rows are made what they were `then`, if they are still what the step says that they are `now`."""

    def __init__(self, now: str, then: str) -> None:
        self.now, self.then = now, then
        self.frameworks: set[uuid.UUID] = set()
        self.gone = 0  # rows that somebody took away since

    def put(self, changes: list[Change]) -> None:
        for (_, name), some in groupby(sorted(changes, key=self._when), key=self._when):
            group = list(some)
            getattr(self, f"_{self._kind(group[0])}")(MODELS[name], group)
        if self.gone and self.gone == len(changes):
            raise Refusal(CHANGED_SINCE)

    def _kind(self, change: Change) -> str:
        return "create" if change[self.now] is None else "delete" if change[self.then] is None else "change"

    def _when(self, change: Change) -> tuple[int, str]:
        return _ORDER.index((change["model"] == "code", self._kind(change))), change["model"]

    def _create(self, model: type[models.Model], group: list[Change]) -> None:
        if _rows(model, group):
            raise Refusal(CHANGED_SINCE)
        held = _entries(group)
        rows = [_made(model, one, self.then) for one in group if "entry" not in one or one["entry"] in held]
        if _codes_gone(rows):
            raise Refusal(CHANGED_SINCE)
        model._default_manager.bulk_create(rows, batch_size=200)
        self._touch(rows)

    def _change(self, model: type[models.Model], group: list[Change]) -> None:
        alike: dict[str, list[Any]] = {}
        for row, one in self._standing(model, group):
            alike.setdefault(json.dumps(one[self.then], sort_keys=True), []).append(row)
        for values, rows in alike.items():
            fields = {name: read(model, name, value) for name, value in json.loads(values).items()}
            for some in batches(rows):
                some.update(**fields)
            self._touch(rows)

    def _delete(self, model: type[models.Model], group: list[Change]) -> None:
        rows = [row for row, _ in self._standing(model, group)]
        for some in batches(rows):
            some.delete()
        self._touch(rows)

    def _standing(self, model: type[models.Model], group: list[Change]) -> Iterator[tuple[models.Model, Change]]:
        """The rows that are there, each checked to be as the step left it."""
        rows = _rows(model, group)
        held = _entries([one for one in group if one["id"] not in rows])
        for one in group:
            row = rows.get(one["id"])
            if row is None:
                if model is Entry or ("entry" in one and one["entry"] not in held):
                    continue  # a correction took the entry away
                self.gone += 1
                continue
            stands = plain(row)
            if any(stands[field] != value for field, value in one[self.now].items()):
                raise Refusal(CHANGED_SINCE)
            yield row, one

    def _touch(self, rows: list[Any]) -> None:
        self.frameworks.update(row.framework_id for row in rows if isinstance(row, Coding))


def _rows(model: type[models.Model], group: list[Change]) -> dict[str, models.Model]:
    found = model._default_manager.select_for_update(no_key=True).in_bulk([one["id"] for one in group])
    return {str(pk): row for pk, row in found.items()}


def _entries(group: list[Change]) -> set[str]:
    """Those of the entries spoken of that are still there."""
    asked = {one["entry"] for one in group if "entry" in one}
    return set(map(str, Entry.objects.only("pk").in_bulk(list(asked))))


def _made(model: type[models.Model], change: Change, then: str) -> models.Model:
    fields = {field: read(model, field, value) for field, value in change[then].items()}
    return model(pk=uuid.UUID(change["id"]), **fields)


def _codes_gone(rows: list[Any]) -> bool:
    asked = {row.code_id for row in rows if getattr(row, "code_id", None)}
    return Code.objects.filter(pk__in=asked, is_removed=False).count() != len(asked)
