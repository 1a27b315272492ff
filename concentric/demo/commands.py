"""The demonstration: `./run demo`."""

from __future__ import annotations

import click
from django.conf import settings
from django.core.management import call_command

from concentric.config import serving


@click.group()
def demo() -> None:
    """A fictional partnership to try. Refused in production."""
    if settings.MODE == "production":
        raise click.ClickException("This is a production installation: the demonstration is kept out of it.")


@demo.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Throw away what was done in the demonstration and start over.")
@click.pass_context
def start(ctx: click.Context, port: int, fresh: bool) -> None:
    """Make the demonstration's database where needed, and serve it on this computer alone."""
    serving.refuse_taken_port("127.0.0.1", port)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # in HOME, beside the database
    if fresh:
        for leftover in settings.HOME.glob("concentric.sqlite3*"):
            leftover.unlink()
    if serving.migrations_are_pending():
        call_command("migrate", interactive=False, verbosity=0)
    if load := demo.commands.get("load"):
        ctx.invoke(load)
    click.echo(f"\nOpen http://127.0.0.1:{port} · Ctrl-C stops it.")
    serving.serve("127.0.0.1", port, workers=1)


commands: list[click.Command] = [demo]
