"""The study's story: four sites, 49 frameworks received, everything coded by one researcher, some of it by two.

Written straight into the tables with one event: a demonstration has seconds, not an afternoon.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from concentric.demo import PASSWORD
from concentric.demo.cast import Cast
from concentric.demo.clock import Clock, Story
from concentric.demo.forty_nine import second
from concentric.demo.forty_nine.assign import SITES, Held, assign, cohorts
from concentric.demo.forty_nine.codebook import make_codes
from concentric.demo.forty_nine.framework import document
from concentric.demo.forty_nine.plan import Item, read_plan
from concentric.demo.forty_nine.texts import Written, written, written_afterwards
from concentric.demo.study import RESEARCHER, RESEARCHER_EMAIL, researcher
from concentric.foundation.accounts.models import User
from concentric.foundation.audit.trail import recorded
from concentric.method.exchange.bundle.keys import SigningKey
from concentric.method.instrument.inclusion import ORIGINAL_STUDY
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.canonical import to_plain
from concentric.method.records.framework import Framework as Document
from concentric.method.records.study_code import new_code
from concentric.method.records.submission_words import Kind
from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Code, Coder, Coding, Memo
from concentric.research.coding.packing import pack
from concentric.research.frameworks.actions import StudyTerms, add_to_team, open_study
from concentric.research.frameworks.attributes import proposed_values
from concentric.research.frameworks.classifying import Word, classify_each
from concentric.research.frameworks.defaults import CONSENT
from concentric.research.frameworks.entries import lay_out
from concentric.research.frameworks.inclusion import rule_of, ruled_out
from concentric.research.frameworks.models import Entry, Framework, ReceivedBundle, Site, StudyMember
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.sites import add_site

STUDY = "Alone, in groups, or both (fictional)"
CODERS = (("Anneke Brandt", "anneke@study.example"), ("Mateo Ferreira", "mateo@study.example"))
QUESTION = """What differs between young people who have displayed harmful sexual behaviour alone, in groups, or both: \
in themselves, at home, among friends, at school, and in the neighbourhood?
And do the plans that meetings make reach the contexts in which they found the risk?"""
SEED = 49
WAITING = 6  # frameworks whose attributes nobody has confirmed


@dataclass(frozen=True, slots=True)
class Planned:
    """One of the 49: what it holds, and its entries."""

    cohort: Cohort
    site: str
    entries: list[Written]
    after: dict[str, tuple[Item, str]]
    document: Document


def forty_nine(cast: Cast) -> Story:
    """Imogen opens the study, Anneke receives and codes, Mateo codes some of it again."""
    clock = cast.clock
    yield clock.at(-160, 10)
    lead = open_study(terms=_terms(), lead=researcher())
    anneke, mateo = (_coder(lead, name, email) for name, email in CODERS)
    sites = {letter: _joined(lead, clock) for letter in sorted(set(SITES))}
    yield clock.at(-80, 10)
    with recorded(anneke, "study.demonstrated", lead.study, frameworks=len(SITES)):
        first, other = coder_of(anneke), coder_of(mateo)
        codes = make_codes(lead.study, read_plan())
        planned = plan_frameworks()
        held = [_receive(one, sites[one.site], place, clock) for place, one in enumerate(planned)]
        for place, (framework, one) in enumerate(zip(held, planned, strict=True)):
            _code(framework, one, codes, first, clock.at(-75 + place, 11))
        pack(framework.pk for framework in held)
        _classify(anneke, held, planned)
        _memos(first, held, codes)
        second.twice(lead, held, first, other, clock)


def _terms() -> StudyTerms:
    contact = f"{RESEARCHER}, {RESEARCHER_EMAIL}"
    return StudyTerms(name=STUDY, question=QUESTION, contact=contact, consent_text=CONSENT, inclusion=ORIGINAL_STUDY)


def _coder(lead: Researcher, name: str, email: str) -> Researcher:
    User.objects.create_user(email, PASSWORD, name=name)
    return Researcher(add_to_team(researcher=lead, email=email, role=StudyMember.Role.CODER))


def _joined(lead: Researcher, clock: Clock) -> Site:
    site = add_site(researcher=lead)
    site.signer, site.joined_on = SigningKey.new().public.written(), clock.day(-150)
    site.save(update_fields=["signer", "joined_on"])
    return site


def plan_frameworks() -> list[Planned]:
    """The 49 as the plan and its seed have them: the same each time."""
    draw = random.Random(SEED)  # noqa: S311
    items = read_plan()
    of = cohorts(draw)
    held = assign(items, of, draw)
    sites = draw.sample(SITES, len(SITES))
    wrong = _misplaced(items, held, sites, draw)
    return [_planned(place, of[place], sites[place], items, held, wrong[place], draw) for place in range(len(of))]


def _planned(
    place: int,
    cohort: Cohort,
    site: str,
    items: tuple[Item, ...],
    held: Held,
    wrong: frozenset[str],
    draw: random.Random,
) -> Planned:
    mine = [item for item in items if item.is_code and place in held[item.handle]]
    holds = {handle for handle, whom in held.items() if place in whom}
    entries = written(mine, wrong, draw)
    after = written_afterwards(mine, draw)
    texts = {kind: text for kind, (_, text) in after.items()}
    return Planned(cohort, site, entries, after, document(cohort, site, holds, entries, texts, draw))


def _misplaced(items: tuple[Item, ...], held: Held, sites: list[str], draw: random.Random) -> list[frozenset[str]]:
    """For each framework what its site put into the wrong cell: some sites do it more than others."""
    found: list[set[str]] = [set() for _ in sites]
    weights = {"A": 1.0, "B": 3.0, "C": 1.5, "D": 2.0}
    for item in items:
        order = sorted(held[item.handle], key=lambda one: (draw.random() / weights[sites[one]], one))
        for one in order[: item.misplaced]:
            found[one].add(item.handle)
    return [frozenset(one) for one in found]


def _receive(one: Planned, site: Site, place: int, clock: Clock) -> Framework:
    """As `frameworks.receive` keeps it, without the sealed bundle."""
    plain, code = to_plain(one.document), new_code()
    day = clock.day(-140 + place)
    bundle = ReceivedBundle.objects.create(
        id=uuid.uuid4(), study=site.study, site=site, kind=Kind.FRAMEWORK.value, code=code, received_on=day
    )
    reasons = ruled_out(rule_of(site.study), plain)
    about = one.document.attributes
    framework = Framework.objects.create(
        study=site.study,
        site=site,
        bundle=bundle,
        code=code,
        document=plain,
        cohort=about.cohort.value if about.cohort else "",
        age_low=about.age.low if about.age else None,
        age_high=about.age.high if about.age else None,
        ruled_out=reasons,
        included=not reasons,
        values=proposed_values(one.document, site.letter),
        received_on=day,
    )
    lay_out(framework, one.document)
    return framework


def _classify(coder: Researcher, held: list[Framework], planned: list[Planned]) -> None:
    """The cohort is confirmed of all but the latest, which wait; where a site could not say, she could."""
    words = {}
    for place, (framework, one) in enumerate(zip(held, planned, strict=True)):
        could_tell = bool(framework.cohort)
        if place < len(held) - WAITING or not could_tell:
            reason = "" if could_tell else "The entries say of each incident who was there."
            words[framework.pk] = {"cohort": Word(one.cohort.value, reason)}
    classify_each(researcher=coder, words=words, versions={})


def _code(framework: Framework, one: Planned, codes: dict[str, Code], coder: Coder, at: dt.datetime) -> None:
    """Put the misplaced entries where they belong, and give every entry its codes."""
    laid = list(framework.entries.all())
    entries = {entry.key: entry for entry in laid if entry.key}
    moved, codings = [], []
    for text in one.entries:
        entry = entries[text.key]
        if text.place != text.first:
            entry.context, entry.column = text.place
            moved.append(entry)
        for item, start, end in text.spans:
            codings.append(_coding(entry, codes[item.handle], coder, start, end, at))
    for entry in laid:
        if not entry.key:
            item, _ = one.after[entry.kind]
            codings.append(_coding(entry, codes[item.handle], coder, 0, len(entry.text), at))
    Entry.objects.bulk_update(moved, ["context", "column"])
    Coding.objects.bulk_create(codings, batch_size=200)


def _coding(entry: Entry, code: Code, coder: Coder, start: int, end: int, at: dt.datetime) -> Coding:
    is_whole = (start, end) == (0, len(entry.text))
    return Coding(
        framework_id=entry.framework_id,
        entry=entry,
        code=code,
        coder=coder,
        start=start,
        end=end,
        is_whole=is_whole,
        at=at,
    )


def _memos(coder: Coder, held: list[Framework], codes: dict[str, Code]) -> None:
    study = coder.study
    about = Memo.About
    Memo.objects.bulk_create(
        [
            Memo(
                study=study,
                about=about.STUDY,
                by=coder,
                text="What a site wrote into the wrong cell stands where it belongs; the feedback says where it stood.",
            ),
            Memo(
                study=study,
                about=about.CODE,
                code=codes["domestic_abuse"],
                by=coder,
                text="Recorded far more often than anything is planned for it. Look at what was planned instead.",
            ),
            Memo(
                study=study,
                about=about.FRAMEWORK,
                framework=held[0],
                by=coder,
                text="The summary says more about the place than the grid does.",
            ),
        ]
    )
