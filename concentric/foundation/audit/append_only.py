"""Database triggers that refuse to change or delete an audit event, whoever asks."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "audit_auditevent"
REFUSAL = "audit events are append-only"


def protect(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
    if editor.connection.vendor == "sqlite":
        for operation in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER audit_no_{operation.lower()} BEFORE {operation} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    else:
        editor.execute(
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )


def release(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers (migrating backwards)."""
    if editor.connection.vendor == "sqlite":
        for operation in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS audit_no_{operation.lower()}")
    else:
        editor.execute(f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}")
        editor.execute("DROP FUNCTION IF EXISTS audit_refuse()")
