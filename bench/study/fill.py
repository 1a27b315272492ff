"""A study of many fictional frameworks, straight into the tables: 40 coded segments each, 120 codes, two coders.

Run with Django set up.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection, models, transaction

from bench.growth.fill import WORDS
from concentric.foundation.accounts.models import User
from concentric.method.exchange.bundle.keys import SigningKey
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.instrument.inclusion import ORIGINAL_STUDY
from concentric.method.records.study_code import ALPHABET, LENGTH
from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Code, Coder, Coding, DoubleCoding, DoubleFramework, Packed
from concentric.research.coding.packing import pack
from concentric.research.coding.tree import begin_codebook
from concentric.research.cohorts.laying import lay
from concentric.research.cohorts.models import Laid
from concentric.research.exchange.database_text import moment
from concentric.research.exchange.inserting import insert, new_hex
from concentric.research.frameworks.actions import StudyTerms, add_to_team, open_study
from concentric.research.frameworks.models import Entry, Framework, Site, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.sites import add_site

SEGMENTS, CODES, BATCH = 40, 120, 250
_SAME = 0.85  # how often the second coder finds what the first found
_ENTRY = (
    "id framework key kind position context column first_context first_column name named source text answers"
).split()
_CODING = "id framework entry code coder start end is_whole memo counts at".split()
TODAY = dt.date(2026, 11, 22)


@dataclass
class Filled:
    """The study, its lead, and the two coders: the lead is the first."""

    lead: Researcher
    first: Coder
    second: Coder
    sites: list[Site]
    codes: list[Code]

    @property
    def study(self) -> Study:
        return self.lead.study


def begin(name: str = "Benchmark (fictional)", coder: str = "coder") -> Filled:
    """An empty study: team, four sites, codebook. `coder` works beside the lead."""
    terms = StudyTerms(name, "How long does it take?", "bench@example.org", "Yes.", ORIGINAL_STUDY)
    lead = open_study(terms=terms, lead=_person("lead"))
    other = _person(coder)
    second = Researcher(add_to_team(researcher=lead, email=other.email, role=StudyMember.Role.CODER))
    sites = [add_site(researcher=lead) for _ in range(4)]
    for site in sites:
        site.signer, site.joined_on = SigningKey.new().public.written(), TODAY
        site.save()
    with transaction.atomic():
        begin_codebook(lead.study)
        codes = list(_details(lead.study))
        coders = coder_of(lead), coder_of(second)
    return Filled(lead, *coders, sites, codes)


def _person(part: str) -> User:
    email = f"{part}-of-study@example.org"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, "x", name=f"Fictional {part}")


def _details(study: Study) -> Iterator[Code]:
    """Codes at the third level, so that there are 120 in all."""
    above = list(study.codes.exclude(context=""))
    first = study.codes.count() + 1
    made = [
        Code(study=study, number=n, position=n, parent=above[n % len(above)], name=f"Detail {n}")
        for n in range(first, CODES + 1)
    ]
    yield from Code.objects.bulk_create(made)


def grow(filled: Filled, frameworks: int) -> None:
    """That many more frameworks, everything coded by both. Ends with the statistics of a database at work."""
    pick = random.Random(frameworks)
    for first in range(0, frameworks, BATCH):
        with transaction.atomic():
            _batch(filled, first, min(BATCH, frameworks - first), pick)
    _sample(filled)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sample(filled: Filled) -> None:
    """All of them are one sample that was compared already."""
    sample = DoubleCoding.objects.create(
        study=filled.study,
        name="All",
        first=filled.first,
        second=filled.second,
        by=filled.lead.place,
        opened_at=dt.datetime.combine(TODAY, dt.time(), dt.UTC),
    )
    ids = filled.study.frameworks.values_list("pk", flat=True)
    _keep(DoubleFramework, [DoubleFramework(sample=sample, framework_id=one) for one in ids])


def _batch(filled: Filled, first: int, count: int, pick: random.Random) -> None:
    frameworks = [_framework(filled, first + n, pick) for n in range(count)]
    _keep(Framework, frameworks)
    entries = [_entry(one.pk.hex, position, pick) for one in frameworks for position in range(SEGMENTS)]
    insert(Entry, _ENTRY, entries)
    insert(Coding, _CODING, [coding for entry in entries for coding in _codings(filled, entry, pick)])
    ids = [framework.pk for framework in frameworks]
    pack(ids)
    lay(ids)


def _keep(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    model._default_manager.bulk_create(rows, batch_size=2_000)


def _framework(filled: Filled, number: int, pick: random.Random) -> Framework:
    site = pick.choice(filled.sites)
    cohort = pick.choices(("sole", "group", "both"), (24, 15, 10))[0]
    values = {"cohort": cohort, "site": site.letter, "age_band": pick.choice(("10-12", "13-15", "16-17"))}
    return Framework(
        study=filled.study, site=site, code=_code(number), cohort=cohort, values=values, document={}, received_on=TODAY
    )


def _code(number: int) -> str:
    base, drawn = len(ALPHABET), ""
    while len(drawn) < LENGTH:
        number, digit = divmod(number, base)
        drawn = ALPHABET[digit] + drawn
    return drawn


def _entry(framework: str, position: int, pick: random.Random) -> list[object]:
    said = pick.choices(WORDS, k=14)
    said += ["bullying"] if pick.random() < 0.02 else []
    said += ["lighthouse"] if pick.random() < 0.0005 else []
    context, column = pick.choice(CONTEXTS).key.value, pick.choice(COLUMNS).key.value
    place = [context, column, context, column]
    return [new_hex(), framework, "", "entry", position, *place, "", "", "", " ".join(said), "[]"]


def _codings(filled: Filled, entry: list[object], pick: random.Random) -> Iterator[list[object]]:
    """A segment of each entry: half of them all of its words. The second coder's do not count."""
    of_entry, framework, length = entry[0], entry[1], len(str(entry[12]))
    end = length if pick.random() < 0.5 else pick.randint(20, length)
    code, at = pick.choice(filled.codes), moment(dt.datetime.combine(TODAY, dt.time(9), dt.UTC))
    for coder in (filled.first, filled.second):
        is_first = coder is filled.first
        given = code if is_first or pick.random() < _SAME else pick.choice(filled.codes)
        said = [given.pk.hex, coder.pk.hex, 0, end, end == length, "", is_first, at]
        yield [new_hex(), framework, of_entry, *said]


def grow_packed(filled: Filled, frameworks: int) -> None:
    """Frameworks that can be counted and not read: what a table reads of each, drawn at random, and no text."""
    pick, draw = random.Random(frameworks), np.random.default_rng(frameworks)
    numbers = np.array([code.number for code in filled.codes], "<i4")
    held = filled.study.frameworks.count()
    for first in range(held, frameworks, 5_000):
        rows = [_framework(filled, number, pick) for number in range(first, min(first + 5_000, frameworks))]
        with transaction.atomic():
            _keep(Framework, rows)
            _keep(Packed, [_packed(row.pk, draw.choice(numbers, SEGMENTS)) for row in rows])
            _keep(Laid, [Laid(framework=row) for row in rows])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _packed(framework: uuid.UUID, codes: np.ndarray) -> Packed:
    rows = np.zeros((SEGMENTS, 6), "<i4")
    rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 4], rows[:, 5] = np.arange(SEGMENTS), codes, 1, 90, 1
    return Packed(framework_id=framework, rows=rows.tobytes(), codes=np.unique(codes).astype("<i4").tobytes())
