"""What is known of a framework beside its text, as tables compare it: cohort, site, age band …

A value is proposed from the document; a researcher confirms it or says otherwise (`Classification`).
"""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.instrument.cohort import derive_cohort
from concentric.method.instrument.vocabulary import Cohort, Labelled, Level
from concentric.method.records.framework import AgeRange
from concentric.method.records.framework import Framework as Document
from concentric.method.records.submission_words import Answer, CaseStatus, Gender, MeetingKind, Series
from concentric.research.frameworks.models import Study

NOT_KNOWN = "not_known"  # of the document's own words; here a value that is not known is left out


class AgeBand(Labelled):
    """Age at the meeting, in bands wide enough to be told."""

    TEN_TO_TWELVE = "10-12", "10 to 12"
    THIRTEEN_TO_FIFTEEN = "13-15", "13 to 15"
    SIXTEEN_SEVENTEEN = "16-17", "16 and 17"


@dataclass(frozen=True, slots=True)
class Kind:
    """An attribute of frameworks. `values` are keys with labels; without any, they are as they are met."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...] = ()

    def label_of(self, value: str) -> str:
        """How a value reads; itself where values are as they are met."""
        return dict(self.values).get(value, value)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values that can be said of it; empty for one whose values are as they are met."""
        return [(key, label) for key, label in self.values if key != NOT_KNOWN]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a document says of an attribute, empty where it does not, and for the cohort what that rests on."""

    value: str
    why: str = ""


BUILT_IN: tuple[Kind, ...] = (
    Kind("cohort", "Cohort", tuple(Cohort.choices())),
    Kind("site", "Site"),
    Kind("age_band", "Age at the meeting", tuple(AgeBand.choices())),
    Kind("gender", "Gender", tuple(Gender.choices())),
    Kind("level", "Highest level", tuple(Level.choices())),
    Kind("series", "One incident or several", tuple(Series.choices())),
    Kind("ongoing", "Ongoing", tuple(Answer.choices())),
    Kind("nfa_in_history", "NFA before", tuple(Answer.choices())),
    Kind("meeting", "Kind of meeting", tuple(MeetingKind.choices())),
    Kind("case_status", "Case", tuple(CaseStatus.choices())),
)


def of_study(study: Study) -> tuple[Kind, ...]:
    """What frameworks of a study are compared by: those that every one has, then the study's own, by label."""
    return (*BUILT_IN, *(Kind(own.key, own.label) for own in study.own_attributes.all()))


def judged_by_researchers(study: Study) -> tuple[Kind, ...]:
    """Those that a researcher confirms or changes: all but the site, which the way it came tells."""
    return tuple(kind for kind in of_study(study) if kind.key != "site")


def in_trail(key: str) -> str:
    """How the audit trail names an attribute: a study's own bears a name that somebody typed."""
    return key if any(kind.key == key for kind in BUILT_IN) else "own"


def proposals(document: Document, letter: str) -> dict[str, Proposal]:
    """What the document says of each built-in attribute."""
    about = document.attributes
    values = {
        "site": letter,
        "age_band": _band(about.age),
        "gender": about.gender.value,
        "level": about.level.value,
        "series": about.series.value,
        "ongoing": about.ongoing.value,
        "nfa_in_history": about.nfa_in_history.value,
        "meeting": document.meeting.kind.value,
        "case_status": about.case_status.value,
    }
    told = {key: Proposal("" if value == NOT_KNOWN else value) for key, value in values.items()}
    return {"cohort": _cohort(document), **told}


def proposed_values(document: Document, letter: str) -> dict[str, str]:
    """The values proposed; an attribute that the document does not tell is left out."""
    return {key: proposal.value for key, proposal in proposals(document, letter).items() if proposal.value}


def _cohort(document: Document) -> Proposal:
    """From the incidents; from the site's word where they do not tell. Where the two differ, the reason says so."""
    finding, said = derive_cohort(one.company for one in document.incidents), document.attributes.cohort
    if said is None or said is finding.cohort:
        return Proposal(finding.cohort.value if finding.cohort else "", finding.reason)
    return Proposal((finding.cohort or said).value, f"{finding.reason} The site says: {said.label.lower()}.")


def _band(age: AgeRange | None) -> str:
    """The band that holds the whole range; none where it reaches over two."""
    for band, low, high in ((AgeBand.TEN_TO_TWELVE, 10, 12), (AgeBand.THIRTEEN_TO_FIFTEEN, 13, 15)):
        if age and low <= age.low and age.high <= high:
            return band.value
    return AgeBand.SIXTEEN_SEVENTEEN.value if age and age.low >= 16 and age.high <= 17 else ""
