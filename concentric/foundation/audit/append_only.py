"""Database triggers that refuse to change or delete an audit event, whoever asks."""

from __future__ import annotations

from itertools import product

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("audit_auditevent", "audit_caseshown")
REFUSAL = "audit events are append-only"


def protect(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
    if editor.connection.vendor == "sqlite":
        for table, operation in product(TABLES, ("UPDATE", "DELETE")):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    else:
        editor.execute(
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for table in TABLES:
            editor.execute(
                f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            )


def release(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers (migrating backwards)."""
    if editor.connection.vendor == "sqlite":
        for table, operation in product(TABLES, ("UPDATE", "DELETE")):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation.lower()}")
    else:
        for table in TABLES:
            editor.execute(f"DROP TRIGGER IF EXISTS audit_no_change ON {table}")
        editor.execute("DROP FUNCTION IF EXISTS audit_refuse()")
