"""`concentric bundle`: keys for sealing and opening, the schema, and what is wrong with a sealed file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import click

from concentric.config.command_support import InputFile
from concentric.method.exchange.bundle.findings import Finding
from concentric.method.exchange.bundle.keys import OpeningKey, SignerKey, SigningKey, UnreadableKeyError
from concentric.method.exchange.bundle.verifying import MOST_SEALED_BYTES, Received, Signer, Verified, verify
from concentric.method.records.submission import submission_schema

_LARGEST_KEY_FILE = 16 * 1024
_LAYOUT = click.Choice(["text", "json"])
_PAIR = click.Choice(["opening", "signing"])


@click.group()
def bundle() -> None:
    """Sealed bundles: one de-identified framework in one encrypted, signed file."""


@bundle.command("verify")
@click.argument("file", type=InputFile)
@click.option("--identity", type=InputFile, help="The study's age identity (AGE-SECRET-KEY-1…).")
@click.option("--passphrase-file", type=InputFile, help="Its first line is the passphrase.")
@click.option(
    "--signer", "signers", multiple=True, required=True, help="A trusted signing key: ssh-ed25519 …, or a file."
)
@click.option("--study", required=True, help="The handle of the study that the bundle should be for.")
@click.option("--received", type=InputFile, help="Bundles had before: JSON lines with bundle, site, code and current.")
@click.option(
    "--format", "layout", type=click.Choice(["text", "json"]), default="text", help="For people, or for programs."
)
@click.pass_context
def verify_file(
    context: click.Context,
    file: str,
    identity: str | None,
    passphrase_file: str | None,
    signers: tuple[str, ...],
    study: str,
    received: str | None,
    layout: str,
) -> None:
    """Say whether the sealed FILE is whole, genuine, for this study and new; or exactly what is wrong.

    One line for each thing that is wrong, and exit status 1. Nothing of the content is printed.
    Without --received, a bundle that was received before cannot be noticed.
    """
    outcome = verify(
        _bytes(file, MOST_SEALED_BYTES),
        _opener(identity, passphrase_file),
        signers=[Signer(_signer(given)) for given in signers],
        study=study,
        received=None if received is None else _received(received),
    )
    click.echo(json.dumps(_as_json(outcome), ensure_ascii=False, indent=2) if layout == "json" else _as_text(outcome))
    if not isinstance(outcome, Verified):
        context.exit(1)


@bundle.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--only", type=click.Choice(["opening", "signing"]), help="A study needs the first, a partnership the second."
)
def keys(folder: Path, only: str | None) -> None:
    """Make new keys in FOLDER: to open bundles (a study's) and to sign them (a partnership's).

    opening.key and signing.key are secret, readable by you alone, and the only copies: whoever loses one cannot
    open, or sign, any more. opening.pub and signing.pub are to be given away. No file is written over.
    """
    written: dict[str, tuple[str, str]] = {}
    if only != "signing":
        opening = OpeningKey.new()
        written["opening"] = (opening.written(), opening.recipient + "\n")
    if only != "opening":
        signing = SigningKey.new()
        written["signing"] = (signing.written(), signing.public.written() + "\n")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in written:
            _refuse_existing(folder, name)
        for name, (secret, public) in written.items():
            _write_new(folder / f"{name}.key", secret, 0o600)
            _write_new(folder / f"{name}.pub", public, 0o644)
            click.echo(f"{folder / name}.key is secret; give {name}.pub away: {public.strip()}")
    except OSError as fault:
        raise click.ClickException(f"The keys could not be written: {fault.strerror}.") from fault


@bundle.command()
def schema() -> None:
    """Print the JSON Schema of the document inside a bundle."""
    click.echo(json.dumps(submission_schema(), ensure_ascii=False, indent=2))


def _as_text(outcome: Verified | tuple[Finding, ...]) -> str:
    if not isinstance(outcome, Verified):
        return "\n".join(map(str, outcome))
    said = outcome.submission
    return (
        f"Whole and genuine: {said.kind.label.lower()}, bundle {said.bundle}, code {said.code}, "
        f"site {said.site}, signed by {outcome.signed_by.fingerprint}."
    )


def _as_json(outcome: Verified | tuple[Finding, ...]) -> dict[str, object]:
    if not isinstance(outcome, Verified):
        return {"genuine": False, "findings": [{"wrong": f.wrong, "where": f.where, "said": str(f)} for f in outcome]}
    said = outcome.submission
    named = {"bundle": said.bundle, "kind": said.kind, "code": said.code, "site": said.site, "study": said.study}
    return {"genuine": True, "findings": [], **named, "signed_by": outcome.signed_by.fingerprint}


def _opener(identity: str | None, passphrase_file: str | None) -> OpeningKey | str:
    if identity and not passphrase_file:
        try:
            return OpeningKey.read(_text(identity))
        except UnreadableKeyError as fault:
            raise click.BadParameter(str(fault), param_hint="--identity") from fault
    if passphrase_file and not identity:
        return _text(passphrase_file).split("\n")[0].rstrip("\r")
    raise click.UsageError("Give either --identity or --passphrase-file.")


def _signer(given: str) -> SignerKey:
    try:
        return SignerKey.read(given if given.startswith("ssh-") else _text(given))
    except UnreadableKeyError as fault:
        raise click.BadParameter(str(fault), param_hint="--signer") from fault


def _received(path: str) -> dict[str, Received]:
    found: dict[str, Received] = {}
    for number, line in enumerate(_bytes(path).decode(errors="replace").splitlines(), start=1):
        if line.strip():
            try:
                row: Mapping[str, object] = json.loads(line)
                found[str(row["bundle"])] = Received(str(row["site"]), str(row["code"]), row["current"] is True)
            except (ValueError, KeyError, TypeError, RecursionError) as fault:
                described = f"line {number} needs an object with bundle, site, code and current."
                raise click.BadParameter(described, param_hint="--received") from fault
    return found


def _text(path: str) -> str:
    try:
        return _bytes(path, _LARGEST_KEY_FILE).decode()
    except UnicodeDecodeError as fault:
        raise click.ClickException(f"{Path(path).name} is not text.") from fault


def _bytes(path: str, most: int | None = None) -> bytes:
    """A file, or where it is larger than `most` one byte more than that: enough to see that it is too large."""
    try:
        with Path(path).open("rb") as file:
            return file.read(-1 if most is None else most + 1)
    except OSError as fault:
        raise click.ClickException(f"{Path(path).name} could not be read: {fault.strerror}.") from fault


def _refuse_existing(folder: Path, name: str) -> None:
    for path in (folder / f"{name}.key", folder / f"{name}.pub"):
        if path.exists():
            raise click.ClickException(f"{path} is there already, and was left as it is.")


def _write_new(path: Path, text: str, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


commands: list[click.Command] = [bundle]
