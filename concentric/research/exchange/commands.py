"""Files into a study and out of it, tables and search from the command line: more commands of `concentric study`."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from concentric.config.command_support import InputFile, counting, format_option, show
from concentric.foundation.accounts.models import User
from concentric.foundation.audit.trail import note_read
from concentric.method.analysis.asking import answer
from concentric.method.analysis.question import Counting
from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.refi.reading import read_project
from concentric.method.exchange.spreadsheet_reading import MOST_BYTES, read_table
from concentric.research.coding.blind import coded_blind_by
from concentric.research.cohorts.data import live
from concentric.research.exchange import codebook_in
from concentric.research.exchange.archive import archive
from concentric.research.exchange.checking import losses
from concentric.research.exchange.files import FILES, File, take_out
from concentric.research.exchange.foreseen import Foreseen
from concentric.research.exchange.importing import carry_out, foresee, readable
from concentric.research.exchange.restoring import restore as restore_archive
from concentric.research.exchange.searching import search as search_texts
from concentric.research.exchange.table_words import asked, plain_rows, written_rows
from concentric.research.frameworks import attribute_sheet, word_files
from concentric.research.frameworks.commands import as_option, find_researcher, find_study, study, study_option
from concentric.research.frameworks.researcher import Researcher

ARCHIVE = "zip.age"
UNITS = click.Choice([one.value for one in Counting])
passphrase_option = click.option("--passphrase-file", type=InputFile, help="Its first line is the passphrase.")


@contextmanager
def plain_words() -> Iterator[None]:
    """What cannot be read is said in one line."""
    try:
        yield
    except UnreadableFile as fault:
        raise click.ClickException(fault.reason) from None


@study.command("import")
@study_option
@click.argument("file", type=InputFile)
@click.option("--preview", is_flag=True, help="Only say what it would make.")
@click.option("--site", "letter", help="Of a Word file: the site it came from, by its letter.")
@click.option("--reason", help="Where a table’s values or a codebook come from.")
@click.option("--add-columns", is_flag=True, help="Of a table: columns that are not known become attributes.")
@as_option
@format_option
def import_file(
    named: str | None,
    file: str,
    preview: bool,
    letter: str | None,
    reason: str | None,
    add_columns: bool,
    email: str | None,
    layout: str,
) -> None:
    """Take FILE into a study: a REFI-QDA project (.qdpx) or codebook (.qdc), a completed framework in Word (.docx), or
    a table of attributes (.csv, .xlsx).

    A project is taken in whole or not at all; Ctrl-C takes back what was written. A Word file waits to be checked.
    """
    by = find_researcher(find_study(named), email)
    ending = Path(file).suffix.lower()
    with plain_words():
        if ending == ".qdpx":
            _import_project(by, file, layout, preview=preview)
        elif ending == ".qdc":
            _import_codebook(by, file, reason, layout, preview=preview)
        elif ending == ".docx":
            _import_word(by, file, letter)
        elif ending in (".csv", ".xlsx"):
            _import_attributes(by, file, reason, layout, preview=preview, add_columns=add_columns)
        else:
            raise click.ClickException("FILE ends in .qdpx, .qdc, .docx, .csv or .xlsx.")


def _import_project(by: Researcher, file: str, layout: str, *, preview: bool) -> None:
    with Path(file).open("rb") as stream:
        with readable():
            read = read_project(stream)
        if preview:
            _say(foresee(researcher=by, read=read), layout)
            return
        cases = len(read.project.cases)
        with counting("Importing", cases) as tell:
            done = carry_out(researcher=by, read=read, tell=tell)
    _say(done, layout)


def _import_codebook(by: Researcher, file: str, reason: str | None, layout: str, *, preview: bool) -> None:
    with Path(file).open("rb") as stream:
        data = stream.read(codebook_in.MOST_BYTES + 1)
    if len(data) > codebook_in.MOST_BYTES:
        raise click.ClickException("The codebook is larger than can be read.")
    coming = codebook_in.look_at(researcher=by, data=data)
    if not preview:
        codebook_in.take_in(researcher=by, data=data, reason=reason or "")
    show([{"code": path} for path in coming.new], layout)
    for note in coming.notes:
        click.echo(f"Not as it was: {note}", err=True)


def _say(done: Foreseen, layout: str) -> None:
    if layout == "json":
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=2))
        return
    for what, count in done.counts.items():
        click.echo(f"{what.capitalize()}: {count}")
    if done.there:
        click.echo(f"Codings there already: {done.there}")
    named = {
        "New coders": done.new_coders,
        "New codes": done.new_codes,
        "New attributes": done.new_attributes,
        "New sites": done.new_sites,
        "Double-coded samples": done.samples,
        "Sites named otherwise": [f"{name} is {letter}" for name, letter in done.site_names.items()],
    }
    for what, names in named.items():
        if names:
            click.echo(f"{what}: {', '.join(names)}")
    if done.all_count:
        click.echo(
            f"Frameworks of several coders, who all count: {done.all_count}. Where only one of two is to count, draw a "
            "sample of them, with whoever counts as the first coder."
        )
    for line in (*done.refused, *done.unheld):
        click.echo(f"Not as it was: {line}")


def _import_word(by: Researcher, file: str, letter: str | None) -> None:
    site = by.study.sites.filter(letter=(letter or "").upper()).first()
    if site is None:
        raise click.ClickException("Say by --site which of the study’s sites the Word file came from.")
    (outcome,) = word_files.read_each(researcher=by, site=site, files=[(Path(file).name, Path(file).read_bytes())])
    if outcome.file is None:
        raise click.ClickException(outcome.reason)
    click.echo("Read. It waits on the study’s pages to be checked, and then it is taken in.")


def _import_attributes(
    by: Researcher, file: str, reason: str | None, layout: str, *, preview: bool, add_columns: bool
) -> None:
    with Path(file).open("rb") as stream:
        table = read_table(stream.read(MOST_BYTES + 1))
    if preview:
        plan = attribute_sheet.plan_of(by, table, add_columns=add_columns)
    elif not reason:
        raise click.ClickException("Say by --reason where the values come from.")
    else:
        plan = attribute_sheet.carry_out(researcher=by, table=table, add_columns=add_columns, reason=reason)
    rows = [{"framework": one.code, "attribute": one.label, "before": one.old, "now": one.new} for one in plan.changes]
    show(rows, layout)
    for trouble in plan.troubles:
        click.echo(f"Not taken in: row {trouble.row}, {trouble.what}: {trouble.why}", err=True)


@study.command("export")
@study_option
@click.argument("file", type=click.Path(dir_okay=False, writable=True))
@click.option("--quotes", is_flag=True, help="In a table: every coded passage, instead of attributes and codes.")
@passphrase_option
@as_option
@format_option
def export(
    named: str | None, file: str, quotes: bool, passphrase_file: str | None, email: str | None, layout: str
) -> None:
    """Take a study out as FILE, by its ending: a REFI-QDA project (.qdpx) or codebook (.qdc), a table of attributes
    and codes (.xlsx, .csv, .parquet), or the whole study, sealed with a passphrase (.zip.age).

    A REFI-QDA project is read back first, and what it cannot carry is listed. The file leaves this product's
    protection: keep it where the study's data may be kept.
    """
    by, path = find_researcher(find_study(named), email), Path(file)
    with tempfile.TemporaryFile(dir=path.resolve().parent) as out:
        if path.name.endswith(f".{ARCHIVE}"):
            out.write(archive(researcher=by, passphrase=_passphrase(passphrase_file, confirm=True)))
        else:
            take_out(researcher=by, file=_file_ending(path.suffix[1:].lower(), quotes=quotes), out=out)
        out.seek(0)
        with path.open("wb") as stream:
            shutil.copyfileobj(out, stream)
    path.chmod(0o600)
    left = [{"stays behind": one.what, "here": one.count} for one in losses(by)] if path.suffix == ".qdpx" else []
    if layout == "json":
        click.echo(json.dumps({"file": str(path), "bytes": path.stat().st_size, "left": left}, ensure_ascii=False))
    else:
        click.echo(f"{path} is written.")
        if left:
            show(left, layout)


def _file_ending(ending: str, *, quotes: bool) -> File:
    """Raises ClickException."""
    for file in FILES:
        if file.ending == ending and (file.what == "quotes") == quotes:
            return file
    known = ", ".join(f".{file.ending}" for file in FILES if (file.what == "quotes") == quotes)
    raise click.ClickException(f"FILE ends in {known}{'' if quotes else f' or .{ARCHIVE}'}.")


def _passphrase(file: str | None, *, confirm: bool) -> str:
    if file:
        return Path(file).read_text("utf-8", errors="replace").partition("\n")[0].rstrip("\r")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))


@study.command("restore")
@click.argument("file", type=InputFile)
@click.option("--lead", "email", required=True, help="Who leads the new study: the e-mail address of an account.")
@click.option("--name", default="", help="Another name for it, where its own is taken.")
@passphrase_option
def restore(file: str, email: str, name: str, passphrase_file: str | None) -> None:
    """Make a study of an archive that `concentric study export` wrote."""
    lead = User.objects.filter(email__iexact=email, is_active=True).first()
    if lead is None:
        raise click.ClickException("Nobody has an account here with this e-mail address.")
    words = _passphrase(passphrase_file, confirm=False)
    made = restore_archive(sealed=Path(file).read_bytes(), passphrase=words, lead=lead, name=name)
    click.echo(f"{made.study.name} is restored, under the id {made.study.pk}.")


@study.command("table")
@study_option
@click.option("--rows", default="codes", show_default=True, help="codes, or an attribute by its key.")
@click.option("--by", default="cohort", show_default=True, help="The attribute of the columns, by its key.")
@click.option("--under", multiple=True, help="Only codes under this one: by name, path or number.")
@click.option("--level", type=click.IntRange(0, 9), default=0, help="Only codes at this level; 1 is a primary node.")
@click.option("--counting", "units", type=UNITS, default=Counting.FRAMEWORKS.value, show_default=True)
@as_option
@format_option
def table(
    named: str | None,
    rows: str,
    by: str,
    under: tuple[str, ...],
    level: int,
    units: str,
    email: str | None,
    layout: str,
) -> None:
    """Codes by cohort or any attribute: n of N with 95 % interval for each, and the exact p.

    The p-values are exploratory: cohorts are small, and nobody drew them at random.
    """
    found = find_study(named)
    researcher = find_researcher(found, email)
    note_read(researcher, "table.read", found)
    blind = coded_blind_by(researcher)
    if blind:
        click.echo(f"Without the {len(blind)} that {researcher.name} is coding blind.", err=True)
    data = live(found, without=blind)
    try:
        question = asked(data, rows=rows, by=by, under=under, level=level, counting=Counting(units))
    except LookupError as fault:
        raise click.ClickException(str(fault.args[0])) from None
    answered = answer(data, question)
    show(plain_rows(answered) if layout == "json" else written_rows(answered), layout)


@study.command("search")
@study_option
@click.argument("words", nargs=-1, required=True)
@as_option
@format_option
def search(named: str | None, words: tuple[str, ...], email: str | None, layout: str) -> None:
    """Entries that hold all of WORDS, capitals or not."""
    found = find_study(named)
    researcher = find_researcher(found, email)
    note_read(researcher, "study.searched", found)
    show([asdict(hit) for hit in search_texts(researcher, words)], layout)


commands: list[click.Command] = []
