"""The closed vocabularies that only a submission needs; the rest are the instrument's."""

from __future__ import annotations

from enum import StrEnum

from concentric.method.instrument.vocabulary import Labelled


class Format(StrEnum):
    """The version of the document. A change that an older reader could misread gets a new number."""

    V1 = "concentric.submission/1"


class Kind(Labelled):
    """What a submission does."""

    FRAMEWORK = "framework", "A framework, for the first time"
    CORRECTION = "correction", "Takes the place of an earlier submission"
    WITHDRAWAL = "withdrawal", "Takes an earlier submission out of the study"


class Answer(Labelled):
    """Yes, no, or nobody could say."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Gender(Labelled):
    """The young person's gender, as coarsely as a study needs it."""

    BOY = "boy", "Boy or young man"
    GIRL = "girl", "Girl or young woman"
    ANOTHER = "another", "Another"
    NOT_KNOWN = "not_known", "Not known or not said"


class CohortBasis(Labelled):
    """What the cohort rests on."""

    DERIVED = "derived", "Derived from the incidents"
    OVERRIDDEN = "overridden", "Decided by a person"
    UNDECIDED = "undecided", "Cannot be derived"


class Series(Labelled):
    """Whether one incident was identified, or several."""

    ONE = "one", "One incident"
    SEVERAL = "several", "Several incidents"
    NOT_KNOWN = "not_known", "Not known"


class CaseStatus(Labelled):
    """Where the case stood when the framework was submitted."""

    OPEN = "open", "Open"
    STEPPED_DOWN = "stepped_down", "Stepped down"
    CLOSED = "closed", "Closed"


class MeetingKind(Labelled):
    """The kind of meeting; a partnership's own kinds are `other`, since their names could say whose they are."""

    MAP = "map", "MAP meeting"
    STRATEGY = "strategy", "Strategy meeting"
    PANEL = "panel", "Panel"
    REVIEW = "review", "Review meeting"
    OTHER = "other", "Another kind"


class TermName(Labelled):
    """The part of a school year: September to December, January to March, and from April on."""

    AUTUMN = "autumn", "Autumn"
    SPRING = "spring", "Spring"
    SUMMER = "summer", "Summer"


class Unit(Labelled):
    """How exactly a time is known."""

    DAYS = "days", "Days"
    MONTHS = "months", "Months"
    YEARS = "years", "Years"


class PersonKind(Labelled):
    """The kinds of people around a young person."""

    FAMILY = "family", "Family or household"
    PEER = "peer", "Peer"
    HARMED = "harmed", "Child or young person harmed"
    PROFESSIONAL = "professional", "Professional"
    OTHER = "other", "Other"


class MeetingRole(Labelled):
    """The part somebody had in the meeting itself."""

    CHAIR = "chair", "Chair"
    MINUTE_TAKER = "minute_taker", "Minute-taker"
    LEAD_PROFESSIONAL = "lead_professional", "Lead professional"
    MEMBER = "member", "Member"


class Presence(Labelled):
    """Whether somebody who was invited came."""

    INVITED = "invited", "Invited, nothing recorded"
    ATTENDED = "attended", "Attended"
    APOLOGIES = "apologies", "Apologies"
    OBSERVER = "observer", "Observer"
    ABSENT = "absent", "Did not come"


class RedactionTier(Labelled):
    """How a removed identifier was found: the tiers of de-identification, and by the reviewer's own eye."""

    KNOWN = "known", "Named on the case"
    PATTERN = "pattern", "By its form"
    UNKNOWN = "unknown", "Not ordinary English"
    QUASI = "quasi", "Identifies with others only"
    REVIEWER = "reviewer", "Marked by the reviewer"
