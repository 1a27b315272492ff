"""Kinds of record as a certificate calls them."""

from __future__ import annotations

from collections import Counter

_GROUPS: dict[str, str] = {
    "The case and its course": "casework.Case casework.StatusChange casework.HoldChange casework.CohortDecision "
    "submission.Extension submission.Proposal submission.DueNotice",
    "People around the young person": "casework.CasePerson",
    "Incidents": "casework.Incident",
    "Who worked on it, and emergency access": "casework.Involvement casework.CaseAgency casework.BreakGlass",
    "Referrals and what was answered": "casework.Referral casework.ReferralStep",
    "Homes and peer groups": "casework.Context casework.CaseContext",
    "Meetings, agenda and attendance": "casework.Meeting casework.AgendaItem casework.Attendance casework.LiveEvent "
    "casework.Presence",
    "Entries, their wordings and silences": "casework.Entry casework.EntryWording casework.Entry_sharing_agencies "
    "casework.CellMark",
    "Decisions and disagreements": "casework.Decision casework.Dissent",
    "Actions and how they went": "casework.Action casework.Action_answers casework.ActionChange casework.Reminder",
    "Minutes, corrections and amendments": "casework.Minutes casework.Correction casework.Amendment",
    "Versions, and who received them": "casework.Release casework.Receipt",
    "Imported files": "casework.ImportedFramework casework.TrayPiece",
    "Search": "casework.SearchText",
    "Quality checks": "submission.SendBack submission.QualityAnswer",
    "Reviews of identifiers": "submission.Outgoing submission.Finding submission.FindingDecision submission.Pseudonym",
    "Consents and sealed copies": "submission.Consent submission.Dispatch",
    "The key register": "submission.RegisterRow",
    "Frameworks in a study": "research.Framework research.InclusionDecision",
}
GROUP_OF = {label: words for words, labels in _GROUPS.items() for label in labels.split()}


def in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Rows by kind of record, for people, in the order above."""
    summed = Counter[str]()
    for label, rows in counts.items():
        summed[GROUP_OF.get(label, label)] += rows
    return [(words, summed[words]) for words in [*_GROUPS, *sorted(set(summed) - set(_GROUPS))] if summed[words]]
