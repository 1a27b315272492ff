"""Submissions: a small one to look at, and a strategy that draws any that may exist."""

from __future__ import annotations

import types
import typing
from dataclasses import replace
from enum import Enum
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st

from concentric.method.instrument.grid import NEED_COLUMNS, ColumnKey, ContextKey
from concentric.method.instrument.process import AgencyKind
from concentric.method.instrument.vocabulary import (
    AgeGap,
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
    PeopleCount,
    RedactionCount,
    SubmittedAction,
    SubmittedDecision,
    SubmittedDissent,
    SubmittedEntry,
    SubmittedIncident,
    SubmittedMeeting,
    SubmittedSilence,
    Term,
)
from concentric.method.records.schema import Many, Text, Whole
from concentric.method.records.study_code import new_code
from concentric.method.records.submission import Submission, new_bundle_id
from concentric.method.records.submission_words import (
    Answer,
    CohortBasis,
    Kind,
    MeetingKind,
    PersonKind,
    RedactionTier,
    TermName,
    Unit,
)

STUDY, SITE = "study-of-tests", "B"
# Stands in every text of `small_framework`, so that whatever repeats content can be caught doing so.
PLANTED = "Quillbriar"
NEED, ACTION = "0123456789abcdef", "fedcba9876543210"


def small_framework() -> Framework:
    return Framework(
        attributes=Attributes(AgeRange(14, 14), Cohort.GROUP, CohortBasis.DERIVED, ongoing=Answer.YES),
        meeting=SubmittedMeeting(MeetingKind.MAP, Term(2026, TermName.AUTUMN), Answer.YES, review_in_days=42),
        incidents=(
            SubmittedIncident(
                Distance(-3, Unit.MONTHS),
                Company.WITH_OTHERS,
                IncidentRole.TOOK_PART,
                Level.ABUSIVE,
                HarmedRelation.PEER,
                AgeGap.SIMILAR,
                None,
                Setting.SCHOOL,
                (Characteristic.PEER_AUDIENCE,),
                Outcome.NFA,
            ),
        ),
        people=(PeopleCount(PersonKind.PEER, in_household=False, count=3),),
        contexts=(NamedContext("School 1", ContextKey.SCHOOL),),
        entries=(
            SubmittedEntry(NEED, ContextKey.SCHOOL, ColumnKey.RISK, f"{PLANTED}: nobody on duty", named="School 1"),
            SubmittedEntry(
                ACTION,
                ContextKey.SCHOOL,
                ColumnKey.ACTIONS,
                f"{PLANTED}: staff at break “from Monday”",
                action=SubmittedAction(AgencyKind.EDUCATION, due_in_days=7, measure=PLANTED, answers=(NEED,)),
            ),
        ),
        silences=(SubmittedSilence(ContextKey.FAMILY, None, Silence.NOT_DISCUSSED),),
        contextual_summary=PLANTED,
        decisions=(SubmittedDecision(PLANTED, PLANTED),),
        dissents=(SubmittedDissent(AgencyKind.POLICE, PLANTED),),
        redactions=(RedactionCount(RedactionTier.KNOWN, "person", 4),),
    )


def small_submission() -> Submission:
    return Submission(STUDY, SITE, new_code(), new_bundle_id(), Kind.FRAMEWORK, small_framework())


def correction_of(earlier: Submission) -> Submission:
    return replace(earlier, kind=Kind.CORRECTION, bundle=new_bundle_id(), supersedes=earlier.bundle)


def withdrawal_of(earlier: Submission) -> Submission:
    return replace(correction_of(earlier), kind=Kind.WITHDRAWAL, framework=None)


def any_of(hint: Any, bound: object = None) -> st.SearchStrategy[Any]:
    """Any value that a dataclass's annotation, with its bounds, allows. Lists stay short."""
    origin = get_origin(hint)
    if origin is typing.Annotated:
        inner, *bounds = get_args(hint)
        return any_of(inner, bounds[0])
    if origin in (Union, types.UnionType):
        return st.one_of(*(any_of(choice) for choice in get_args(hint)))
    if origin is tuple:
        assert isinstance(bound, Many)
        items = st.lists(any_of(get_args(hint)[0]), max_size=min(bound.most, 4), unique=bound.once)
        return items.map(tuple)
    if hint is type(None) or hint is bool:
        return st.none() if hint is type(None) else st.booleans()
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(bound, Whole):
        return st.integers(bound.least, bound.most)
    if isinstance(bound, Text):
        return _text(bound)
    return st.builds(
        hint, **{name: any_of(of) for name, of in typing.get_type_hints(hint, include_extras=True).items()}
    )


def _text(bound: Text) -> st.SearchStrategy[str]:
    if bound.pattern:
        return st.from_regex(bound.pattern, fullmatch=True).filter(lambda text: len(text) <= bound.most)
    return st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=bound.least, max_size=40)


@st.composite
def any_framework(draw: st.DrawFn) -> Framework:
    """Any framework whose parts agree with each other."""
    framework: Framework = draw(any_of(Framework))
    contexts = tuple({one.pseudonym: one for one in framework.contexts if one.kind != ContextKey.INDIVIDUAL}.values())
    cells = {(silence.context, silence.column): silence for silence in framework.silences}
    entries = tuple({entry.id: entry for entry in framework.entries}.values())
    needs = [entry.id for entry in entries if entry.column in NEED_COLUMNS]
    names = st.sampled_from([None, *(one.pseudonym for one in contexts)])
    age = framework.attributes.age
    cohort = framework.attributes.cohort
    basis = st.sampled_from([CohortBasis.DERIVED, CohortBasis.OVERRIDDEN])
    return replace(
        framework,
        attributes=replace(
            framework.attributes,
            age=age and AgeRange(min(age.low, age.high), max(age.low, age.high)),
            cohort_basis=draw(basis) if cohort else CohortBasis.UNDECIDED,
        ),
        contexts=contexts,
        silences=tuple(cells.values()),
        entries=tuple(replace(entry, named=draw(names), action=draw(_action(entry, needs))) for entry in entries),
    )


def _action(entry: SubmittedEntry, needs: list[str]) -> st.SearchStrategy[SubmittedAction | None]:
    if entry.column is not ColumnKey.ACTIONS:
        return st.none()
    answers = st.lists(st.sampled_from(needs), unique=True).map(tuple) if needs else st.just(())
    return st.one_of(st.none(), st.tuples(any_of(SubmittedAction), answers).map(lambda t: replace(t[0], answers=t[1])))


@st.composite
def any_submission(draw: st.DrawFn) -> Submission:
    kind = draw(st.sampled_from(Kind))
    return Submission(
        study=STUDY,
        site=draw(st.sampled_from(["A", SITE, "site-12"])),
        code=new_code(),
        bundle=new_bundle_id(),
        kind=kind,
        framework=None if kind is Kind.WITHDRAWAL else draw(any_framework()),
        supersedes=None if kind is Kind.FRAMEWORK else new_bundle_id(),
    )
