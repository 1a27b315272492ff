"""`concentric bundle`: keys that only their owner reads, and a clear word on every file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from concentric.method.exchange.bundle.commands import bundle
from concentric.method.exchange.bundle.findings import Wrong
from concentric.method.exchange.bundle.keys import OpeningKey, SignerKey, SigningKey
from concentric.method.exchange.bundle.sealing import seal_for
from concentric.method.records.submission import submission_schema
from tests.factories.submissions import PLANTED, SITE, STUDY
from tests.method.exchange.bundle.sealed import SUBMITTED

UNTOUCHED = "x"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Keys made by the command, and a bundle that was sealed with them."""
    assert run("keys", tmp_path / "keys").exit_code == 0
    signing = SigningKey.read((tmp_path / "keys/signing.key").read_text())
    recipient = (tmp_path / "keys/opening.pub").read_text().strip()
    (tmp_path / "sent.cbundle").write_bytes(seal_for(SUBMITTED, signing, [recipient]).data)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(bundle, [str(argument) for argument in arguments])


def check(folder: Path, *more: object, signer: object = None, opener: object = None, study: str = STUDY) -> Result:
    return run(
        "verify",
        folder / "sent.cbundle",
        "--identity",
        opener or folder / "keys/opening.key",
        "--signer",
        signer or folder / "keys/signing.pub",
        "--study",
        study,
        *more,
    )


def test_keys_are_two_pairs_of_which_the_secrets_are_for_their_owner_alone(folder: Path) -> None:
    keys = {path.name: path for path in (folder / "keys").iterdir()}
    assert set(keys) == {"opening.key", "opening.pub", "signing.key", "signing.pub"}
    assert [stat.S_IMODE(keys[name].stat().st_mode) for name in ("opening.key", "signing.key")] == [0o600, 0o600]
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700
    opening = OpeningKey.read(keys["opening.key"].read_text())
    assert keys["opening.pub"].read_text() == f"{opening.recipient}\n"
    signing = SigningKey.read(keys["signing.key"].read_text())
    assert SignerKey.read(keys["signing.pub"].read_text()) == signing.public


def test_no_secret_is_shown(tmp_path: Path) -> None:
    shown = run("keys", tmp_path).output
    assert "AGE-SECRET" not in shown
    assert "PRIVATE" not in shown
    assert (tmp_path / "opening.pub").read_text().strip() in shown


@pytest.mark.parametrize("only", ["opening", "signing"])
def test_one_pair_alone_can_be_made(tmp_path: Path, only: str) -> None:
    assert run("keys", tmp_path, "--only", only).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{only}.key", f"{only}.pub"}


@pytest.mark.parametrize("there", ["opening.key", "signing.pub"])
def test_no_key_is_written_over_and_none_is_half_made(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text(UNTOUCHED)
    made = run("keys", tmp_path)
    assert made.exit_code == 1
    assert "is there already" in made.output
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {there: UNTOUCHED}


def test_keys_are_not_made_inside_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(UNTOUCHED)
    made = run("keys", tmp_path / "file" / "keys")
    assert made.exit_code == 1
    assert "could not be written" in made.output


def test_a_good_bundle_is_named_and_its_content_is_not(folder: Path) -> None:
    said = check(folder)
    assert said.exit_code == 0
    assert said.output.startswith("Whole and genuine: a framework, for the first time")
    assert len(said.output.splitlines()) == 1
    assert SUBMITTED.bundle in said.output
    assert PLANTED not in said.output


def test_a_good_bundle_for_programs(folder: Path) -> None:
    line = (folder / "keys/signing.pub").read_text().strip()
    said = json.loads(check(folder, "--format", "json", signer=line).output)
    assert said == {
        "genuine": True,
        "findings": [],
        "bundle": SUBMITTED.bundle,
        "kind": "framework",
        "code": SUBMITTED.code,
        "site": SITE,
        "study": STUDY,
        "signed_by": SignerKey.read(line).fingerprint,
    }


def test_each_fault_is_one_line_and_the_status_says_so(folder: Path) -> None:
    had = {"bundle": SUBMITTED.bundle, "site": SITE, "code": SUBMITTED.code, "current": True}
    (folder / "had.jsonl").write_text(json.dumps(had) + "\n\n")
    said = check(folder, "--received", folder / "had.jsonl", study="elsewhere")
    assert said.exit_code == 1
    assert said.output.splitlines() == [Wrong.OTHER_STUDY.label, Wrong.REPLAYED.label]


def test_a_fault_for_programs(folder: Path) -> None:
    said = check(folder, "--format", "json", study="elsewhere")
    assert said.exit_code == 1
    assert json.loads(said.output) == {
        "genuine": False,
        "findings": [{"wrong": "other_study", "where": "", "said": Wrong.OTHER_STUDY.label}],
    }


def test_a_damaged_file_and_one_that_is_none(folder: Path) -> None:
    data = (folder / "sent.cbundle").read_bytes()
    (folder / "sent.cbundle").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert check(folder).output.splitlines() == [Wrong.DAMAGED.label]
    (folder / "sent.cbundle").write_bytes(b"")
    assert check(folder).output.splitlines() == [Wrong.EMPTY.label]


def test_a_passphrase_is_the_first_line_of_its_file(folder: Path) -> None:
    (folder / "phrase").write_text("copper-lantern-orchard-tide\nnotes\n")
    signer = folder / "keys/signing.pub"
    said = run(
        *("verify", folder / "sent.cbundle", "--passphrase-file", folder / "phrase"),
        *("--signer", signer, "--study", STUDY),
    )
    assert said.output.splitlines() == [Wrong.KEY_NEEDED.label]
    assert said.exit_code == 1


@pytest.mark.parametrize(
    ("given", "content", "said"),
    [
        ("opener", b"AGE-SECRET-KEY-1" + PLANTED.encode(), "not a file with one age identity"),
        ("opener", b"\xff\xfe", "is not text"),
        ("opener", b"\n" * 100_000, "not a file with one age identity"),
        ("signer", b"ssh-ed25519 " + PLANTED.encode(), "not an Ed25519 public key"),
        ("received", b"{}", "line 1 needs an object"),
        ("received", b"[]\n", "line 1 needs an object"),
        ("received", b"\xff", "line 1 needs an object"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_one_clear_line(
    folder: Path, given: str, content: bytes, said: str
) -> None:
    (folder / "bad").write_bytes(content)
    more = ("--received", folder / "bad") if given == "received" else ()
    done = check(folder, *more, **({} if more else {given: folder / "bad"}))
    assert done.exit_code in (1, 2)
    assert said in " ".join(done.output.split())
    assert PLANTED not in done.output


def test_it_asks_for_one_way_of_opening(folder: Path) -> None:
    (folder / "phrase").write_text("copper-lantern-orchard-tide")
    assert "Give either" in check(folder, "--passphrase-file", folder / "phrase").output


def test_the_schema_can_be_had_from_the_program_itself() -> None:
    assert json.loads(run("schema").output) == submission_schema()
