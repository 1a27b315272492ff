"""Recorded once: what a page made carries an id of the page's own, and sending it twice makes one row (ADR 0002)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db import IntegrityError
from django.db.models import QuerySet

from concentric.casework.base import Record
from concentric.foundation.permissions.checks import Refusal

P = ParamSpec("P")
Row = TypeVar("Row", bound=Record)
TAKEN = "This could not be saved. Copy what you typed, load the page again and paste it there."


class AsItStands(Exception):
    """Nothing to write: what was asked for is there already. Leaves the transaction, and with it the audit event."""

    def __init__(self, row: Record) -> None:
        self.row = row


def idempotent(verb: Callable[P, Row]) -> Callable[P, Row]:
    """Asking again for what is already so gives the row as it stands, and writes nothing."""

    @wraps(verb)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Row:
        try:
            return verb(*args, **kwargs)
        except AsItStands as done:
            return cast("Row", done.row)
        except IntegrityError:
            raise Refusal(TAKEN) from None

    return asked


def check_new(rows: QuerySet[Row], row_id: uuid.UUID, **whose: object) -> None:
    """Raises AsItStands when this was recorded before, `whose` telling by its fields that it is the same.

    An id that belongs to another meeting or author is refused without saying whose it is.
    """
    saved = rows.filter(pk=row_id).first()
    if saved is None:
        return
    if any(getattr(saved, field) != value for field, value in whose.items()):
        raise Refusal(TAKEN)
    raise AsItStands(saved)
