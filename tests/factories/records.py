"""A fictional meeting record: one rich example to look at. `any_record` draws others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Cohort, Sharing, Silence
from concentric.method.records.signed import (
    ActionRecord,
    AmendmentRecord,
    AttendanceRecord,
    DecisionRecord,
    DissentRecord,
    EntryRecord,
    MeetingRecord,
    SilenceRecord,
)

AGENCIES = (
    "Brackenford Children's Services",
    "Brackenford Police",
    "Brackenford Youth Justice",
    "Tallis CAMHS",
    "Harrow Lane Academy",
    "Brackenford Housing",
)


def agency_id(name: str) -> str:
    """The id that a fictional agency has in every record, whatever it is called there."""
    return str(uuid5(NAMESPACE_URL, name)) if name else ""


SOCIAL_CARE, POLICE, YOUTH_JUSTICE, CAMHS, ACADEMY, HOUSING = AGENCIES
IN, F, P, S, N = (context.key for context in CONTEXTS)
C = ColumnKey

_LINES: tuple[tuple[ContextKey, ColumnKey, str, str, str], ...] = (
    # context, column, text, instance, source
    (
        IN,
        C.HSB,
        "Concern about behaviour towards two younger pupils this term; level agreed as problematic",
        "",
        SOCIAL_CARE,
    ),
    (IN, C.HSB, "One earlier concern in primary school, dealt with by the school at the time", "", ACADEMY),
    (
        IN,
        C.VULNERABILITY,
        "Bereaved of his grandmother in the spring; he lived with her until he was nine",
        "",
        SOCIAL_CARE,
    ),
    (IN, C.VULNERABILITY, "Finds it hard to read other people's feelings", "", CAMHS),
    (IN, C.RISK, "Spends long evenings online without an adult knowing what he sees", "", SOCIAL_CARE),
    (IN, C.RESILIENCE, "Talks openly with his form tutor and asks for help when he is worried", "", ACADEMY),
    (IN, C.STRENGTHS, "A patient football coach to the under-tens, with an adult beside him", "", YOUTH_JUSTICE),
    (IN, C.INVOLVEMENT, "Seen by CAMHS every fortnight since September", "", CAMHS),
    (IN, C.ACTIONS, "Offer sessions on relationships and feelings, in a way that fits how he learns", "", CAMHS),
    (IN, C.CHALLENGES, "He misses appointments on training days", "", CAMHS),
    (F, C.VULNERABILITY, "Domestic abuse between his parents until two years ago", "Mother's flat", POLICE),
    (
        F,
        C.VULNERABILITY,
        "Two sisters share a bedroom beside his; the door does not close",
        "Mother's flat",
        HOUSING,
    ),
    (F, C.RISK, "His father plays down what happened and says so in front of him", "Father's house", SOCIAL_CARE),
    (
        F,
        C.RESILIENCE,
        "His mother acted at once, told the school and kept the sisters safe",
        "Mother's flat",
        SOCIAL_CARE,
    ),
    (F, C.STRENGTHS, "An aunt has offered weekends and knows why", "", SOCIAL_CARE),
    (F, C.INVOLVEMENT, "A family support worker visits weekly", "Mother's flat", SOCIAL_CARE),
    (F, C.ACTIONS, "Refer his mother to the domestic abuse service", "Mother's flat", SOCIAL_CARE),
    (F, C.ACTIONS, "Mend the bedroom door and fit a lock that his sisters can use", "Mother's flat", HOUSING),
    (F, C.CHALLENGES, "His father has not answered two letters", "Father's house", SOCIAL_CARE),
    (P, C.HSB, "Two friends were present on one of the occasions and did nothing", "Friday football group", POLICE),
    (P, C.VULNERABILITY, "The group is often out late without an adult nearby", "Friday football group", YOUTH_JUSTICE),
    (
        P,
        C.RISK,
        "Peers hold harmful attitudes towards girls and share them in a group chat",
        "Friday football group",
        ACADEMY,
    ),
    (P, C.RISK, "An older boy sets the tone and rewards going along", "Friday football group", POLICE),
    (P, C.STRENGTHS, "Two friends told the older boy to stop, and told an adult", "Friday football group", ACADEMY),
    (P, C.INVOLVEMENT, "Detached youth workers know the group by name", "Friday football group", YOUTH_JUSTICE),
    (
        P,
        C.ACTIONS,
        "Work with the whole group on what friends do when one of them crosses a line",
        "Friday football group",
        YOUTH_JUSTICE,
    ),
    (P, C.CHALLENGES, "Nobody has agreed which agency pays for group work", "", SOCIAL_CARE),
    (S, C.HSB, "Both pupils concerned are in the lower school", "Harrow Lane Academy", ACADEMY),
    (S, C.VULNERABILITY, "Bullying goes unaddressed in the corridor behind the gym", "Harrow Lane Academy", ACADEMY),
    (S, C.RISK, "Staff treat name-calling of girls as banter", "Harrow Lane Academy", CAMHS),
    (S, C.RESILIENCE, "A new head of year takes complaints seriously and writes back", "Harrow Lane Academy", ACADEMY),
    (S, C.STRENGTHS, "Pupils run a well-used mentoring scheme", "Harrow Lane Academy", ACADEMY),
    (S, C.RISK, "Sanctions differ from teacher to teacher", "Oakbridge Learning Centre", YOUTH_JUSTICE),
    (
        S,
        C.ACTIONS,
        "Put a member of staff in the corridor at both breaks and review after half a term",
        "Harrow Lane Academy",
        ACADEMY,
    ),
    (
        S,
        C.ACTIONS,
        "Give every form in years 7 to 9 the sessions on respect and consent",
        "Harrow Lane Academy",
        ACADEMY,
    ),
    (N, C.VULNERABILITY, "The stairwell of the east block has no light after six", "Mill Court estate", HOUSING),
    (N, C.RISK, "Adults who supply drugs approach young people by the shops", "Parade shops", POLICE),
    (
        N,
        C.STRENGTHS,
        "The youth club opens on three evenings and turns nobody away",
        "Mill Court estate",
        YOUTH_JUSTICE,
    ),
    (N, C.INVOLVEMENT, "A neighbourhood officer walks the estate twice a week", "Mill Court estate", POLICE),
    (N, C.ACTIONS, "Relight the stairwell and cut back the hedge", "Mill Court estate", HOUSING),
    (N, C.CHALLENGES, "The landlord of the parade does not answer", "Parade shops", HOUSING),
)

_PLAN: dict[str, tuple[str, str, date | None, str, tuple[str, ...]]] = {
    # start of the action's text: agency, person, due, measure, starts of the needs it answers
    "Offer sessions": (
        CAMHS,
        "Dr P. Lindqvist",
        date(2026, 12, 4),
        "Six sessions offered, four kept",
        ("Finds it hard",),
    ),
    "Refer his mother": (SOCIAL_CARE, "J. Okafor", date(2026, 11, 27), "First appointment made", ("Domestic abuse",)),
    "Mend the bedroom": (HOUSING, "T. Marsh", date(2026, 11, 20), "Seen by the support worker", ("Two sisters",)),
    "Work with the whole": (
        YOUTH_JUSTICE,
        "S. Adeyemi",
        date(2027, 1, 15),
        "Five of the seven come to four sessions or more",
        ("Peers hold", "An older boy"),
    ),
    "Put a member": (
        ACADEMY,
        "R. Whitcombe",
        date(2026, 11, 16),
        "No report from the corridor in half a term",
        ("Bullying",),
    ),
    "Give every form": (ACADEMY, "R. Whitcombe", date(2027, 2, 12), "All forms reached", ("Staff treat", "Peers hold")),
    "Relight": (HOUSING, "", None, "", ("The stairwell",)),
}

_LIMITS: dict[str, tuple[Sharing, tuple[str, ...]]] = {
    "Domestic abuse": (Sharing.NOT_FAMILY, ()),
    "Refer his mother": (Sharing.NOT_FAMILY, ()),
    "An older boy": (Sharing.AGENCIES, (POLICE, YOUTH_JUSTICE)),
    "Adults who supply": (Sharing.AGENCIES, (POLICE, SOCIAL_CARE)),
    "His father plays": (Sharing.NOT_FAMILY, ()),
}

_BASES: dict[str, Basis] = {
    "Finds it hard": Basis.OPINION,
    "Spends long": Basis.REPORTED,
    "An older boy": Basis.NOT_ESTABLISHED,
    "Staff treat": Basis.REPORTED,
    "Sanctions differ": Basis.OPINION,
}


def entry_id(number: int) -> str:
    """The same identifier for the same number, in every run."""
    return str(uuid5(NAMESPACE_URL, f"entry {number}"))


def rich_record() -> MeetingRecord:
    """A signed record with entries in every context, restricted ones among them, and all else that a meeting leaves."""
    ids = {text: entry_id(number) for number, (_, _, text, _, _) in enumerate(_LINES)}
    entries = tuple(_entry(ids, *line) for line in _LINES)
    return MeetingRecord(
        reference="BRK-2026-0147",
        partnership="Brackenford Safeguarding Partnership (fictional)",
        young_person="D.R.",
        age=14,
        cohort=Cohort.BOTH,
        cohort_reason="One incident alone and one with others",
        meeting_type="MAP meeting",
        held_at=datetime(2026, 11, 10, 10, 0, tzinfo=UTC),
        place="Brackenford Civic Centre, room 3",
        chair="M. Fairbairn",
        minute_taker="L. Castellano",
        lead_professional="J. Okafor",
        purpose="To understand what happened and what lies around it, and to agree who does what to keep all safe.",
        principles="Children come first, those harmed and those who harmed. We look at places as well as people.",
        confidentiality="What is said here is shared only with those who need it to keep a child safe.",
        attendance=ATTENDANCE,
        entries=entries,
        silences=_silences(entries),
        contextual_summary=(
            "What worries us most lies around D.R. rather than in him: a group in which going along is rewarded, "
            "a corridor and a stairwell that nobody watches.\n\n"
            "At home his mother holds firm. The plan therefore starts with the group and the school."
        ),
        decisions=(
            DecisionRecord(
                "D.R. stays in his school, with a safety plan", "He does well there and both pupils' parents agree"
            ),
            DecisionRecord(
                "Youth Justice leads the group work", "They know the group and can start before the new year"
            ),
        ),
        dissents=(
            DissentRecord("A. Brandt, Brackenford Police", "The police would have preferred a change of tutor group."),
        ),
        review_date=date(2027, 1, 19),
        amendments=(
            AmendmentRecord(
                "The aunt's offer is for every second weekend.",
                "She rang to say so.",
                "M. Fairbairn",
                datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
            ),
        ),
        status="signed",
        signed_by="M. Fairbairn",
        signed_at=datetime(2026, 11, 17, 16, 5, tzinfo=UTC),
        record_hash="9f2c4e1ab07d55c3e8f6a1249d0b7713c2aa84f1660be95d3370c18e52fd9a06",
    )


ATTENDANCE = (
    AttendanceRecord("M. Fairbairn", SOCIAL_CARE, "Chair", "attended"),
    AttendanceRecord("L. Castellano", SOCIAL_CARE, "Minute-taker", "attended"),
    AttendanceRecord("J. Okafor", SOCIAL_CARE, "Lead professional", "attended"),
    AttendanceRecord("A. Brandt", POLICE, "Detective sergeant", "attended"),
    AttendanceRecord("S. Adeyemi", YOUTH_JUSTICE, "Practitioner", "attended"),
    AttendanceRecord("Dr P. Lindqvist", CAMHS, "Psychologist", "attended"),
    AttendanceRecord("R. Whitcombe", ACADEMY, "Designated safeguarding lead", "attended"),
    AttendanceRecord("T. Marsh", HOUSING, "Housing officer", "apologies"),
    AttendanceRecord("K. Sorensen", CAMHS, "Student", "observer"),
    AttendanceRecord("V. Bright", "Brackenford Community Safety", "Manager", "absent"),
)


def _entry(
    ids: dict[str, str], context: ContextKey, column: ColumnKey, text: str, instance: str, source: str
) -> EntryRecord:
    entry = EntryRecord(
        ids[text],
        context,
        column,
        text,
        instance,
        source,
        before_meeting=column is C.INVOLVEMENT and source == CAMHS,
        source_id=agency_id(source),
    )
    for start, basis in _BASES.items():
        entry = replace(entry, basis=basis) if text.startswith(start) else entry
    for start, (sharing, agencies) in _LIMITS.items():
        if text.startswith(start):
            ids_of = tuple(map(agency_id, agencies))
            entry = replace(entry, sharing=sharing, sharing_agencies=agencies, sharing_agency_ids=ids_of)
    for start, (agency, person, due, measure, needs) in _PLAN.items():
        if text.startswith(start):
            answers = tuple(ids[need] for need in ids if need.startswith(needs))
            entry = replace(entry, action=_action(start, agency, person, due, measure, answers))
    return entry


def _action(
    start: str, agency: str, person: str, due: date | None, measure: str, answers: tuple[str, ...]
) -> ActionRecord:
    status, reason = ActionStatus.OPEN, ""
    if start == "Mend the bedroom":
        status = ActionStatus.DONE
    if start == "Put a member":
        status, reason = ActionStatus.CHANGED, "The corridor is closed for building work until January"
    return ActionRecord(agency, person, due, measure, status, reason, answers)


def _silences(entries: tuple[EntryRecord, ...]) -> tuple[SilenceRecord, ...]:
    filled = {(entry.context, entry.column) for entry in entries}
    empty = [
        (context.key, column.key)
        for context in CONTEXTS
        for column in COLUMNS
        if (context.key, column.key) not in filled
    ]
    states = (Silence.NOTHING_IDENTIFIED, Silence.NOT_KNOWN, Silence.NOT_DISCUSSED)
    return tuple(SilenceRecord(context, column, states[at % 3]) for at, (context, column) in enumerate(empty))
