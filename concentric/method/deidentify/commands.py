"""`concentric deidentify`: the findings in a file of notes, one line of JSON for each."""

from __future__ import annotations

import json
from pathlib import Path

import click

from concentric.config.command_support import InputFile, progress
from concentric.method.deidentify.find import find
from concentric.method.deidentify.roster import Roster, UnreadableRosterError, read_roster


@click.command()
@click.argument("notes", type=InputFile)
def deidentify(notes: str) -> None:
    """Find the identifiers in NOTES, a file of JSON lines, and print one line for each note.

    A line of NOTES holds note_id, text and roster (what the case knows:
    people, schools, streets, places, references …).
    A line of the answer holds note_id and spans: start, end (in code points), tier (known, pattern,
    unknown, quasi) and reason.
    Nothing is printed unless the whole file can be read. No network is used.
    """
    read = [_read(line, number) for number, line in enumerate(_lines(notes), start=1) if line.strip()]
    with progress(read, "Looking for identifiers") as bar:
        for note_id, text, roster in bar:
            spans = [
                {"start": span.start, "end": span.end, "tier": span.tier, "reason": span.reason}
                for span in find(text, roster)
            ]
            click.echo(json.dumps({"note_id": note_id, "spans": spans}, ensure_ascii=False))


def _lines(notes: str) -> list[str]:
    try:
        # Only a line feed parts the lines: other separators of Unicode may stand inside a note.
        return Path(notes).read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as fault:
        raise click.ClickException(f"{Path(notes).name} is not UTF-8 text, so nothing in it was read.") from fault


def _read(line: str, number: int) -> tuple[object, str, Roster]:
    """One note. A ClickException names a line that is not in the form above, and never repeats its words."""
    try:
        note = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise click.ClickException(f"Line {number} is not JSON.") from fault
    if not isinstance(note, dict) or not isinstance(note.get("text"), str):
        raise click.ClickException(f"Line {number} needs an object with a “text”.")
    try:
        return note.get("note_id", number), note["text"], read_roster(note.get("roster") or {})
    except UnreadableRosterError as fault:
        raise click.ClickException(f"Line {number}: {fault}.") from fault


commands: list[click.Command] = [deidentify]
