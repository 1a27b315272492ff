"""What becomes of every field of casework when a record is submitted to a study.

- **identifying**: says, or can say, who somebody is. It never leaves as it is: free text goes through
de-identification,
  a date becomes days or an age, a name becomes a pseudonym.
- **kept**: says something of the young person's situation in a closed vocabulary or a count. It leaves as it is.
- **dropped**: bookkeeping of the partnership (keys, versions, who did what when). It never leaves.

A field that is not named here fails the sweep, so a new field is thought about before it can leave.
"""

from __future__ import annotations

from typing import Literal

FieldClass = Literal["identifying", "kept", "dropped"]


def _classed(*, identifying: str = "", kept: str = "", dropped: str = "") -> dict[str, FieldClass]:
    classes: dict[str, FieldClass] = {}
    classes.update(dict.fromkeys(identifying.split(), "identifying"))
    classes.update(dict.fromkeys(kept.split(), "kept"))
    classes.update(dict.fromkeys(dropped.split(), "dropped"))
    return classes


FIELD_CLASSES: dict[str, dict[str, FieldClass]] = {
    "Case": _classed(
        identifying="reference given_name family_name known_as date_of_birth surname_sound opened_on closed_on",
        kept="gender status",
        dropped="id partnership lead_professional legal_hold",
    ),
    "StatusChange": _classed(identifying="reason at", kept="status", dropped="id case by"),
    "HoldChange": _classed(identifying="reason at", dropped="id case held by"),
    "CasePerson": _classed(
        identifying="name known_as relation date_of_birth",
        kept="kind in_household",
        dropped="id removed_at removed_by case",
    ),
    "Involvement": _classed(identifying="part", dropped="id case membership since until added_by"),
    "CaseAgency": _classed(dropped="id case agency"),
    "Incident": _classed(
        identifying="happened_on",
        kept="precision company role level relation age_gap number_harmed setting characteristics outcome",
        dropped="id removed_at removed_by case recorded_by recorded_at",
    ),
    "CohortDecision": _classed(identifying="reason", kept="cohort", dropped="id case by at"),
    "BreakGlass": _classed(
        identifying="reason review_note",
        dropped="id case membership opened_at expires_at reviewed_by reviewed_at",
    ),
    "Context": _classed(
        identifying="name folded_name detail",
        kept="kind",
        dropped="id partnership merged_into is_active openly created_by created_at",
    ),
    "CaseContext": _classed(dropped="id case context added_at openly"),
    "Meeting": _classed(
        identifying="starts_at place contextual_summary review_on cancelled_reason",
        kept="type_key status imported",
        dropped="id case type_name minutes_long chair minute_taker previous introduction summary_version opened_at "
        "closed_at imported_by calendar_sequence live_seq created_at",
    ),
    "AgendaItem": _classed(kept="part", dropped="id meeting position title guidance done_at"),
    "Attendance": _classed(identifying="name part", kept="state", dropped="id meeting membership agency invited_at"),
    "Entry": _classed(
        identifying="text struck_reason instance",
        kept="context_key column_key basis sharing before_meeting position",
        dropped="id meeting source version carried_from kept_prompts struck_at created_by created_at sharing_agencies",
    ),
    "EntryWording": _classed(
        identifying="text details", kept="context_key column_key change", dropped="id entry version by at"
    ),
    "CellMark": _classed(kept="context_key column_key state", dropped="id meeting by at"),
    "Decision": _classed(identifying="text reasons", dropped="id removed_at removed_by meeting reworded_as by at"),
    "Dissent": _classed(
        identifying="who text", kept="escalate", dropped="id removed_at removed_by meeting agency by at"
    ),
    "LiveEvent": _classed(dropped="id meeting seq kind subject_id by at"),
    "Presence": _classed(dropped="id meeting membership editing seen_at"),
    "Action": _classed(
        identifying="owner_name measure status_reason due_on finished_on",
        kept="status answers",
        dropped="id entry partnership case owner_agency owner version",
    ),
    "ActionChange": _classed(
        identifying="reason owner_name due_on measure at",
        kept="status",
        dropped="id action version owner_agency owner answers by",
    ),
    "Reminder": _classed(dropped="id action recipient kind due_on sent_at"),
    "ProcessSettings": _classed(dropped="id partnership document changed_at second_step_since"),
    "ReferenceCounter": _classed(dropped="id partnership kind year last"),
    "Referral": _classed(
        identifying="reference referrer_name referrer_contact given_name family_name known_as date_of_birth concern "
        "basis_notes immediate_safety decision_reasons surname_sound submitted_at decided_at",
        kept="gender lawful_basis urgency status",
        dropped="id partnership agency referred_by decided_by decide_by case may_be_known",
    ),
    "ReferralStep": _classed(identifying="text", kept="kind", dropped="id referral by at"),
    "Release": _classed(
        identifying="record", dropped="id meeting kind agency record_hash left_out from_draft made_by made_at"
    ),
    "Receipt": _classed(
        identifying="recipient note", dropped="id release membership means file_format protected by at"
    ),
    "SearchText": _classed(identifying="body", dropped="id partnership_id case_id kind subject_id"),
    "Minutes": _classed(
        identifying="record", dropped="id meeting drafted_at circulated_at record_hash statement signed_by signed_at"
    ),
    "Correction": _classed(
        identifying="text reason", dropped="id meeting entry part asked_by asked_at state decided_by decided_at"
    ),
    "Amendment": _classed(identifying="text reason", dropped="id minutes number by at chain_hash"),
    "ImportedFramework": _classed(
        identifying="filename head", dropped="id case sha256 status meeting uploaded_by uploaded_at"
    ),
    "TrayPiece": _classed(
        identifying="text instance_name details",
        kept="context_key column_key part",
        dropped="id imported order where why_unplaced entry",
    ),
}
