"""What counts after codes are merged or split, of whatever two coders gave and decided."""

from __future__ import annotations

from itertools import product

import pytest

from concentric.research.coding.actions import redo, undo
from concentric.research.coding.counting import count_anew
from concentric.research.coding.double.actions import open_sample
from concentric.research.coding.models import Adjudication, Code, Coding, DoubleCoding, Step, StepPart
from concentric.research.coding.recoding import NewCode, merge, split
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Entry, Framework
from tests.factories.coding import CodedStudy, make_coded_study
from tests.research.coding.test_double import drawn

pytestmark = pytest.mark.django_db
GIVEN: tuple[tuple[str, ...], ...] = ((), ("first",), ("second",), ("first", "second"))
DECIDED = (None, True, False)


class Compared:
    """One framework of a compared sample, with an entry for each of `cases`."""

    def __init__(self, cases: int) -> None:
        self.coded: CodedStudy = make_coded_study(1, coded=False)
        self.framework: Framework = self.coded.frameworks[0]
        self.lead = self.coded.world.lead
        self.sample: DoubleCoding = drawn(self.coded)
        open_sample(researcher=self.lead, sample=self.sample)
        self.entries = Entry.objects.bulk_create(
            Entry(framework=self.framework, position=100 + at, text="Nobody on duty at break") for at in range(cases)
        )
        self.codings: list[Coding] = []
        self.decisions: list[Adjudication] = []

    def give(self, entry: Entry, code: Code, who: str, start: int = 0) -> None:
        coder = getattr(self.sample, who)
        given = {"entry": entry, "code": code, "coder": coder, "start": start, "end": start + 3}
        self.codings.append(Coding(framework=self.framework, is_whole=False, **given))

    def decide(self, entry: Entry, code: Code, holds: bool | None) -> None:
        if holds is not None:
            of = {"sample": self.sample, "entry": entry, "code": code, "by": self.lead.place}
            said = {"given_by": Adjudication.By.FIRST, "reason": "Read again together"}
            self.decisions += [Adjudication(holds=one, **of, **said) for one in (not holds, holds)]

    def save(self) -> None:
        Coding.objects.bulk_create(self.codings)
        Adjudication.objects.bulk_create(self.decisions)
        count_anew([self.framework.pk])


def counted(*codes: Code) -> set[tuple[object, str]]:
    """Of these codes: the entries and codes that tables count."""
    found = Coding.objects.filter(code__in=codes, counts=True)
    return {(entry, code) for entry, code in found.values_list("entry", "code__name")}


def rows() -> list[object]:
    """All codings and decisions, and the codes that stand."""
    found = (Coding.objects.all(), Adjudication.objects.all(), Code.objects.filter(is_removed=False))
    return [sorted(map(repr, some.values_list())) for some in found]


def test_a_merged_code_counts_where_either_did() -> None:
    """Every way in which two coders can have given two codes, and decided of each."""
    cases = list(product(GIVEN, DECIDED, GIVEN, DECIDED))
    compared = Compared(len(cases))
    goes, stays = compared.coded.codes["duty"], compared.coded.codes["attitudes"]
    for entry, (given, holds, also, also_holds) in zip(compared.entries, cases, strict=True):
        for code, who in (*product([goes], given), *product([stays], also)):
            compared.give(entry, code, who)
        compared.decide(entry, goes, holds)
        compared.decide(entry, stays, also_holds)
    compared.save()
    stood, counting = rows(), {entry for entry, _ in counted(goes, stays)}
    assert len(counting) > len(cases) / 2

    merge(researcher=compared.lead, source=goes, target=stays, reason="One thing")
    assert {entry for entry, _ in counted(stays)} == counting
    assert not Adjudication.objects.filter(code=goes).exists()
    assert "decisions of two coders set aside" in Step.objects.get(verb="code.merged").words
    merged = rows()
    undo(compared.lead)
    assert rows() == stood
    redo(compared.lead)
    assert rows() == merged


def test_what_was_decided_of_a_code_holds_for_each_part_of_it() -> None:
    """Every way in which the codings of one entry can be distributed."""
    places = (None, "stays", "At break", "After school")
    cases = list(product(places, places, DECIDED))
    compared = Compared(len(cases))
    code = compared.coded.codes["duty"]
    for entry, (first, second, holds) in zip(compared.entries, cases, strict=True):
        for who, place in (("first", first), ("second", second)):
            if place:
                compared.give(entry, code, who, start=places.index(place))
        compared.decide(entry, code, holds)
    compared.save()
    stood = rows()
    into = [
        NewCode(name, frozenset(one.pk for one in compared.codings if places[one.start] == name))
        for name in ("At break", "After school")
    ]
    split(researcher=compared.lead, code=code, into=into, below=True, reason="Two things")

    codes = {"stays": code} | {one.name: one for one in code.children.all()}
    found = counted(*codes.values())
    for entry, (first, second, holds) in zip(compared.entries, cases, strict=True):
        for place, one in codes.items():
            ought = place in (first, second) if holds else place == first and holds is None
            assert ((entry.pk, one.name) in found) == ought, (first, second, holds, place)
    undo(compared.lead)
    assert rows() == stood


def test_what_was_decided_leaves_the_steps_with_its_framework() -> None:
    compared = Compared(1)
    code, entry = compared.coded.codes["duty"], compared.entries[0]
    compared.give(entry, code, "first")
    compared.give(entry, code, "second", start=4)
    compared.decide(entry, code, True)
    compared.save()
    each = [NewCode(f"Part {at}", frozenset([one.pk])) for at, one in enumerate(compared.codings)]
    split(researcher=compared.lead, code=code, into=each, below=True, reason="Two things")
    assert "Read again together" in str(StepPart.objects.get().changes)
    clear(Framework.objects.filter(pk=compared.framework.pk))
    assert not StepPart.objects.exists()
    assert "Read again together" not in str(Step.objects.values_list("changes", flat=True))
    assert str(entry.pk) not in str(Step.objects.values_list("changes", flat=True))
