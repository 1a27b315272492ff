"""One framework of the 49 as its site would have sent it."""

from __future__ import annotations

import random
from collections.abc import Container, Mapping
from dataclasses import replace

from concentric.demo.forty_nine.texts import NAMED, Written
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.process import AgencyKind
from concentric.method.instrument.vocabulary import (
    ActionStatus,
    AgeGap,
    Basis,
    Characteristic,
    Cohort,
    Company,
    HarmedRelation,
    IncidentRole,
    Level,
    Outcome,
    Setting,
    Silence,
)
from concentric.method.records.framework import (
    AgeRange,
    Attributes,
    Distance,
    Framework,
    NamedContext,
    RedactionCount,
    SubmittedAction,
    SubmittedDecision,
    SubmittedDissent,
    SubmittedEntry,
    SubmittedIncident,
    SubmittedMeeting,
    SubmittedSilence,
)
from concentric.method.records.submission_words import (
    Answer,
    CaseStatus,
    CohortBasis,
    Gender,
    MeetingKind,
    RedactionTier,
    Series,
    Unit,
)

_FEATURES = {
    "gang_incident": Characteristic.GANG_ASSOCIATED,
    "image_sharing": Characteristic.IMAGE_SHARING,
    "online_incident": Characteristic.PROBLEMATIC_ONLINE,
    "parties": Characteristic.PARTY,
    "audience": Characteristic.PEER_AUDIENCE,
    "recruit": Characteristic.PEERS_RECRUITED,
    "normalise": Characteristic.PEERS_NORMALISED,
    "blackmail": Characteristic.BLACKMAIL,
    "weapon": Characteristic.WEAPON,
}
_SETTINGS = {
    "within_school": Setting.SCHOOL,
    "parties": Setting.PARTY,
    "local_area": Setting.PUBLIC_SPACE,
    "opportunistic": Setting.PUBLIC_SPACE,
    "sibling": Setting.HOME,
    "online_incident": Setting.ONLINE,
}
_SOURCES = {
    "individual": (AgencyKind.SOCIAL_CARE, AgencyKind.YOUTH_JUSTICE, AgencyKind.CAMHS),
    "family": (AgencyKind.SOCIAL_CARE, AgencyKind.HEALTH),
    "peers": (AgencyKind.POLICE, AgencyKind.EDUCATION, AgencyKind.VOLUNTARY),
    "school": (AgencyKind.EDUCATION,),
    "neighbourhood": (AgencyKind.HOUSING, AgencyKind.COMMUNITY_SAFETY, AgencyKind.POLICE),
}
_LEVELS = (Level.INAPPROPRIATE, Level.PROBLEMATIC, Level.PROBLEMATIC, Level.ABUSIVE, Level.ABUSIVE, Level.VIOLENT)
# Of cells that hold nothing: how often each site says that it asked and found nothing, and that it did not ask.
_SAYS = {"A": (0.5, 0.2), "B": (0.2, 0.15), "C": (0.35, 0.35), "D": (0.05, 0.1)}
_ASKED = (ColumnKey.VULNERABILITY, ColumnKey.RISK, ColumnKey.RESILIENCE, ColumnKey.STRENGTHS)


def document(
    cohort: Cohort,
    site: str,
    holds: Container[str],
    entries: list[Written],
    after: Mapping[str, str],
    draw: random.Random,
) -> Framework:
    """`holds` are the handles of the plan that this framework has; `after` what stands after the grid, by its kind."""
    incidents = _incidents(cohort, holds, draw)
    if is_undecided := "undecided" in holds:
        incidents = [replace(one, company=Company.NOT_KNOWN) for one in incidents]
    age = draw.choice((11, 12, 13, 13, 14, 14, 15, 15, 15, 16, 16, 17))
    order, dissent = list(Level), after.get("dissent", "")
    decision, _, reasons = after.get("decision", "").partition(": ")
    return Framework(
        attributes=Attributes(
            age=AgeRange(age, age),
            cohort=None if is_undecided else cohort,
            cohort_basis=CohortBasis.UNDECIDED if is_undecided else CohortBasis.DERIVED,
            gender=Gender.NOT_KNOWN if draw.random() < 0.06 else Gender.BOY,
            level=max((one.level for one in incidents), key=order.index),
            series=Series.ONE if len(incidents) == 1 else Series.SEVERAL,
            ongoing=Answer.YES if "ongoing" in holds else Answer.NO,
            nfa_in_history=Answer.YES if any(one.outcome is Outcome.NFA for one in incidents) else Answer.NO,
            case_status=draw.choice(list(CaseStatus)),
        ),
        meeting=SubmittedMeeting(
            kind=draw.choice((MeetingKind.MAP, MeetingKind.STRATEGY)), term=None, in_window=Answer.YES
        ),
        incidents=tuple(incidents),
        contexts=_contexts(entries),
        entries=tuple(_entry(one, draw) for one in entries),
        silences=tuple(_silences(site, entries, draw)),
        contextual_summary=after.get("summary", ""),
        decisions=(SubmittedDecision(decision, reasons),) if decision else (),
        dissents=(SubmittedDissent(AgencyKind.EDUCATION, dissent, escalate=True),) if dissent else (),
        redactions=(RedactionCount(RedactionTier.KNOWN, "name", draw.randint(2, 30)),),
    )


def _contexts(entries: list[Written]) -> tuple[NamedContext, ...]:
    named = {one.named: one.first[0] for one in entries if one.named}
    return tuple(
        NamedContext(name, ContextKey(named[name]))
        for kind in NAMED.values()
        for name in sorted(named)
        if name.startswith(kind)
    )


def _entry(one: Written, draw: random.Random) -> SubmittedEntry:
    column = ColumnKey(one.first[1])
    return SubmittedEntry(
        id=one.key,
        context=ContextKey(one.first[0]),
        column=column,
        text=one.text,
        named=one.named or None,
        source=draw.choice(_SOURCES[one.first[0]]),
        basis=draw.choice((Basis.FACT, Basis.FACT, Basis.OPINION, Basis.REPORTED)),
        action=_action(one, draw) if column is ColumnKey.ACTIONS else None,
    )


def _action(one: Written, draw: random.Random) -> SubmittedAction:
    return SubmittedAction(
        owner=draw.choice(_SOURCES[one.place[0]]),
        person_named=draw.random() < 0.7,
        due_in_days=draw.choice((7, 14, 28, 42, None)),
        status=draw.choice((ActionStatus.OPEN, ActionStatus.OPEN, ActionStatus.DONE)),
        answers=tuple(one.answers),
    )


def _silences(site: str, entries: list[Written], draw: random.Random) -> list[SubmittedSilence]:
    """Cells without a word: some were asked about, some were not, and of the rest nobody says. A whole context once."""
    full = {cell for one in entries for cell in (one.first, one.place)}
    asked, passed = _SAYS[site]
    found = []
    for context in ContextKey:
        columns: tuple[ColumnKey | None, ...] = _ASKED if any(cell[0] == context.value for cell in full) else (None,)
        for column in columns:
            chance = draw.random()
            if column and (context.value, column.value) in full:
                continue
            if chance < asked:
                found.append(SubmittedSilence(context, column, Silence.NOTHING_IDENTIFIED))
            elif chance < asked + passed:
                found.append(SubmittedSilence(context, column, Silence.NOT_DISCUSSED))
            elif chance > 0.95:
                found.append(SubmittedSilence(context, column, Silence.NOT_KNOWN))
    return found


def _incidents(cohort: Cohort, holds: Container[str], draw: random.Random) -> list[SubmittedIncident]:
    """One, or several; some alone and some with others in the cohort of both. The last one had NFA where it was so."""
    count = 1 if "one" in holds else draw.choice((2, 2, 3, 4))
    features = [feature for handle, feature in _FEATURES.items() if handle in holds]
    settings = [setting for handle, setting in _SETTINGS.items() if handle in holds] or [Setting.NOT_KNOWN]
    company = [Company.ALONE if cohort is Cohort.SOLE else Company.WITH_OTHERS] * count
    if cohort is Cohort.BOTH:
        company[0] = Company.ALONE
    nfa = "nfa_ongoing" in holds or ("ongoing" not in holds and draw.random() < 0.3)
    return [
        SubmittedIncident(
            happened=Distance(-draw.randint(1, 6) - 4 * (count - place), Unit.MONTHS),
            company=company[place],
            role=_role(company[place], holds),
            level=draw.choice(_LEVELS),
            relation=_relation(place, holds),
            age_gap=_gap(holds),
            number_harmed=draw.choice((1, 1, 1, 2)),
            setting=settings[place % len(settings)],
            characteristics=tuple(features) if company[place] is company[-1] else (),
            outcome=Outcome.NFA if nfa and place == count - 1 else Outcome.UNDER_INVESTIGATION,
        )
        for place in range(count)
    ]


def _role(company: Company, holds: Container[str]) -> IncidentRole:
    if company is Company.ALONE:
        return IncidentRole.INSTIGATED
    return (
        IncidentRole.COERCED
        if "coerced" in holds
        else IncidentRole.FOLLOWED
        if "followed" in holds
        else IncidentRole.TOOK_PART
    )


def _relation(place: int, holds: Container[str]) -> HarmedRelation:
    if place == 0 and "sibling" in holds:
        return HarmedRelation.SIBLING
    if place == 0 and "partner" in holds:
        return HarmedRelation.PARTNER
    return HarmedRelation.YOUNGER_CHILD if "younger" in holds else HarmedRelation.PEER


def _gap(holds: Container[str]) -> AgeGap:
    return AgeGap.YOUNGER if "younger" in holds else AgeGap.SIMILAR if "peers_age" in holds else AgeGap.NOT_KNOWN
