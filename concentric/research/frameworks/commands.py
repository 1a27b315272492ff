"""Studies from the command line: opening one, which nobody can do from a page, and receiving in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from concentric.config.command_support import InputFile, format_option, progress, show
from concentric.foundation.accounts.models import User
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import OpeningKey, UnreadableKeyError, check_recipient
from concentric.method.exchange.bundle.verifying import MOST_SEALED_BYTES
from concentric.method.exchange.study_card import written
from concentric.method.instrument.inclusion import ORIGINAL_STUDY
from concentric.research.frameworks import queries
from concentric.research.frameworks.actions import StudyTerms, give_place, open_study
from concentric.research.frameworks.defaults import CONSENT
from concentric.research.frameworks.models import Study, StudyMember
from concentric.research.frameworks.receive import Outcome, receive_each
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.sites import give_card

ROLES = click.Choice(StudyMember.Role.values)
study_option = click.option("--study", "named", help="The study's name, or its id; not needed where there is one.")
as_option = click.option("--as", "email", help="The one of the team who does it, by e-mail; otherwise a lead.")


@contextmanager
def plain_refusals() -> Iterator[None]:
    """A key that is none is said in one line."""
    try:
        yield
    except UnreadableKeyError as fault:
        raise click.ClickException(str(fault)) from None


@click.group()
def study() -> None:
    """Studies: what partnerships send de-identified frameworks to."""


@study.command()
@click.option("--study", "--name", "name", required=True, help="The study's name.")
@click.option("--question", help="What it asks, in a few sentences.  [default: its name, until a lead writes it]")
@click.option("--contact", help="Whom sites can ask: name, e-mail, telephone.  [default: the lead]")
@click.option("--lead", "email", help="The lead researcher's e-mail address.  [default: the only account here]")
@click.option("--lead-name", default="", help="Their name, where they have no account yet.")
@click.option(
    "--password", help="Their password, where they have no account yet. Better left out: it is then asked for."
)
@click.option("--recipient", default="", help="The study's age public key, where it keeps its own key elsewhere.")
@format_option
def create(
    name: str,
    question: str | None,
    contact: str | None,
    email: str | None,
    lead_name: str,
    password: str | None,
    recipient: str,
    layout: str,
) -> None:
    """Open a study and name its lead researcher, who does the rest from the pages.

    It begins with the original study's inclusion rule: aged 10 to 17, with an incident of HSB towards a child.
    """
    with transaction.atomic(), plain_refusals():
        key = check_recipient(recipient) if recipient else ""
        user = _account(email, lead_name, password) if email else _only_account()
        terms = StudyTerms(
            name, question or name, contact or f"{user.name}, {user.email}", CONSENT, inclusion=ORIGINAL_STUDY
        )
        lead = open_study(terms=terms, lead=user, recipient=key)
    if layout == "json":
        show([{"id": str(lead.study.pk), "name": name, "lead": user.email}], layout)
    else:
        click.echo(f"{name} is open, under the id {lead.study.pk}. {user.name} signs in as {user.email} and leads it.")


@study.command()
@study_option
@click.option("--email", required=True, help="Their e-mail address.")
@click.option("--name", default="", help="Their name, where they have no account yet.")
@click.option(
    "--password", help="Their password, where they have no account yet. Better left out: it is then asked for."
)
@click.option("--role", type=ROLES, default=StudyMember.Role.CODER.value, show_default=True)
def member(named: str | None, email: str, name: str, password: str | None, role: str) -> None:
    """Give somebody a place in a study's team, with an account where they have none."""
    found = find_study(named)
    with recorded(None, "study.member_added", role=role) as note:
        user = _account(email, name, password)
        note.subject = place = give_place(found, user, StudyMember.Role(role))
    click.echo(f"{place.user.name} is in the team as {place.get_role_display().lower()}.")


@study.command("list")
@format_option
def list_studies(layout: str) -> None:
    """The studies of this installation, with their frameworks."""
    rows = []
    for one in Study.objects.all():
        counted = queries.counts(_lead(one))
        rows.append(
            {
                "id": str(one.pk),
                "name": one.name,
                "status": one.status,
                "sites": one.sites.count(),
                "included": counted.included,
                "left_out": counted.left_out,
                "gone": counted.gone,
            }
        )
    show(rows, layout)


@study.command()
@study_option
@click.option("--site", "letter", required=True, help="The site's letter.")
@as_option
def card(named: str | None, letter: str, email: str | None) -> None:
    """Print the study card for one site: save it as a .json file and give it to the site."""
    found = find_study(named)
    site = found.sites.filter(letter=letter.upper()).first()
    if site is None:
        raise click.ClickException(f"The study has no site {letter.upper()}.")
    click.echo(written(give_card(researcher=find_researcher(found, email), site=site)).decode(), nl=False)


@study.command()
@study_option
@click.argument("files", nargs=-1, required=True, type=InputFile)
@click.option("--identity", type=InputFile, help="The study's age identity file, where it keeps its key elsewhere.")
@click.option("--passphrase-file", type=InputFile, help="Its first line is the passphrase.")
@as_option
@format_option
@click.pass_context
def receive(
    context: click.Context,
    named: str | None,
    files: tuple[str, ...],
    identity: str | None,
    passphrase_file: str | None,
    email: str | None,
    layout: str,
) -> None:
    """Receive sealed FILES. Each is taken in or refused by itself; exit status 1 when any was refused."""
    found = find_study(named)
    by = find_researcher(found, email)
    with plain_refusals():
        opener = _opener(identity, passphrase_file)
    with progress(files, "Receiving", len(files)) as bar:
        contents = ((Path(file).name, _start_of(file)) for file in bar)
        outcomes = receive_each(contents, study=found, opener=opener, by=by)
    show([_row(outcome) for outcome in outcomes], layout)
    if any(outcome.receipt is None for outcome in outcomes):
        context.exit(1)


def _row(outcome: Outcome) -> dict[str, object]:
    got = outcome.receipt
    return {
        "file": outcome.name,
        "code": got.code if got else None,
        "site": got.site if got else None,
        "kind": got.kind.value if got else None,
        "version": got.version if got else None,
        "included": got.included if got else None,
        "said": " ".join(got.ruled_out) if got else outcome.reason,
    }


def _start_of(file: str) -> bytes:
    with Path(file).open("rb") as stream:
        return stream.read(MOST_SEALED_BYTES + 1)


def _opener(identity: str | None, passphrase_file: str | None) -> OpeningKey | str | None:
    if identity:
        return OpeningKey.read(Path(identity).read_text("utf-8", errors="replace"))
    if passphrase_file:
        return Path(passphrase_file).read_text("utf-8", errors="replace").partition("\n")[0].rstrip("\r")
    return None


def find_study(named: str | None) -> Study:
    """The study of that name or id, or the only one there is. Raises ClickException."""
    if named is None:
        return _only_study()
    try:
        found = Study.objects.filter(pk=uuid.UUID(named)).first()
    except ValueError:
        found = Study.objects.filter(name__iexact=named).first()
    if found is None:
        raise click.ClickException("There is no such study here. `concentric study list` shows those there are.")
    return found


def _only_study() -> Study:
    studies = list(Study.objects.all()[:2])
    if len(studies) != 1:
        raise click.ClickException("Say by --study which one. `concentric study list` shows those there are.")
    return studies[0]


def find_researcher(found: Study, email: str | None) -> Researcher:
    if email is None:
        return _lead(found)
    place = found.team.filter(is_active=True, user__email__iexact=email).select_related("user", "study").first()
    if place is None:
        raise Refusal("Nobody with this e-mail address has a place in the study.")
    return Researcher(place)


def _lead(found: Study) -> Researcher:
    leads = found.team.filter(is_active=True, role=StudyMember.Role.LEAD).select_related("user", "study")
    return Researcher(leads.order_by("pk")[0])


def _only_account() -> User:
    users = list(User.objects.filter(is_active=True)[:2])
    if len(users) != 1:
        raise click.ClickException("Say by --lead, and --lead-name, who leads it.")
    return users[0]


def _account(email: str, name: str, password: str | None) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        if password:
            raise click.ClickException(
                f"{user.name} has an account already, and nobody else changes its password: leave --password out. "
                "They choose a new one where they sign in."
            )
        return user
    if not name:
        raise click.ClickException("Nobody has an account with this e-mail address yet: give their name, too.")
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    validate_password(password, User(email=email, name=name))
    user = User(email=email.lower(), name=name)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user


commands: list[click.Command] = [study]
