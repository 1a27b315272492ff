"""All models of the door, gathered from its stages."""

from concentric.submission.consent.models import Consent
from concentric.submission.dispatch.models import Dispatch, RegisterRow
from concentric.submission.quality.models import QualityAnswer, SendBack
from concentric.submission.retention.models import Destruction, DueNotice, Extension, Proposal
from concentric.submission.review.models import Finding, FindingDecision, Outgoing, Pseudonym
from concentric.submission.studies.models import SigningKey, StudyLink

__all__ = [
    "Consent",
    "Destruction",
    "Dispatch",
    "DueNotice",
    "Extension",
    "Finding",
    "FindingDecision",
    "Outgoing",
    "Proposal",
    "Pseudonym",
    "QualityAnswer",
    "RegisterRow",
    "SendBack",
    "SigningKey",
    "StudyLink",
]
