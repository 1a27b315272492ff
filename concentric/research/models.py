"""All models of research, gathered from its stages."""

from concentric.research.briefings.models import Briefing
from concentric.research.coding.models import (
    Adjudication,
    Code,
    Coder,
    Coding,
    DoubleCoding,
    DoubleFramework,
    Memo,
    Packed,
    Recheck,
    Step,
)
from concentric.research.cohorts.models import Laid, Mark, SavedTable, Snapshot
from concentric.research.exchange.models import ImportBatch, ImportRun
from concentric.research.frameworks.models import (
    Attribute,
    Classification,
    Entry,
    EntryWords,
    Framework,
    InclusionDecision,
    Indexed,
    ReceivedBundle,
    Site,
    Study,
    StudyMember,
)

__all__ = [
    "Adjudication",
    "Attribute",
    "Briefing",
    "Classification",
    "Code",
    "Coder",
    "Coding",
    "DoubleCoding",
    "DoubleFramework",
    "Entry",
    "EntryWords",
    "Framework",
    "ImportBatch",
    "ImportRun",
    "InclusionDecision",
    "Indexed",
    "Laid",
    "Mark",
    "Memo",
    "Packed",
    "ReceivedBundle",
    "Recheck",
    "SavedTable",
    "Site",
    "Snapshot",
    "Step",
    "Study",
    "StudyMember",
]
