"""The audit trail without its triggers: what somebody with the database in their hands could do."""

from __future__ import annotations

from django.db import connection

from concentric.foundation.audit import append_only


class Hands:
    """As much of a schema editor as the triggers need, inside the test's transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


class Unprotected:
    """Somebody with the database in their hands: the triggers are gone until the block ends."""

    def __enter__(self) -> None:
        append_only.release(None, Hands())  # type: ignore[arg-type]

    def __exit__(self, *_: object) -> None:
        append_only.protect(None, Hands())  # type: ignore[arg-type]
