"""What was coded follows its words into a correction; what cannot is listed, and a coder looks at it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.research.coding.actions import re_place, redo, remove_coding, undo
from concentric.research.coding.counting import count_anew
from concentric.research.coding.double.actions import open_sample, settle
from concentric.research.coding.double.disagreements import Decision
from concentric.research.coding.memos import write_memo
from concentric.research.coding.models import Adjudication, Coding, Memo, Recheck
from concentric.research.coding.packing import END, START, coded_rows
from concentric.research.coding.rechecking import looked_at, rechecks
from concentric.research.frameworks.correcting import Rewording
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.coding import ENTRIES, CodedStudy, coding_document, make_coded_study
from tests.research.coding.test_double import drawn
from tests.research.frameworks.test_leaving import entry, send
from tests.support.pages import form_to, words
from tests.support.two_connections import meanwhile

PEER = 2
TEXT = ENTRIES[PEER][2]  # "Friends hold harmful attitudes 🙂 towards girls"


def corrected(coded: CodedStudy, framework: int = 0, **texts: str | None) -> Framework:
    """A correction comes, as sites send them: every entry under a new id, `entry_2` in these words, or not at all."""
    sent = [
        entry(100 + at, context, column, said)
        for at, (context, column, text) in enumerate(ENTRIES)
        if (said := texts.get(f"entry_{at}", text)) is not None
    ]
    now = send(coded, coded.frameworks[framework], replace(coding_document(), entries=tuple(sent)))
    coded.frameworks[framework] = now
    return now


def given_words(framework: Framework) -> list[tuple[str, str, bool]]:
    """Code, its words, and whether they are the whole entry."""
    found = framework.codings.select_related("entry", "code").order_by("entry__position", "start")
    return [(one.code.name, one.entry.text[one.start : one.end], one.is_whole) for one in found]


def listed(framework: Framework) -> list[tuple[str, int | None, str]]:
    return [
        (one.what, one.entry.position if one.entry else None, one.code.name if one.code else "")
        for one in framework.rechecks.select_related("entry", "code")
    ]


@pytest.fixture
def coded() -> CodedStudy:
    """A whole entry, some words of it, and other words of it are coded."""
    made = make_coded_study(1, coded=False)
    made.code_entry("peer", 0, PEER)
    made.code_entry("attitudes", 0, PEER, start=TEXT.index("harmful"), end=TEXT.index(" 🙂"))
    made.code_entry("duty", 0, PEER, start=TEXT.index("girls"), end=len(TEXT))
    return made


@pytest.mark.django_db
def test_a_full_stop_loses_nothing(coded: CodedStudy) -> None:
    """And everything stays where it was re-placed to, with its memos, in the tables too."""
    write_memo(researcher=coded.world.coder, about=coded.entry(0, PEER), text="Ask the school")
    re_place(researcher=coded.world.coder, entry=coded.entry(0, PEER), context=ContextKey.SCHOOL, column=ColumnKey.RISK)
    now = corrected(coded, entry_2=TEXT + ".")
    assert given_words(now) == [
        (coded.codes["peer"].name, TEXT + ".", True),
        ("Harmful attitudes", "harmful attitudes", False),
        ("Unsupervised places", "girls", False),
    ]
    assert Memo.objects.get().entry == coded.entry(0, PEER)
    assert (coded.entry(0, PEER).context, coded.entry(0, PEER).first_context) == ("school", "peers")
    assert listed(now) == []
    spans = coded_rows(coded.world.study).rows[:, [START, END]].tolist()
    assert sorted(map(tuple, spans)) == sorted(now.codings.values_list("start", "end"))


@pytest.mark.django_db
def test_words_that_changed_go_and_are_listed(coded: CodedStudy) -> None:
    now = corrected(coded, entry_2="In class, friends hold harmful attitudes 🙂 towards her")
    assert given_words(now) == [
        (coded.codes["peer"].name, "In class, friends hold harmful attitudes 🙂 towards her", True),
        ("Harmful attitudes", "harmful attitudes", False),
    ]
    assert sorted(listed(now)) == [
        ("coding", PEER, "Unsupervised places"),
        ("stays", PEER, coded.codes["peer"].name),
    ]
    came = AuditEvent.objects.filter(verb="bundle.received").order_by("position").last()
    assert came is not None
    assert {name: came.details[name] for name in ("coding_to_look_at", "stays_to_look_at")} == {
        "coding_to_look_at": 1,
        "stays_to_look_at": 1,
    }


@pytest.mark.django_db
def test_what_went_with_an_entry_is_listed(coded: CodedStudy) -> None:
    write_memo(researcher=coded.world.coder, about=coded.entry(0, PEER), text="Ask the school")
    now = corrected(coded, entry_2=None)
    assert not now.codings.exists()
    of_code = {("coding", None, coded.codes[key].name) for key in ("peer", "attitudes", "duty")}
    assert set(listed(now)) == of_code | {("memo", None, "")}


@pytest.mark.django_db
def test_what_two_decided_stays_with_the_entry(coded: CodedStudy) -> None:
    lead = coded.world.lead
    sample = drawn(coded)
    open_sample(researcher=lead, sample=sample)
    wanted = Decision(coded.entry(0, PEER).pk, coded.codes["attitudes"].pk, False, "Not said")
    settle(researcher=lead, sample=sample, decisions=[wanted])
    corrected(coded, entry_2=TEXT + ".")
    assert Adjudication.objects.get().entry == coded.entry(0, PEER)
    assert not Coding.objects.get(code=coded.codes["attitudes"]).counts
    corrected(coded, entry_2=None)
    assert Recheck.objects.filter(what=Recheck.What.DECISION).count() == 1


@pytest.mark.django_db
def test_a_page_of_the_old_words_codes_nothing_and_no_old_place_comes_back(coded: CodedStudy) -> None:
    old = coded.entry(0, PEER)
    remove_coding(researcher=coded.world.coder, coding=Coding.objects.get(code=coded.codes["duty"]))
    corrected(coded, entry_2="Now " + TEXT)
    assert not Entry.objects.filter(pk=old.pk).exists()
    for _ in ("taken away", "given"):
        undo(coded.world.coder)
        assert not Coding.objects.filter(code=coded.codes["duty"]).exists()
    with pytest.raises(Refusal, match="changed since"):
        undo(coded.world.coder)


@pytest.mark.django_db
def test_a_memo_on_an_entry_that_was_corrected_meanwhile_keeps_its_words(coded: CodedStudy) -> None:
    client = coded.world.client(coded.world.coder)
    address = f"/studies/{coded.world.study.pk}/coding/entries/{coded.entry(0, PEER).pk}/memo/"
    corrected(coded, entry_2="Now " + TEXT)
    kept = client.post(address, {"text": "Ask the school"})
    assert kept.status_code == 422
    assert "The site changed this entry while you wrote" in words(kept)
    assert "Ask the school" in kept.content.decode()
    assert client.post(address, {"text": ""}).status_code == 404


@pytest.mark.django_db
def test_the_team_sees_it_and_a_coder_looks_at_it(coded: CodedStudy) -> None:
    now = corrected(coded, entry_2="Friends hold harmful attitudes 🙂 towards her")
    world, study = coded.world, f"/studies/{coded.world.study.pk}"
    reader, coder = world.client(world.reader), world.client(world.coder)
    said = "Entry 3: Unsupervised places. The words it was given to are gone (Kwame Test-Boateng). Version 2."
    assert said in words(reader.get(f"{study}/frameworks/{now.pk}/"))
    assert f"{now.code} (2)" in words(coder.get(f"{study}/coding/"))
    page = coder.get(f"{study}/coding/frameworks/{now.pk}/")
    assert said in words(page)
    assert coder.post(f"{study}/coding/frameworks/{now.pk}/looked-at/", form_to(page, "looked-at/")).status_code == 302
    assert not Recheck.objects.exists()
    for address in (f"{study}/frameworks/{now.pk}/", f"{study}/coding/", f"{study}/coding/frameworks/{now.pk}/"):
        assert "touched what was coded" not in words(coder.get(address))


@pytest.mark.django_db
def test_of_what_is_coded_blind_each_sees_their_own(coded: CodedStudy) -> None:
    sample = drawn(coded)
    now = corrected(coded, entry_2="Friends hold harmful attitudes 🙂 towards her")
    assert rechecks(coded.world.coder).count() == 2
    assert not rechecks(coded.world.lead).exists()
    looked_at(researcher=coded.world.lead, framework=now, version=now.version)
    assert rechecks(coded.world.coder).count() == 2
    open_sample(researcher=coded.world.lead, sample=sample)
    assert rechecks(coded.world.lead).count() == 2


@pytest.mark.parametrize("text", [TEXT + ".", None])
def test_a_correction_waits_for_whoever_is_changing_a_coding(committed: None, text: str | None) -> None:
    """Each holds what the other asks for last: neither may wait for ever."""
    made = make_coded_study(1, coded=False)
    coding, framework = made.code_entry("peer", 0, PEER), made.frameworks[0]
    with meanwhile(lambda: corrected(made, entry_2=text), then=lambda: count_anew([framework.pk])):
        Coding.objects.select_for_update().get(pk=coding.pk)
    assert made.frameworks[0].version == 2


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("apply", {"called": "harmful attitudes", "words": "girls"}),
        ("apply-new", {"name": "Says so in class", "under": "peer"}),
        ("memo", {"text": "Ask the school"}),
    ],
)
def test_what_a_correction_takes_away_in_the_same_moment_is_not_coded_and_the_typing_is_kept(
    committed: None, form: str, typed: dict[str, str]
) -> None:
    made = make_coded_study(1, coded=False)
    entry, client = made.entry(0, PEER), made.world.client(made.world.coder)
    sent = typed | ({"under": str(made.codes["peer"].pk)} if "under" in typed else {})
    answers: list[Any] = []
    is_read = Event()

    def noticing(execute: Callable[..., object], sql: str, *asked: object) -> object:
        found = execute(sql, *asked)
        if 'FROM "research_entry"' in sql:
            is_read.set()
        return found

    def post() -> None:
        address = f"/studies/{made.world.study.pk}/coding/entries/{entry.pk}/{form}/"
        with connection.execute_wrapper(noticing):
            answers.append(client.post(address, sent))

    with meanwhile(post, then=lambda: is_read.wait(20)):
        corrected(made, entry_2="Now " + TEXT)

    (answer,) = answers
    assert answer.status_code == 422
    assert "The site sent a correction in this moment" in words(answer)
    assert "Now " + TEXT in words(answer)
    for value in sent.values():
        assert value in answer.content.decode()
    assert not Coding.objects.filter(framework__study=made.world.study).exists()
    assert not made.world.study.memos.exists()
    assert not made.world.study.codes.filter(name="Says so in class").exists()


def test_what_is_done_again_while_a_correction_comes_is_not(committed: None) -> None:
    made = make_coded_study(1, coded=False)
    made.code_entry("peer", 0, PEER)
    undo(made.world.coder)

    def again() -> None:
        with suppress(Refusal):  # of PostgreSQL, which has begun already
            redo(made.world.coder)

    with meanwhile(again):
        corrected(made, entry_2="Now " + TEXT)
    assert not Coding.objects.filter(framework__study=made.world.study).exists()


def test_nobody_decides_on_an_entry_that_a_correction_takes_away(committed: None) -> None:
    made = make_coded_study(1, coded=False)
    made.code_entry("peer", 0, PEER)
    sample = drawn(made)
    open_sample(researcher=made.world.lead, sample=sample)
    wanted = Decision(made.entry(0, PEER).pk, made.codes["peer"].pk, False, "Not said")
    with meanwhile(lambda: settle(researcher=made.world.lead, sample=sample, decisions=[wanted])):
        corrected(made, entry_2=None)
    assert not Adjudication.objects.filter(sample=sample).exists()


@given(st.lists(st.sampled_from(["ab", "cd", " ", ".", "🙂", "ef gh"])), st.data())
def test_a_part_goes_to_the_same_words_or_nowhere(pieces: list[str], data: st.DataObject) -> None:
    old = "".join(pieces)
    new = "".join(data.draw(st.permutations(pieces))) + data.draw(st.sampled_from(["", ".", " ab"]))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    where = Rewording(Entry(text=old), Entry(text=new)).where(start, end)
    assert end == start or where is None or new[slice(*where)] == old[start:end]
    assert end == start or new != old or where == (start, end)
