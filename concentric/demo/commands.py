"""The demonstration: `./run demo`."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from concentric.config import serving
from concentric.demo import PASSWORD
from concentric.demo import load as loading
from concentric.demo.cast import AGENCIES, PEOPLE, Person
from concentric.demo.forty_nine.story import CODERS
from concentric.demo.forty_nine.story import STUDY as FORTY_NINE
from concentric.demo.study import RESEARCHER_EMAIL, STUDY
from concentric.foundation.accounts.models import Partnership


@click.group()
def demo() -> None:
    """A fictional partnership to try. Refused in production."""
    if settings.MODE == "production":
        raise click.ClickException("This is a production installation: the demonstration is kept out of it.")


@demo.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Throw away what was done in the demonstration and start over.")
def start(port: int, fresh: bool) -> None:
    """Make the demonstration's database where needed, and serve it on this computer alone: `./run demo`.

    It lives in var/demo, or in the folder that CONCENTRIC_HOME names.
    """
    serving.refuse_taken_port("127.0.0.1", port)
    with _in_use(fresh=fresh):
        _load()
        serving.warn_of_loose_files()
        click.echo(f"\nOpen http://127.0.0.1:{port} · Ctrl-C stops it.")
        serving.serve("127.0.0.1", port, workers=1)


@demo.command()
@click.option("--fresh", is_flag=True, help="Throw away what was done in the demonstration and start over.")
def load(fresh: bool) -> None:
    """Put the fictional partnership into the database, once, and say how to sign in."""
    with _in_use(fresh=fresh):
        _load()


@contextmanager
def _in_use(*, fresh: bool) -> Iterator[None]:
    """Nobody starts over what somebody else serves. The lock ends with its process, however that ends."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    _refuse_another_installation()
    with (settings.HOME / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if fresh else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException(
                f"The demonstration in {settings.HOME} is in use, and nothing was changed. Stop it first (Ctrl-C where "
                "it runs), or give this one a home of its own with CONCENTRIC_HOME."
            ) from None
        if fresh:
            _start_over()
            fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def _load() -> None:
    if serving.migrations_are_pending():
        call_command("migrate", interactive=False, verbosity=0)
    if not loading.is_loaded():
        click.echo("Writing the demonstration: this takes a few seconds.")
        loading.load()
    click.echo(_sign_ins())


def _refuse_another_installation() -> None:
    """Somebody's own partnership is neither thrown away nor given fictional neighbours."""
    is_there = Partnership._meta.db_table in connection.introspection.table_names()
    if is_there and Partnership.objects.exists() and not loading.is_loaded():
        raise click.ClickException(
            f"{connection.settings_dict['NAME']} holds a partnership of somebody's own, and nothing was changed. "
            "Give the demonstration a home of its own with CONCENTRIC_HOME, or unset CONCENTRIC_HOME and "
            "CONCENTRIC_DATABASE_URL."
        )


def _start_over() -> None:
    """Empty the demonstration's database: an SQLite file of its own is removed; any other is left to its owner."""
    if connection.vendor != "sqlite":
        raise click.ClickException("Make a new PostgreSQL database for a fresh demonstration: nothing is dropped here.")
    connection.close()  # an open one would go on writing into the file that is removed
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)


def _sign_ins() -> str:
    signs_in = [
        *((person.email, _part(person)) for person in PEOPLE),
        (RESEARCHER_EMAIL, f"Lead researcher · {STUDY} · {FORTY_NINE}"),
        *((email, f"Coder · {FORTY_NINE}") for _, email in CODERS),
    ]
    width = max(len(email) for email, _ in signs_in)
    people = [f"  {email:<{width}}  {part}" for email, part in signs_in]
    return "\n".join([f"Sign in as any of these, with the password {PASSWORD}", "", *people])


def _part(person: Person) -> str:
    roles = ", ".join(role.label for role in person.roles)
    return f"{roles} · {AGENCIES[person.agency][0]}"


commands: list[click.Command] = [demo]
