"""Founding a partnership: the one thing that nobody can do from a page, since nobody is a member yet."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password

from concentric.foundation.accounts.actions import found_partnership
from concentric.foundation.accounts.models import Agency, AgencyKind, User

KINDS = click.Choice([kind.value for kind in AgencyKind])


@click.group()
def partnership() -> None:
    """Partnerships of this installation."""


@partnership.command()
@click.option("--name", required=True, help="The partnership's name, as its members know it.")
@click.option("--prefix", required=True, help="Starts every case reference: LM gives LM-2026-0001.")
@click.option("--agency", required=True, help="The first agency's name, for example the council's children's services.")
@click.option("--handle", default="social", show_default=True, help="What people type after @ for that agency.")
@click.option("--kind", default=AgencyKind.SOCIAL_CARE.value, show_default=True, type=KINDS, help="What it is.")
@click.option("--email", required=True, help="The first administrator's e-mail address, to sign in with.")
@click.option("--administrator", required=True, help="The first administrator's name.")
@click.password_option(help="The first administrator's password. Better left out: it is then asked for, unseen.")
def found(
    name: str, prefix: str, agency: str, handle: str, kind: str, email: str, administrator: str, password: str
) -> None:
    """Found a partnership with its first agency and administrator. They add everybody else from the pages."""
    validate_password(password, User(email=email, name=administrator))
    found_partnership(
        name=name,
        reference_prefix=prefix.upper(),
        agency=Agency(name=agency, handle=handle, kind=kind),
        email=email,
        administrator=administrator,
        password=password,
    )
    click.echo(f"{name} is founded. {administrator} signs in as {email} and adds the other agencies and members.")


commands: list[click.Command] = [partnership]
