"""The `concentric` command: it gathers the `commands.py` of every package, each with `commands: list[click.Command]`.

Packages that need no Django come first, so that their commands do not wait for it.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

PACKAGE = Path(__file__).resolve().parent


class Concentric(click.Group):
    """Looks a command up module by module, and turns the faults that a person can mend into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(command.name or "" for command in _commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return next((command for command in _commands() if command.name == cmd_name), None)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Exception as fault:
            explained = _explanation(fault)
            if explained is None:
                raise
            raise click.ClickException(explained) from fault


@click.group(cls=Concentric, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def concentric() -> None:
    """Concentric: multi-agency meetings about harmful sexual behaviour, from referral to signed minutes."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concentric.config.settings")
    concentric(prog_name="concentric")


def _commands() -> Iterator[click.Command]:
    for name in _modules():
        if not name.startswith("concentric.method."):
            _set_up_django()
        yield from importlib.import_module(name).commands


def _modules() -> list[str]:
    """Every `commands.py` in the package, method first, then config (which starts the servers), and the demonstration,
    which imports every other, last.
    """
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("commands.py"))
    found = [".".join(["concentric", *path.parts]) for path in paths]
    order = {"method": 0, "config": 1, "demo": 3}
    return sorted(found, key=lambda name: (order.get(name.split(".")[1], 2), name))


def _set_up_django() -> None:
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    if not apps.ready:
        try:
            django.setup()
        except ImproperlyConfigured as fault:
            raise click.ClickException(str(fault)) from fault
        from concentric.config import which_database

        which_database.tell_when_used()


def _explanation(fault: Exception) -> str | None:
    """One line for a fault that the person at the keyboard can mend; None for a fault of ours."""
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured, ValidationError
    from django.db.utils import OperationalError, ProgrammingError

    from concentric.foundation.permissions.checks import NotVisible, Refusal

    if isinstance(fault, ValidationError):
        return " ".join(fault.messages)
    if isinstance(fault, (OperationalError, ProgrammingError)):
        said = str(fault).splitlines()[0]
        return f"The database did not answer: {said}. Is it running, and is `concentric migrate` done?"
    if isinstance(fault, NotVisible):
        return str(fault) or "There is no such record."
    return str(fault) if isinstance(fault, (ImproperlyConfigured, Refusal)) else None
