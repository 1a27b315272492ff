"""All models of casework, gathered from the stages: one Django app, many rooms."""

from concentric.casework.cases.models import (
    BreakGlass,
    Case,
    CaseAgency,
    CasePerson,
    CohortDecision,
    HoldChange,
    Incident,
    Involvement,
    StatusChange,
)
from concentric.casework.contexts.models import CaseContext, Context
from concentric.casework.imports.models import ImportedFramework, TrayPiece
from concentric.casework.live.models import Presence
from concentric.casework.meetings.models import (
    AgendaItem,
    Attendance,
    CellMark,
    Decision,
    Dissent,
    Entry,
    EntryWording,
    LiveEvent,
    Meeting,
)
from concentric.casework.plans.models import Action, ActionChange, Reminder
from concentric.casework.process.models import ProcessSettings, ReferenceCounter
from concentric.casework.referrals.models import Referral, ReferralStep
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.search.models import SearchText
from concentric.casework.signoff.models import Amendment, Correction, Minutes

__all__ = [
    "Action",
    "ActionChange",
    "AgendaItem",
    "Amendment",
    "Attendance",
    "BreakGlass",
    "Case",
    "CaseAgency",
    "CaseContext",
    "CasePerson",
    "CellMark",
    "CohortDecision",
    "Context",
    "Correction",
    "Decision",
    "Dissent",
    "Entry",
    "EntryWording",
    "HoldChange",
    "ImportedFramework",
    "Incident",
    "Involvement",
    "LiveEvent",
    "Meeting",
    "Minutes",
    "Presence",
    "ProcessSettings",
    "Receipt",
    "ReferenceCounter",
    "Referral",
    "ReferralStep",
    "Release",
    "Reminder",
    "SearchText",
    "StatusChange",
    "TrayPiece",
]
