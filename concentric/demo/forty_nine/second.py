"""The second coder: ten frameworks done by both and compared, and three more that wait for a newcomer.

The three are coded by Anneke, and nobody sees it yet: who signs in as Mateo codes them, and then compares. What the
second coder codes does not count, so the study's figures stay what they are.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from concentric.demo.clock import Clock
from concentric.research.coding.models import Adjudication, Code, Coder, Coding, DoubleCoding, DoubleFramework
from concentric.research.coding.packing import pack
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.researcher import Researcher

COMPARED, WAITING = "First ten, compared", "Three to try coding on"
TEN, THREE = 10, 3
_MISSED, _OTHERWISE, _MORE = 0.08, 0.08, 0.05


def twice(lead: Researcher, held: Sequence[Framework], first: Coder, other: Coder, clock: Clock) -> None:
    """Both samples. `held` are the study's frameworks."""
    draw = random.Random(10)  # noqa: S311
    # The three are short ones: somebody does them in a quarter of an hour.
    by_length = sorted(held, key=lambda one: (one.codings.count(), one.received_on))
    three, rest = by_length[:THREE], by_length[THREE:]
    # Both were drawn before anybody coded: what the one gave, the other never saw.
    opened = _sample(lead, COMPARED, draw.sample(rest, TEN), first, other, clock.at(-78, 9))
    _code_again(opened, draw, clock.at(-14, 14))
    opened.opened_at = opened.first_done_at = opened.second_done_at = clock.at(-12, 10)
    opened.save()
    _settle(lead, opened, clock.at(-11, 15))
    waiting = _sample(lead, WAITING, three, first, other, clock.at(-78, 10))
    waiting.first_done_at = clock.at(-26, 16)
    waiting.save()


def _sample(
    lead: Researcher, name: str, frameworks: Sequence[Framework], first: Coder, other: Coder, at: dt.datetime
) -> DoubleCoding:
    sample = DoubleCoding.objects.create(study=lead.study, name=name, first=first, second=other, by=lead.place, at=at)
    DoubleFramework.objects.bulk_create([DoubleFramework(sample=sample, framework=one) for one in frameworks])
    return sample


def _code_again(sample: DoubleCoding, draw: random.Random, at: dt.datetime) -> None:
    """What the second coder made of the same words: mostly the same, now and then nothing, or a code from beside it."""
    ids = list(sample.frameworks.values_list("framework", flat=True))
    codes = {code.pk: code for code in sample.study.codes.all()}
    beside: dict[object, list[Code]] = {}
    for code in codes.values():
        beside.setdefault(code.parent_id, []).append(code)
    again: list[Coding] = []
    for one in Coding.objects.filter(framework__in=ids, coder=sample.first).order_by(
        "framework__code", "entry__position", "start"
    ):
        chance = draw.random()
        siblings = [code for code in beside[codes[one.code_id].parent_id] if code.pk != one.code_id]
        if chance < _MISSED:
            continue
        if chance < _MISSED + _OTHERWISE and siblings:
            again.append(_again(one, draw.choice(siblings), sample.second, at))
            continue
        again.append(_again(one, codes[one.code_id], sample.second, at))
        if chance > 1 - _MORE and siblings:
            again.append(_again(one, draw.choice(siblings), sample.second, at))
    Coding.objects.bulk_create(again, batch_size=200)
    pack(ids)


def _again(one: Coding, code: Code, coder: Coder, at: dt.datetime) -> Coding:
    return Coding(
        framework_id=one.framework_id,
        entry_id=one.entry_id,
        code=code,
        coder=coder,
        start=one.start,
        end=one.end,
        is_whole=one.is_whole,
        counts=False,
        at=at,
    )


def _settle(lead: Researcher, sample: DoubleCoding, at: dt.datetime) -> None:
    """The lead found for the first coder in some of the cases in which the second one had left a code away."""
    ids = sample.frameworks.values_list("framework", flat=True)
    theirs = {(one.entry_id, one.code_id) for one in Coding.objects.filter(framework__in=ids, coder=sample.second)}
    firsts = Coding.objects.filter(framework__in=ids, coder=sample.first).order_by("framework__code", "entry__position")
    apart = [one for one in firsts if (one.entry_id, one.code_id) not in theirs]
    Adjudication.objects.bulk_create(
        [
            Adjudication(
                sample=sample,
                entry_id=one.entry_id,
                code_id=one.code_id,
                holds=True,
                given_by=Adjudication.By.FIRST,
                reason="The words say so themselves.",
                by=lead.place,
                at=at,
            )
            for one in apart[::4]
        ]
    )
