"""The sample framework that the README has people import: made by its script, and read whole."""

from __future__ import annotations

import io
import runpy
import zipfile
from collections import Counter
from pathlib import Path

from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.framework_docx.words import words_in, words_of
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort

SAMPLES = Path(__file__).parents[3] / "samples"
SAMPLE = (SAMPLES / "completed-framework.docx").read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_sample_is_what_its_script_makes() -> None:
    script = runpy.run_path(str(SAMPLES / "completed_framework.py"), run_name="completed_framework")
    assert parts(script["build"]()) == parts(SAMPLE)


def test_the_sample_is_read_whole() -> None:
    found = read_framework(SAMPLE)
    assert words_in(found.every_text()) == words_of(SAMPLE)
    assert (found.reference, found.group_or_sole) == ("NB-2026-014", Cohort.GROUP)
    assert {piece.context for piece in found.pieces} == set(ContextKey)
    assert {piece.column for piece in found.pieces} == set(ColumnKey)
    named = Counter(piece.instance for piece in found.pieces if piece.context is ContextKey.SCHOOL)
    assert set(named) == {"Harrow Lane Academy", "Millbrook College (from September)"}
    assert [piece.lead_in for piece in found.pieces if piece.lead_in] == ["At home:"] * 2
    assert [silence.certain for silence in found.silences] == [True, False, True, True]
    tray = {unplaced.why for unplaced in found.unplaced}
    assert tray == {
        "Outside the framework's table",
        "Deleted with tracked changes",
        "In a page header",
        "In a page footer",
    }
