"""Starting the site: its workers, and the one clock beside them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from concentric.config import private_files


def migrations_are_pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def serve(host: str, port: int, workers: int, *, proxies: str = "127.0.0.1") -> None:
    """Serve until told to stop. The clock runs beside the workers and ends with them.

    Outside production, links in e-mails and calendars lead to this address: here and in the processes that we start.
    """
    if settings.MODE != "production":
        settings.PUBLIC_URL = os.environ["CONCENTRIC_PUBLIC_URL"] = f"http://{host}:{port}"
    connection.close()
    with _clock():
        uvicorn.run(
            "concentric.config.asgi:application",
            host=host,
            port=port,
            workers=workers if workers > 1 else None,
            proxy_headers=True,
            forwarded_allow_ips=proxies,
            log_config=None,  # ours (`logs`): uvicorn's own would print the words of a fault
            log_level="warning",
            access_log=False,  # addresses hold ids; the audit trail says who read what
            server_header=False,
            timeout_graceful_shutdown=5,
            lifespan="off",
        )


def prepare_static_files() -> None:
    """Gather, fingerprint and compress what browsers fetch."""
    call_command("collectstatic", interactive=False, verbosity=0)


def warn_of_loose_files() -> None:
    """One line on the error stream when others can read the records."""
    if said := private_files.warning():
        click.echo(said, err=True)


def refuse_taken_port(host: str, port: int) -> None:
    """Said before anything is prepared, in one line."""
    try:
        socket.create_server((host, port)).close()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise click.ClickException(f"Cannot listen on {host}:{port}: {reason}. Choose another with --port.") from fault


@contextmanager
def _clock() -> Iterator[None]:
    """The clock lives as long as its pipe: however this process ends, even by kill -9, the clock ends with it."""
    command = [sys.executable, "-m", "concentric", "clock", "--while-piped"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield


def refuse_unless_ready() -> None:
    """The database must be as the code expects before anybody is let in."""
    if migrations_are_pending():
        raise click.ClickException("The database is not up to date. Run `concentric migrate`, then start again.")
