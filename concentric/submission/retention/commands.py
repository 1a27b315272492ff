"""Backups, and what destruction asks of whoever runs an installation."""

from __future__ import annotations

from pathlib import Path

import click

from concentric.config.command_support import InputFile, format_option, show
from concentric.submission.retention import backups
from concentric.submission.retention.clearing import clear_when_needed
from concentric.submission.retention.forgetting import forget_again
from concentric.submission.retention.ledger import NAME, home_ledger, keep_ledger, read_ledger


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy the database into FOLDER, with a manifest and the ledger of what was destroyed. The site may run meanwhile.

    The copy holds every record and is not encrypted: encrypt it before it leaves the machine.
    """
    made = backups.back_up(folder)
    click.echo(f"{made} ({made.stat().st_size:,} bytes), {backups.manifest_of(made).name}, {NAME}")


@click.command("restore-check")
@click.argument("file", type=InputFile)
@format_option
@click.pass_context
def restore_check(context: click.Context, file: str, layout: str) -> None:
    """Look a backup over before you restore it: whole, readable by this version, and what was destroyed since.

    Nothing is changed. Exit status 1 when something is wrong.
    """
    found = list(backups.check(Path(file)))
    show([{"what": one.what, "found": one.found, "wrong": one.wrong} for one in found], layout)
    if any(one.wrong for one in found):
        context.exit(1)


@click.group()
def retention() -> None:
    """Destruction that lasts: after a restored backup, and in the database’s own files."""


@retention.command("forget-again")
@click.argument("ledger", required=False, type=InputFile)
@format_option
def forget(ledger: str | None, layout: str) -> None:
    """After restoring a backup: destroy once more all that was destroyed since it was taken.

    LEDGER is the newest destroyed.jsonl there is; without it, the one in the home folder. Safe to run again.
    """
    path = Path(ledger) if ledger else home_ledger()
    if not path.exists():
        raise click.ClickException(
            f"There is no ledger at {path}. Name the newest {NAME} that lies beside your backups."
        )
    gone = forget_again(list(read_ledger(path)))
    keep_ledger()
    clear_when_needed()
    show([{"record": reference, "rows": rows} for reference, rows in gone.items()], layout)


@retention.command("clear-files")
def clear_files() -> None:
    """Clear the database’s own files of what was destroyed, now; the clock does so within a quarter of an hour."""
    done = clear_when_needed()
    click.echo(f"Cleared after {done} destruction(s)." if done else "There was nothing to clear.")


commands: list[click.Command] = [backup, restore_check, retention]
