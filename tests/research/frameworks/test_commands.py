"""`concentric study`: a study is opened, its card printed, its files received, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from concentric.foundation.accounts.models import User
from concentric.method.exchange.bundle.keys import OpeningKey
from concentric.method.exchange.study_card import read_study_card
from concentric.research.frameworks.commands import study
from concentric.research.frameworks.models import Framework, Study
from tests.factories.studies import StudyWorld, make_study, make_user
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> StudyWorld:
    return make_study()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(study, arguments)


def create(email: str, *more: str) -> Result:
    said = ("--name", "Plans and friends", "--question", "Do they meet?", "--contact", "The team", "--lead", email)
    return run("create", *said, *more)


def test_a_study_is_opened_with_its_lead() -> None:
    lead = make_user("Imogen Test-Vale")
    assert create(lead.email).exit_code == 0
    opened = Study.objects.get(name="Plans and friends")
    assert opened.sealed_identity is not None
    assert [(place.user, place.role) for place in opened.team.all()] == [(lead, "lead")]
    again = create(lead.email)
    assert isinstance(again.exception, Exception)
    assert "already" in str(again.exception)


def test_a_lead_without_an_account_gets_one_and_no_study_leaves_none_behind() -> None:
    assert "give their name" in create("new@example.org").output
    refused = create("new@example.org", "--lead-name", "New", "--password", PASSWORD, "--recipient", "age1nonsense")
    assert "not an age public key" in refused.output
    assert not User.objects.filter(email="new@example.org").exists()
    key = OpeningKey.new()
    made = create("new@example.org", "--lead-name", "New", "--password", PASSWORD, "--recipient", key.recipient)
    assert made.exit_code == 0, made.output
    opened = Study.objects.get(name="Plans and friends")
    assert (opened.recipient, opened.sealed_identity) == (key.recipient, None)
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_a_script_says_the_name_alone_where_one_account_and_one_study_are() -> None:
    assert "Say by --lead" in run("create", "--study", "Plans").output
    lead = make_user("Imogen Test-Vale")
    made = run("create", "--study", "Plans", "--format", "json")
    opened = Study.objects.get(name="Plans")
    assert json.loads(made.output) == [{"id": str(opened.pk), "name": "Plans", "lead": lead.email}]
    assert (opened.question, opened.contact) == ("Plans", f"Imogen Test-Vale, {lead.email}")
    assert "no site Z" in run("card", "--site", "Z").output
    run("create", "--study", "Another")
    assert "Say by --study" in run("card", "--site", "Z").output


def test_a_card_is_printed_as_it_is_handed_over(world: StudyWorld) -> None:
    printed = run("card", "--study", world.study.name, "--site", "b")
    card = read_study_card(printed.output.encode())
    assert (card.study, card.site) == (str(world.study.pk), str(world.other_site.pk))
    assert "no site Z" in run("card", "--study", str(world.study.pk), "--site", "Z").output
    assert "no such study" in run("card", "--study", "Another", "--site", "A").output


def test_files_are_received_each_by_itself(world: StudyWorld, tmp_path: Path) -> None:
    good, again = world.submission(), world.submission()
    for name, data in (("a", world.sealed(good)), ("b", b"nonsense"), ("c", world.sealed(again))):
        (tmp_path / f"{name}.cbundle").write_bytes(data)
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    done = run("receive", "--study", world.study.name, "--format", "json", *files)
    assert done.exit_code == 1
    rows = json.loads(done.output)
    assert [row["code"] for row in rows] == [good.code, None, again.code]
    assert "not a sealed bundle" in rows[1]["said"]
    assert Framework.objects.count() == 2
    listed = json.loads(run("list", "--format", "json").output)
    assert [(row["included"], row["sites"]) for row in listed] == [(2, 2)]


def test_the_studys_own_key_and_team_from_the_command_line(tmp_path: Path) -> None:
    key = OpeningKey.new()
    world = make_study(recipient=key.recipient)
    file, identity = tmp_path / "a.cbundle", tmp_path / "key.txt"
    file.write_bytes(world.sealed(world.submission()))
    identity.write_text("not a key")
    wrong = run("receive", "--study", world.study.name, "--identity", str(identity), str(file))
    assert "not a file with one age identity" in wrong.output
    identity.write_text(key.written())
    assert run("receive", "--study", world.study.name, "--identity", str(identity), str(file)).exit_code == 0
    added = run(
        "member", "--study", world.study.name, "--email", "c@example.org", "--name", "Cy", "--password", PASSWORD
    )
    assert "Cy is in the team as coder" in added.output
    before = User.objects.get(email="c@example.org").password
    member = ("member", "--study", world.study.name, "--email", "C@example.org", "--role", "reader")
    again = run(*member, "--password", "Another-long-one-7")
    assert again.exit_code == 1
    assert "Cy has an account already, and nobody else changes its password" in again.output
    assert world.study.team.get(user__email="c@example.org").role == "coder"
    assert "Cy is in the team as reader" in run(*member).output
    assert User.objects.get(email="c@example.org").password == before
