"""Coded studies to be taken out and brought in, and what of a study has to come back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from concentric.method.instrument.vocabulary import Silence
from concentric.research.coding.coders import coder_of, new_coder
from concentric.research.coding.models import Code, Coder, Coding, Memo
from concentric.research.coding.packing import pack
from concentric.research.coding.tree import begin_codebook, next_number
from concentric.research.frameworks.models import Attribute, Entry, Framework
from concentric.research.frameworks.silences import in_words
from tests.factories.studies import StudyWorld

PLACES = [("school", "risk"), ("family", "vulnerability"), ("peers", "actions"), ("individual", "hsb"), ("", "")]
WORDS = "A trusted adult 😀\nsees them daily\r\n¶ 1 · Entry & <so> “on” "
START = datetime(2026, 3, 1, 9, 30, 15, 123456, UTC)


def coded_study(world: StudyWorld, frameworks: int = 4, segments: int = 6, seed: int = 1) -> None:
    """Frameworks of several entries, two coders, codes three levels deep, memos on everything."""
    draw = random.Random(seed)
    study = world.study
    begin_codebook(study)
    coders = [coder_of(world.coder), new_coder(study, "Somebody Elsewhere")]
    codes = [*study.codes.all(), *_details(world, draw)]
    Attribute.objects.create(study=study, key="comes_by_bus", label="Comes by: bus")
    for number in range(frameworks):
        values = {"cohort": draw.choice(["sole", "group"]), "site": world.site.letter, "comes_by_bus": f"line {number}"}
        framework = Framework.objects.create(
            study=study,
            site=world.site,
            code=f"K{seed}-{number:03}",
            cohort=values["cohort"],
            values=values,
            silences=_silences(draw),
            received_on=timezone.localdate(),
        )
        entries = [_entry(framework, at, draw) for at in range(draw.randint(1, 5))]
        Entry.objects.bulk_create(entries)
        _code(framework, entries, codes, coders, segments, draw)
        Memo.objects.create(study=study, about="framework", framework=framework, text=f"On it {number}", by=coders[0])
    Memo.objects.create(study=study, about="study", text="On all of it", by=coders[1])
    Memo.objects.create(study=study, about="code", code=codes[-1], text="On a code", by=coders[0])
    pack(study.frameworks.values_list("pk", flat=True))


def _silences(draw: random.Random) -> list[dict[str, str | None]]:
    """Of whole contexts and of cells; what a cell says goes before what its context does."""
    places = draw.sample([("school", None), ("school", "risk"), ("peers", "actions"), ("individual", None)], 3)
    states = [state.value for state in Silence]
    return [{"context": context, "column": column, "state": draw.choice(states)} for context, column in places]


def _details(world: StudyWorld, draw: random.Random) -> list[Code]:
    made = []
    for above in draw.sample(list(world.study.codes.exclude(context="")), 3):
        number = next_number(world.study)
        made.append(
            Code.objects.create(
                study=world.study,
                number=number,
                position=number,
                parent=above,
                name=f"Detail “{number}” & more",
                description="What it is",
                includes="This\nand that",
                excludes=draw.choice(["", "Not this"]),
                colour="#a1b2c3",
            )
        )
    return made


def _entry(framework: Framework, at: int, draw: random.Random) -> Entry:
    (context, column), first = draw.choice(PLACES), draw.choice(PLACES)
    return Entry(
        framework=framework,
        key=f"{at:016x}",
        kind="entry" if context else draw.choice(["summary", "decision", "text"]),
        position=at,
        context=context,
        column=column,
        first_context=first[0],
        first_column=first[1],
        named=draw.choice(["", "School A"]),
        source=draw.choice(["", "education"]),
        text="".join(draw.choice(WORDS) for _ in range(draw.randint(3, 40))).replace("\r", "") + ".",
        answers=[f"{need:016x}" for need in range(at) if draw.random() < 0.3],
    )


def _code(
    framework: Framework, entries: list[Entry], codes: list[Code], coders: list[Coder], often: int, draw: random.Random
) -> None:
    made: dict[tuple[Any, ...], Coding] = {}
    for number in range(often):
        entry, code, coder = draw.choice(entries), draw.choice(codes), draw.choice(coders)
        start = draw.choice([0, draw.randrange(len(entry.text))])
        end = draw.choice([len(entry.text), draw.randint(start + 1, len(entry.text))])
        made[entry.pk, code.pk, coder.pk, start, end] = Coding(
            framework=framework,
            entry=entry,
            code=code,
            coder=coder,
            start=start,
            end=end,
            is_whole=(start, end) == (0, len(entry.text)),
            memo=draw.choice(["", "Noted\nhere"]),
            at=START + timedelta(minutes=number),
        )
    Coding.objects.bulk_create(made.values())
    entry = entries[0]
    Memo.objects.create(study=framework.study, about="entry", framework=framework, entry=entry, text="!", by=coders[1])


def content(world: StudyWorld) -> dict[str, Any]:
    """What a project carries of a study, without ids and keys."""
    study = world.study
    names = _names(study.coders.all())
    paths = {code.pk: path(code) for code in study.codes.all()}
    places = {
        entry.pk: (entry.framework.code, entry.position)
        for entry in Entry.objects.filter(framework__study=study).select_related("framework")
    }
    return {
        "frameworks": sorted(
            (one.code, one.site.letter, sorted(one.values.items()), one.included, one.cohort, one.ruled_out)
            for one in study.frameworks.select_related("site")
        ),
        "silences": {one.code: in_words(one.silences) for one in study.frameworks.all()},
        "entries": sorted(_entry_said(entry) for entry in Entry.objects.filter(framework__study=study)),
        "codings": Counter(
            (
                places[one.entry_id],
                paths[one.code_id],
                names[one.coder_id],
                one.start,
                one.end,
                one.is_whole,
                one.memo,
                one.at,
            )
            for one in Coding.objects.filter(framework__study=study)
        ),
        "memos": Counter(
            (
                one.about,
                one.framework.code if one.framework else "",
                places.get(one.entry_id),
                paths.get(one.code_id),
                one.text,
                names[one.by_id],
                one.at,
            )
            for one in study.memos.select_related("framework")
        ),
        "codes": {
            paths[code.pk]: (code.description, code.includes, code.excludes, code.colour, code.node, code.context)
            for code in study.codes.filter(is_removed=False)
        },
        "attributes": sorted(study.own_attributes.values_list("label", flat=True)),
    }


def _names(coders: Iterable[Coder]) -> dict[Any, str]:
    """Two of one name are told apart by a number, the team's before others, as they came."""
    times: Counter[str] = Counter()
    names = {}
    for coder in sorted(coders, key=lambda one: (one.place is None, one.number)):
        times[coder.name] += 1
        names[coder.pk] = coder.name if times[coder.name] == 1 else f"{coder.name} ({times[coder.name]})"
    return names


def _entry_said(entry: Entry) -> tuple[Any, ...]:
    keys = {one.key: one.position for one in entry.framework.entries.all()}
    return (
        entry.framework.code,
        entry.position,
        entry.kind,
        *(entry.context, entry.column, entry.first_context, entry.first_column),
        *(entry.named, entry.source, entry.text),
        tuple(keys[need] for need in entry.answers),
    )


def path(code: Code) -> str:
    return f"{path(code.parent)} › {code.name}" if code.parent else code.name
