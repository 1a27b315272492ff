"""`concentric deidentify`, on files good and bad."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from concentric.method.deidentify.commands import deidentify


def run(path: Path, content: bytes):
    path.write_bytes(content)
    return CliRunner().invoke(deidentify, [str(path)])


def note(**parts) -> bytes:
    return json.dumps({"note_id": "n1", "text": "", "roster": {}} | parts, ensure_ascii=False).encode() + b"\n"


def test_one_line_a_note_with_offsets_in_code_points(tmp_path):
    roster = {"people": [{"role": "peer", "given": "Bartosz", "family": "Wilk"}]}
    done = run(
        tmp_path / "notes.jsonl",
        note(text="😀 Bartosz\u2028rang", roster=roster) + b"\n" + note(note_id="n2", text="Nothing."),
    )

    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {
        "note_id": "n1",
        "spans": [{"start": 2, "end": 9, "tier": "known", "reason": "A name on the case"}],
    }
    assert second == {"note_id": "n2", "spans": []}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (note() + b"{Bartosz", "Line 2 is not JSON."),
        (b"[" * 100_000, "Line 1 is not JSON."),
        (b'["Bartosz"]', "Line 1 needs"),
        (b'{"note_id": 1}', "Line 1 needs"),
        (note(text=7), "Line 1 needs"),
        (note(roster=["Bartosz"]), "Line 1: the roster is not an object."),
        (note(roster={"people": [{"given": ["Bartosz", 3]}]}), "Line 1: “given”"),
        (note(roster={"dob": "yesterday"}), "Line 1: “dob”"),
    ],
)
def test_bad_input_is_one_clear_line_without_the_notes_words(tmp_path, content, says):
    done = run(tmp_path / "notes.jsonl", content)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Bartosz" not in done.stderr


def test_a_file_that_is_not_there_is_refused():
    assert CliRunner().invoke(deidentify, ["nowhere.jsonl"]).exit_code == 2


def test_it_needs_neither_django_nor_the_network(tmp_path):
    """Any attempt to open a socket, and any import of Django, ends the process."""
    (tmp_path / "notes.jsonl").write_bytes(note(text="Met Oluwadamilare."))
    program = (
        "import sys\n"
        "sys.addaudithook(lambda event, _: sys.exit(f'{event} was tried') if event.startswith('socket.') else None)\n"
        "from concentric.method.deidentify.commands import deidentify\n"
        f"deidentify([{str(tmp_path / 'notes.jsonl')!r}], standalone_mode=False)\n"
        "assert 'django' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["spans"]) == 1
