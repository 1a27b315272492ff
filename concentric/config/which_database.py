"""Says, once, which database a command works on: on the error stream, when it first asks the database anything."""

from __future__ import annotations

import click
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OWNERS = {
    "demo": "the demonstration’s database",
    "test": "a database for tests",
    "production": "the production database",
}
HINT = " (set CONCENTRIC_MODE=production for your own installation)"


def tell_when_used() -> None:
    """From now on, until it is told once."""
    connection_created.connect(_tell, dispatch_uid=__name__)


def keep_quiet() -> None:
    """For a process whose parent has told already."""
    connection_created.disconnect(dispatch_uid=__name__)


def _tell(connection: BaseDatabaseWrapper, **_: object) -> None:
    keep_quiet()
    hint = HINT if settings.MODE == "demo" else ""
    click.echo(f"Working on {OWNERS[settings.MODE]}, {_named(connection.settings_dict)}{hint}.", err=True)


def _named(database: dict[str, object]) -> str:
    """Where it is, without a password."""
    if "sqlite" in str(database["ENGINE"]):
        return str(database["NAME"])
    return f"{database['NAME']} on {database['HOST'] or 'this machine'}"
