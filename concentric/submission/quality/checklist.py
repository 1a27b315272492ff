"""The checklist of signed minutes: the record and the case, put before the rules of `method.records.quality`."""

from __future__ import annotations

from collections.abc import Iterator

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import cohort_of
from concentric.casework.live.screen import names_of
from concentric.casework.meetings.models import Entry
from concentric.casework.meetings.visibility import sees_whole_record
from concentric.casework.signoff.models import Minutes
from concentric.casework.signoff.record import current_record
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.inclusion import IncidentFacts
from concentric.method.instrument.vocabulary import HarmedRelation, Level
from concentric.method.records.quality import CaseFacts, Line, StudyRule
from concentric.method.records.quality import checklist as lines_of
from concentric.submission.studies.queries import links, rule_of


def checklist(viewer: Viewer, minutes: Minutes) -> list[Line]:
    """Every line of signed minutes, whether or not somebody has answered it. A fixed number of queries.

    Raises NotVisible for a viewer who may not read the whole record.
    """
    if not sees_whole_record(viewer, minutes.meeting):
        raise NotVisible
    return list(lines_of(current_record(minutes.meeting), _facts(viewer, minutes)))


def _facts(viewer: Viewer, minutes: Minutes) -> CaseFacts:
    case = minutes.meeting.case
    cohort = cohort_of(case)
    return CaseFacts(
        cohort=cohort.cohort,
        cohort_reason=cohort.reason,
        incidents=tuple(_incidents(case)),
        called=names_of(case),
        named=tuple(_named(case)),
        kept=frozenset(_kept(minutes)),
        studies=tuple(_studies(viewer)),
    )


def _incidents(case: Case) -> Iterator[IncidentFacts]:
    for level, relation in case.incidents.order_by().values_list("level", "relation"):
        yield IncidentFacts(Level(level), HarmedRelation(relation))


def _named(case: Case) -> Iterator[str]:
    """The young person and everybody around them, as they are called."""
    yield f"{case.given_name} {case.family_name}"
    people = case.people.order_by().values_list("name", "known_as")
    yield from filter(None, [case.known_as, *(name for names in people for name in names)])


def _kept(minutes: Minutes) -> Iterator[tuple[str, str]]:
    """Prompts that somebody answered with Keep on the meeting's screen."""
    entries = Entry.objects.filter(meeting_id=minutes.meeting_id).order_by().values_list("pk", "kept_prompts")
    for entry, rules in entries:
        yield from ((str(entry), rule) for rule in rules)


def _studies(viewer: Viewer) -> Iterator[StudyRule]:
    for study in links(viewer):
        try:
            yield StudyRule(str(study.study_id), study.name, rule_of(study))
        except ValueError:
            yield StudyRule(str(study.study_id), study.name, None)
