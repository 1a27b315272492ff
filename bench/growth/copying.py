"""Copying the first thousand cases inside the database: a million rows in the time that models take for a few.

A copy's identifiers are the first ones with their beginning replaced by the copy's number, so that every row of a copy
points at rows of the same copy.
"""

from __future__ import annotations

from django.db import connection, models, transaction

from concentric.casework.cases.models import Case, CohortDecision, Incident, Involvement
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.search.models import SearchText
from concentric.casework.signoff.models import Minutes

COPIED = (Case, Referral, Incident, CohortDecision, Involvement, Meeting, Minutes, Entry, Action, SearchText)
MARK = "0000"  # an identifier of ours begins with its time, which is not nought


@transaction.atomic
def copy_base(number: int, entries_a_case: int) -> None:
    """One copy of the first cases, with at most that many entries each."""
    with connection.cursor() as cursor:
        for model in COPIED:
            columns = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
            names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
            values = ", ".join(_value(field, number) for field in columns)
            table, where = model._meta.db_table, _where(model, entries_a_case)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}")


def _value(field: models.Field, number: int) -> str:  # type: ignore[type-arg]
    column = connection.ops.quote_name(str(field.column))
    if field.name == "reference":
        return f"{column} || '-{number}'"
    to_copied = isinstance(field, models.ForeignKey) and field.related_model in COPIED
    if to_copied or (isinstance(field, models.UUIDField) and field.name in ("id", "case_id", "subject_id")):
        shifted = f"'{MARK}{number:04x}' || substr({_text(column)}, 9)"
        return f"({shifted})::uuid" if connection.vendor == "postgresql" else shifted
    return column


def _where(model: type[models.Model], entries_a_case: int) -> str:
    first = f"substr({_text('id')}, 1, 4) <> '{MARK}'"
    kept = f"SELECT id FROM {Entry._meta.db_table} WHERE position <= {entries_a_case} AND {first}"
    if model is Entry:
        return f"position <= {entries_a_case} AND {first}"
    if model is Action:
        return f"entry_id IN ({kept})"
    if model is SearchText:
        return f"substr({_text('subject_id')}, 1, 4) <> '{MARK}' AND (kind = 'case' OR subject_id IN ({kept}))"
    return first


def _text(column: str) -> str:
    return f"{column}::text" if connection.vendor == "postgresql" else column
