"""A whole study as an archive, and an archive as a study."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter

import pytest
from django.db.models import Model

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.refi.reading import read_project
from concentric.research.coding.actions import apply_code, undo
from concentric.research.coding.models import Code, Coder, Coding, DoubleCoding
from concentric.research.cohorts.data import freeze, from_snapshot, live
from concentric.research.exchange.archive import archive, pack
from concentric.research.exchange.carried import STAYS, carried
from concentric.research.exchange.checking import write_checked_project
from concentric.research.exchange.importing import carry_out
from concentric.research.exchange.models import ImportRun
from concentric.research.exchange.permissions import check_can_archive
from concentric.research.exchange.restoring import restore, unpack
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.receive import receive
from concentric.research.models import __all__ as every_model
from tests.factories.exchanging import coded_study, content
from tests.factories.studies import StudyWorld, make_study, make_user

pytestmark = pytest.mark.django_db
WORDS = "quiet river under stone"


@pytest.fixture
def world() -> StudyWorld:
    made = make_study()
    receive(made.sealed(made.submission()), study=made.study)
    coded_study(made)
    entry = made.study.frameworks.get(bundle__isnull=False).entries.first()
    apply_code(researcher=made.coder, entry=entry, code=made.study.codes.first())
    freeze(made.lead, "First count")
    return made


def counted(study: Study) -> Counter[str]:
    return Counter({each.name: each.of(study).count() for each in carried()})


def test_a_restored_study_holds_and_counts_the_same(world: StudyWorld) -> None:
    lead = make_user("Another Lead")

    sealed = archive(researcher=world.lead, passphrase=WORDS)
    with pytest.raises(Refusal, match="another one"):
        restore(sealed=sealed, passphrase="quiet river under stones", lead=lead)
    back = restore(sealed=sealed, passphrase=WORDS, lead=lead, name="Again")

    assert AuditEvent.objects.filter(verb="study.archived", actor_id=world.lead.id).exists()

    other = StudyWorld(back.study, {"lead": back}, back.study.sites.first(), None, world.signing_key)
    assert counted(back.study) == counted(world.study)
    assert content(other) == content(world)
    ours, theirs = live(world.study), live(back.study)
    assert sorted(ours.rows.tolist()) == sorted(theirs.rows.tolist())
    assert from_snapshot(back.study.snapshots.get()).values == from_snapshot(world.study.snapshots.get()).values
    assert not set(world.study.frameworks.values_list("pk")) & set(back.study.frameworks.values_list("pk"))


def test_steps_can_still_be_taken_back_where_they_speak_of_the_new_rows(world: StudyWorld) -> None:
    back = unpack(pack(world.study)[0], make_user("L"), "Again")
    kwame = Coder.objects.get(study=back.study, name=world.coder.name)
    Coder.objects.filter(pk=kwame.pk).update(place=back.place)
    before = Coding.objects.filter(framework__study=back.study).count()

    undo(back)

    assert Coding.objects.filter(framework__study=back.study).count() == before - 1


def test_no_key_no_bundle_and_nobody_of_the_team_travels(world: StudyWorld) -> None:
    plain, _ = pack(world.study)
    text = b"".join(
        zipfile.ZipFile(io.BytesIO(plain)).read(name) for name in zipfile.ZipFile(io.BytesIO(plain)).namelist()
    )

    for secret in (
        world.site.signer,
        world.study.recipient,
        world.lead.user.email,
        world.lead.name,
        str(world.study.bundles.get().pk),
    ):
        assert secret.encode() not in text
    assert world.coder.name.encode() in text


def changed(packed: bytes, change) -> bytes:
    """The same archive, with one member changed."""
    given, out = zipfile.ZipFile(io.BytesIO(packed)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in given.namelist():
            file.writestr(name, change(name, given.read(name)))
    return out.getvalue()


def other_version(name: str, data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"format": "concentric.study/2"}).encode() if name == "manifest.json" else data


def one_less(name: str, data: bytes) -> bytes:
    return data.partition(b"\n")[2] if name == "coding.jsonl" else data


def garbled(name: str, data: bytes) -> bytes:
    return b"[1]\n" + data if name == "entry.jsonl" else data


@pytest.mark.parametrize(
    ("change", "said"), [(other_version, "Another version"), (one_less, "damaged"), (garbled, "damaged")]
)
def test_a_changed_archive_is_refused_and_leaves_nothing(world: StudyWorld, change, said: str) -> None:
    packed = changed(pack(world.study)[0], change)
    before = {model: model._default_manager.count() for model in models()}

    with pytest.raises(Refusal, match=said):
        unpack(packed, make_user("L"), "Again")

    assert {model: model._default_manager.count() for model in models()} == before


def models() -> list[type[Model]]:
    return [*(each.model for each in carried()), Study]


def test_who_may_take_it(world: StudyWorld) -> None:
    with pytest.raises(Refusal, match="lead"):
        archive(researcher=world.coder, passphrase=WORDS)
    with pytest.raises(Refusal, match="characters"):
        archive(researcher=world.lead, passphrase="short")
    first, second = world.study.coders.all()[:2]
    DoubleCoding.objects.create(study=world.study, name="S", first=first, second=second, by=world.lead.place)
    with pytest.raises(Refusal, match="Compare it first"):
        archive(researcher=world.lead, passphrase=WORDS)


def test_no_archive_is_taken_of_half_an_import(world: StudyWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    other, out = make_study(), io.BytesIO()
    write_checked_project(world.lead, out)
    read, refused = read_project(out), []

    def between_batches(_: int) -> None:
        refused.append(ask(check_can_archive, other.lead))

    def begins_meanwhile(study: Study) -> tuple[bytes, int]:
        packed = pack(study)
        with recorded(other.lead, "project.import_begun", study):
            ImportRun.objects.create(study=study, by=other.lead.place, state=ImportRun.State.RUNNING)
        return packed

    carry_out(researcher=other.lead, read=read, tell=between_batches)
    monkeypatch.setattr("concentric.research.exchange.archive.pack", begins_meanwhile)
    with pytest.raises(Refusal, match="is being imported"):
        archive(researcher=other.lead, passphrase=WORDS)

    assert ["is being imported" in said.reason for said in refused] == [True]


def test_every_model_travels_or_is_known_to_stay() -> None:
    travels = {each.model.__name__ for each in carried()} | {model.__name__ for model in STAYS}

    assert set(every_model) - travels == {"EntryWords", "Indexed", "Laid", "Packed"}
    names = [each.name for each in carried()]
    assert names.index("framework") < names.index("entry") < names.index("coding")
    assert Code in {each.model for each in carried() if each.is_tree}
