"""Running an installation."""

from __future__ import annotations

import select
import sys

import click
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.db import close_old_connections

from concentric.config import generated_docs, housekeeping, serving, which_database
from concentric.config.command_support import format_option, show

CLOCK_MINUTES = 15


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on, behind your proxy.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--proxies", default="127.0.0.1", show_default=True, help="Proxies that are believed.")
def serve(host: str, port: int, workers: int, proxies: str) -> None:
    """Serve the site, and run the clock beside it."""
    serving.refuse_taken_port(host, port)
    serving.refuse_unless_ready()
    serving.prepare_static_files()
    serving.warn_of_loose_files()
    click.echo(f"Concentric is serving on http://{host}:{port} ({settings.MODE}).")
    serving.serve(host, port, workers, proxies=proxies)


@click.command()
def migrate() -> None:
    """Bring the database up to date. Safe to run again."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is up to date.")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, say what was done, and stop.")
@click.option("--while-piped", is_flag=True, hidden=True)
@format_option
def clock(once: bool, while_piped: bool, layout: str) -> None:
    """Do the work that comes due by the clock, every quarter of an hour."""
    if while_piped:
        which_database.keep_quiet()
    while not once:
        housekeeping.run_chores()
        close_old_connections()
        ended, _, _ = select.select([sys.stdin] if while_piped else [], [], [], CLOCK_MINUTES * 60)
        if ended:
            return
    done = housekeeping.run_chores()
    show([{"chore": name, "done": "failed" if count is None else count} for name, count in done.items()], layout)
    if None in done.values():
        raise click.ClickException("Not everything could be done: the log says which.")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a document is out of step.")
def docs(check: bool) -> None:
    """Write the documents that are generated from the code."""
    differing = generated_docs.out_of_step()
    for path, text in differing.items():
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        click.echo(("Out of step: " if check else "Wrote ") + str(path.relative_to(generated_docs.DOCS.parent)))
    if check and differing:
        raise click.ClickException("Run `./run concentric docs`, read what changed, and commit it.")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Any of Django's own commands, for those who develop: `concentric django makemigrations`."""
    execute_from_command_line(["concentric django", *arguments])


commands: list[click.Command] = [serve, migrate, clock, docs, django]
