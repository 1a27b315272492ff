"""Completed frameworks that researchers have as Word files: read, checked by a person, taken in."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from concentric.foundation import vault
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.records.canonical import from_plain, to_plain
from concentric.method.records.study_code import new_code
from concentric.research.frameworks import word_reading
from concentric.research.frameworks.classifying import proposed
from concentric.research.frameworks.entries import add_texts, lay_out
from concentric.research.frameworks.inclusion import rule_of, ruled_out
from concentric.research.frameworks.models import Framework, InclusionDecision, Site, Study, WordFile
from concentric.research.frameworks.permissions import check_can_import
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.word_reading import BESIDE, SUMMARY, Piece, Read, read_of

PURPOSE = "framework to be checked"  # the vault's
KEPT_DAYS = 14
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
CODE_RULE = "A code is up to 20 letters, digits, hyphens and full stops, with a digit among them, and names nobody."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several files: where it waits, or why it could not be read."""

    name: str
    file: WordFile | None
    reason: str = ""


def read_each(*, researcher: Researcher, site: Site, files: Iterable[tuple[str, bytes]]) -> list[Outcome]:
    """Read several files, each by itself, to be checked. One that cannot be read stops none of the others."""
    return [_outcome(researcher, site, name, data) for name, data in files]


def _outcome(researcher: Researcher, site: Site, name: str, data: bytes) -> Outcome:
    try:
        read = read_of(name, read_framework(data))
    except UnreadableFile as refusal:
        return Outcome(name, None, refusal.reason)
    with recorded(researcher, "word_file.read") as note:
        check_can_import(researcher)
        file = WordFile(study=researcher.study, site=site, by=researcher.place)
        _seal(file, read)
        file.save(force_insert=True)
        note.subject, note.details["pieces"] = file, len(read.pieces)
    return Outcome(name, file)


def contents(file: WordFile) -> Read:
    """What a waiting file says. Raises Refusal where the installation no longer has the key."""
    try:
        plain = vault.unseal(PURPOSE, str(file.pk), bytes(file.sealed))
    except vault.VaultError as fault:
        raise Refusal(f"{fault} Discard the file here, and read the Word file again.") from None
    return from_plain(Read, json.loads(plain))


def change_piece(*, researcher: Researcher, file: WordFile, number: int, text: str, place: str) -> None:
    """Put a piece elsewhere, or change its words; without words it is left out of the study."""
    with recorded(researcher, "word_file.changed", file):
        check_can_import(researcher)
        locked = _locked(file)
        read = contents(locked)
        if number >= len(read.pieces):
            raise NotVisible
        if place not in PLACES:
            raise Refusal("Choose a cell of the grid, the contextual summary, or beside the grid.")
        old = read.pieces[number]
        # What a person wrote anew is judged by its words alone.
        changed = replace(old, text=text, place=place, suspect=old.suspect if text == old.text else "")
        _seal(locked, replace(read, pieces=(*read.pieces[:number], changed, *read.pieces[number + 1 :])))
        locked.save(update_fields=["sealed"])


def discard(*, researcher: Researcher, file: WordFile) -> None:
    """Forget a file that was not taken in."""
    with recorded(researcher, "word_file.discarded", file.study):
        check_can_import(researcher)
        _locked(file).delete()


def take_in(*, researcher: Researcher, file: WordFile, code: str, included: bool, reason: str) -> Framework:
    """Make a checked file a framework of its site, with the researcher's word on whether it is in. Raises Refusal."""
    study = researcher.study
    try:
        with recorded(researcher, "framework.imported", study, site=file.site.letter) as note:
            check_can_import(researcher)
            if study.status != Study.Status.OPEN:
                raise Refusal("This study is closed to new frameworks.")
            read = contents(_locked(file))
            framework = _framework(study, file.site, _checked_code(study, code), read)
            framework.included = included
            framework.save(force_insert=True)
            lay_out(framework, word_reading.document_of(read))
            beside = [piece for piece in read.pieces if piece.place == BESIDE and piece.text]
            add_texts(framework, [(piece.name, piece.text) for piece in beside])
            InclusionDecision.objects.create(
                framework=framework, included=included, reason=reason, version=1, by=researcher.place
            )
            WordFile.objects.filter(pk=file.pk).delete()
            left_out = sum(not piece.text for piece in read.pieces)
            note.details |= {"entries": framework.entries.count(), "left_out": left_out}
    except IntegrityError:  # the same code, in the same moment
        raise Refusal("There is a framework of this code already. Give another.") from None
    return framework


def forget_unchecked() -> int:
    """Forget files that nobody checked for two weeks. Returns how many."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    gone = 0
    for file in WordFile.objects.filter(at__lt=before).select_related("study"):
        with recorded(None, "word_file.forgotten", file.study):
            gone += WordFile.objects.filter(pk=file.pk).delete()[0]
    return gone


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place a piece can be put in, grouped for a select."""
    grid = [
        (one.label, [(f"{one.key.value}:{column.key.value}", f"{one.short}: {column.short}") for column in COLUMNS])
        for one in CONTEXTS
    ]
    return [
        ("Beside the grid", [(BESIDE, "The tray: a text beside the grid"), (SUMMARY, "The contextual summary")]),
        *grid,
    ]


PLACES = {place: label for _, group in places() for place, label in group}


@dataclass(frozen=True, slots=True)
class Placed:
    """The pieces of one place, each with its number, and its words cut at what looks identifying (True)."""

    label: str
    pieces: tuple[tuple[int, Piece, tuple[tuple[str, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Where everything goes, and what looks identifying: the words, why, how often, and the first piece they are in."""

    placed: tuple[Placed, ...]
    found: tuple[tuple[str, str, int, int], ...]
    left_out: int


def preview(read: Read) -> Preview:
    by_place: dict[str, list[tuple[int, Piece, tuple[tuple[str, bool], ...]]]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for number, piece in enumerate(read.pieces):
        if not piece.text:
            continue
        spans = [(0, len(piece.text), piece.suspect)] if piece.suspect else _spans(piece)
        for start, end, why in spans:
            key = piece.text[start:end], why
            counted[key] += 1
            first.setdefault(key, number)
        by_place.setdefault(piece.place, []).append((number, piece, _cut(piece.text, spans)))
    order = [place for place in PLACES if ":" in place] + [SUMMARY, BESIDE]
    placed = (Placed(PLACES[place], tuple(by_place[place])) for place in order if place in by_place)
    found = ((*key, times, first[key]) for key, times in counted.items())
    return Preview(tuple(placed), tuple(found), sum(not piece.text for piece in read.pieces))


def _spans(piece: Piece) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.reason) for span in word_reading.looks_identifying(piece.text)]


def _cut(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[str, bool], ...]:
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end, _ in spans:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(part for part in [*cut, (text[at:], False)] if part[0])


def _seal(file: WordFile, read: Read) -> None:
    file.sealed = vault.seal(PURPOSE, str(file.pk), json.dumps(to_plain(read), ensure_ascii=False).encode())


def _locked(file: WordFile) -> WordFile:
    found = WordFile.objects.select_for_update().filter(pk=file.pk).first()
    if found is None:  # taken in or discarded by somebody else
        raise NotVisible
    return found


def waiting(researcher: Researcher) -> QuerySet[WordFile]:
    """The files that nobody has taken in or discarded, in the order in which they were read."""
    return researcher.study.word_files.select_related("site", "by__user")


def get_word_file(researcher: Researcher, file_id: uuid.UUID) -> WordFile:
    """One waiting file of the study. Raises NotVisible."""
    found = WordFile.objects.filter(study=researcher.study, pk=file_id).select_related("site", "study").first()
    if found is None:
        raise NotVisible
    return found


def _checked_code(study: Study, code: str) -> str:
    if not code:
        return new_code()
    if not _CODE.fullmatch(code):
        raise Refusal(CODE_RULE)
    if study.frameworks.filter(code__iexact=code).exists():
        raise Refusal("There is a framework of this code already. Give another.")
    return code


def _framework(study: Study, site: Site, code: str, read: Read) -> Framework:
    document = word_reading.document_of(read)
    if len(document.entries) > word_reading.MOST_ENTRIES:
        raise Refusal(f"The grid holds more than {word_reading.MOST_ENTRIES:,} entries. Divide the Word file.")
    plain = to_plain(document)
    made = Framework(
        study=study,
        site=site,
        origin=Framework.Origin.WORD,
        code=code,
        document=plain,
        cohort=read.cohort.value if read.cohort else "",
        ruled_out=ruled_out(rule_of(study), plain),
        received_on=timezone.localdate(),
    )
    made.values = {key: proposal.value for key, proposal in proposed(made).items() if proposal.value}
    return made
