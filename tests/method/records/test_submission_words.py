"""The door's vocabularies hold every value that casework can hand over."""

from enum import Enum

import pytest

from concentric.casework.cases.models import Case, CasePerson, Incident
from concentric.casework.meetings.models import Attendance
from concentric.method.deidentify.spans import Tier
from concentric.method.instrument.process_default import MEETING_TYPES
from concentric.method.records.submission_words import (
    CaseStatus,
    MeetingKind,
    PersonKind,
    Presence,
    RedactionTier,
    Unit,
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(CaseStatus, Case.Status), (PersonKind, CasePerson.Kind), (Presence, Attendance.State)],
)
def test_the_values_are_those_of_casework(ours: type[Enum], theirs: type[Enum]) -> None:
    assert {member.value for member in ours} == {member.value for member in theirs}


def test_every_tier_of_de_identification_has_its_count() -> None:
    assert {tier.value for tier in RedactionTier} == {tier.value for tier in Tier} | {"reviewer"}


def test_every_usual_meeting_has_its_kind() -> None:
    assert {kind.value for kind in MeetingKind} == {usual.key for usual in MEETING_TYPES} | {"other"}


def test_every_precision_of_a_date_has_its_unit() -> None:
    known = {precision.value for precision in Incident.Precision} - {"unknown"}
    assert {unit.value.removesuffix("s") for unit in Unit} == known
