"""A study as a coded project: what travels of it, read a hundred frameworks at a time.

Names are what people see: attributes and values by their labels, codes by their path, frameworks by their codes. So the
file reads well in any program, and comes back into any study that uses the same words.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator

from concentric.method.records.coded import Code as TravellingCode
from concentric.method.records.coded import CodedCase, CodedProject
from concentric.method.records.coded import Coder as TravellingCoder
from concentric.method.records.coded import Memo as TravellingMemo
from concentric.research.coding.models import Coder, Memo
from concentric.research.coding.queries import visible_memos
from concentric.research.exchange.documents import documents_of, other, travelling
from concentric.research.exchange.double_out import doubles_of
from concentric.research.exchange.words import described, sayable
from concentric.research.frameworks import attributes
from concentric.research.frameworks.models import SHORT
from concentric.research.frameworks.researcher import Researcher

MEMO = "Memo"
INCLUDED = "Included in the study"
NAMELESS = "Not named in the project"
_CASE = "8"


def project_of(researcher: Researcher) -> CodedProject:
    """The frameworks held, in the study or left out, with what the researcher may see of their coding."""
    study = researcher.study
    frameworks = {None, *travelling(researcher).values_list("pk", flat=True)}
    memos = [one for one in visible_memos(researcher).select_related(None) if one.framework_id in frameworks]
    coders = list(study.coders.all())
    names = names_of(coders)
    return CodedProject(
        sayable(study.name),
        tuple(TravellingCoder(str(one.pk), names[one.pk]) for one in coders),
        codes_of(researcher, memos),
        tuple(_cases(researcher)),
        tuple(_memo(one) for one in memos),
        lambda: documents_of(researcher, memos),
        tuple(doubles_of(researcher)),
    )


def codes_of(researcher: Researcher, memos: list[Memo] | None = None) -> tuple[TravellingCode, ...]:
    """The codebook as it stands, each code after the one above it."""
    noted: dict[uuid.UUID | None, list[str]] = defaultdict(list)
    for memo in memos or ():
        noted[memo.code_id].append(str(memo.pk))
    rows = researcher.study.codes.filter(is_removed=False)
    return tuple(
        TravellingCode(
            str(code.pk),
            sayable(code.name),
            str(code.parent_id or ""),
            described(code),
            code.colour,
            memos=tuple(noted[code.pk]),
        )
        for code in rows
    )


def _memo(memo: Memo) -> TravellingMemo:
    return TravellingMemo(str(memo.pk), MEMO, sayable(memo.text), str(memo.by_id), memo.at.isoformat())


def called(name: str) -> str:
    """What somebody is called in a file, whatever spaces a program made of it."""
    return (" ".join(sayable(name).split()) or NAMELESS)[:SHORT]


def names_of(coders: Iterable[Coder]) -> dict[uuid.UUID, str]:
    """What each is called in a file, no two the same. The bare name is the team's, then whoever's came first."""
    names: dict[uuid.UUID, str] = {}
    given: set[str] = set()
    for coder in sorted(coders, key=lambda one: (one.place_id is None, one.number)):
        name, number = called(coder.name), 1
        while name.casefold() in given:
            number += 1
            name = f"{called(coder.name)[: SHORT - 8]} ({number})"
        given.add(name.casefold())
        names[coder.pk] = name
    return names


def named(kind: attributes.Kind) -> str:
    """What an attribute is called in a file."""
    return sayable(" ".join(kind.label.split()))


def _cases(researcher: Researcher) -> Iterator[CodedCase]:
    kinds = {kind.key: kind for kind in attributes.of_study(researcher.study)}
    for pk, code, values, included in travelling(researcher).values_list("pk", "code", "values", "included"):
        told = {
            named(kinds[key]): sayable(kinds[key].label_of(value))
            for key, value in values.items()
            if key in kinds and value
        }
        yield CodedCase(other(str(pk), _CASE), code, (str(pk),), {**told, INCLUDED: included})
