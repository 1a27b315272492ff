"""Files in and out, tables and search from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from concentric.research.cohorts.asking import Counting, Question, answer
from concentric.research.cohorts.data import live
from concentric.research.exchange import commands
from concentric.research.exchange.models import ImportRun
from concentric.research.frameworks.commands import study
from concentric.research.frameworks.models import Study
from tests.factories.exchanging import coded_study, content
from tests.factories.studies import StudyWorld, make_study, make_user

pytestmark = pytest.mark.django_db
assert commands.commands == []  # its commands are `study`'s


@pytest.fixture
def world() -> StudyWorld:
    made = make_study()
    coded_study(made)
    return made


def run(world: StudyWorld, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(study, [command, "--study", str(world.study.pk), *arguments])


def said(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def refused(result: Result) -> str:
    assert result.exit_code == 1
    return f"{result.output}{result.exception}"


def test_a_study_goes_out_and_into_another(world: StudyWorld, tmp_path: Path) -> None:
    other, file = make_study(), tmp_path / "out.qdpx"

    out = json.loads(said(run(world, "export", str(file), "--format", "json")))
    seen = json.loads(said(run(other, "import", str(file), "--preview", "--format", "json")))
    assert not other.study.frameworks.exists()
    done = json.loads(said(run(other, "import", str(file), "--format", "json")))

    assert done == seen
    assert done["counts"]["frameworks"] == 4
    assert "Snapshots" in [one["stays behind"] for one in out["left"]]
    assert content(other) == content(world)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not ImportRun.objects.get(study=other.study).batches.exists()


def test_a_whole_study_goes_out_sealed_and_is_restored(world: StudyWorld, tmp_path: Path) -> None:
    words, file, lead = tmp_path / "words", tmp_path / "study.zip.age", make_user("Another Lead")
    words.write_text("quiet river under stone\n")
    given = ("--passphrase-file", str(words))

    said(run(world, "export", str(file), *given))
    asked = ["restore", str(file), "--lead", lead.email, "--name", "Again", *given]
    assert "Again is restored" in said(CliRunner().invoke(study, asked))

    assert Study.objects.get(name="Again").frameworks.count() == 4


def test_a_table_says_what_the_page_says(world: StudyWorld) -> None:
    rows = json.loads(said(run(world, "table", "--rows", "codes", "--by", "cohort", "--format", "json")))
    expected = answer(live(world.study), Question()).rows

    assert [row["code"].split(" › ")[-1] for row in rows] == [row.name for row in expected]
    for told, row in zip(rows, expected, strict=True):
        assert [cell["n"] for cell in told["columns"].values()] == [cell.n for cell in row.cells]
        assert told["p"] == (pytest.approx(row.test.p) if row.test and row.test.p == row.test.p else None)
    plain = said(run(world, "table", "--under", "Vulnerabilities", "--level", "2"))
    assert "Familial" in plain
    assert " of " in plain
    assert "Challenges" not in plain
    counted = json.loads(said(run(world, "table", "--counting", "segments", "--level", "1", "--format", "json")))
    passages = answer(live(world.study), Question(level=1, counting=Counting.SEGMENTS)).rows
    told = [[cell["n"] for cell in row["columns"].values()] for row in counted]
    assert told == [[cell.n for cell in row.cells] for row in passages]


def test_a_table_of_what_is_not_there_is_refused_in_one_line(world: StudyWorld) -> None:
    assert "The study has no attribute shoes" in refused(run(world, "table", "--by", "shoes"))
    assert "no such code" in refused(run(world, "table", "--under", "Nothing"))
    assert "several codes of this name" in refused(run(world, "table", "--under", "Familial"))


def test_a_table_goes_out_by_the_ending_of_its_file(world: StudyWorld, tmp_path: Path) -> None:
    said(run(world, "export", str(tmp_path / "m.csv")))
    said(run(world, "export", str(tmp_path / "q.csv"), "--quotes"))

    matrix, quotes = ((tmp_path / name).read_text("utf-8-sig") for name in ("m.csv", "q.csv"))
    assert len(matrix.splitlines()) == 1 + 4
    assert "Quote" in quotes.splitlines()[0]
    assert "FILE ends in .qdpx, .qdc, .xlsx, .csv, .parquet" in refused(run(world, "export", str(tmp_path / "m.doc")))
    assert "FILE ends in .xlsx, .csv." in refused(run(world, "export", str(tmp_path / "q.qdpx"), "--quotes"))


def test_search_finds_entries_with_every_word(world: StudyWorld) -> None:
    entry = world.study.frameworks.get(code="K1-002").entries.get(position=0)
    entry.text = "The Bus driver knows\nher name for it"
    entry.save()

    (hit,) = json.loads(said(run(world, "search", "bus", "NAME", "--format", "json")))

    assert (hit["framework"], hit["entry"]) == ("K1-002", 1)
    assert hit["excerpt"] == "The Bus driver knows her name for it"
    assert "Nothing to show" in said(run(world, "search", "bus", "tram"))


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.qdpx", b"no", "not a REFI-QDA project"),
        ("a.qdc", b"no", "not a REFI-QDA codebook"),
        ("a.docx", b"no", "--site"),
        ("a.csv", b"", "The file is empty"),
        ("a.txt", b"no", "FILE ends in"),
    ],
)
def test_bad_input_is_one_clear_line(world: StudyWorld, tmp_path: Path, name: str, data: bytes, line: str) -> None:
    (tmp_path / name).write_bytes(data)

    assert line in refused(run(world, "import", str(tmp_path / name)))


def test_a_codebook_and_attributes_come_in(world: StudyWorld, tmp_path: Path) -> None:
    other, codes, sheet = make_study(), tmp_path / "codes.qdc", tmp_path / "values.csv"
    said(run(world, "export", str(codes)))
    sheet.write_text("Framework,Comes by: bus\nK1-001,on foot\n")

    said(run(other, "import", str(codes)))
    said(run(world, "import", str(sheet), "--reason", "Asked again"))

    assert content(other)["codes"] == content(world)["codes"]
    assert world.study.frameworks.get(code="K1-001").values["comes_by_bus"] == "on foot"
