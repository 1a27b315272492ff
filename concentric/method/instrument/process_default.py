"""The process a partnership starts with, in our own words. Every part of it can be changed in the settings."""

from __future__ import annotations

from concentric.method.instrument.process import (
    AgencyKind,
    AgendaItem,
    Clocks,
    MeetingType,
    Part,
    Process,
    Quorum,
    Retention,
    Role,
    SecondStep,
)

MEETING_TYPES = (
    MeetingType(
        "map",
        "MAP meeting",
        "Agencies pool what they know about a young person who has displayed harmful sexual behaviour and about the "
        "places and people around them, and agree one plan. A decision by the police to take no further action does "
        "not end the need for it.",
    ),
    MeetingType(
        "strategy",
        "Strategy meeting",
        "A statutory discussion, held quickly because a child may be suffering significant harm. The five contexts "
        "are used so that immediate steps reach the places where the harm happened.",
    ),
    MeetingType(
        "panel",
        "Panel",
        "A standing panel looks at several young people, groups or places together, and notices what recurs.",
    ),
    MeetingType(
        "review",
        "Review meeting",
        "The people who agreed a plan look at what was done, what has changed in each context, and what comes next.",
    ),
)

AGENDA = (
    AgendaItem(
        "introductions",
        "Introductions",
        "Everyone gives their name, agency and how they know the young person. Say who is taking the minutes.",
        Part.INTRODUCTIONS,
    ),
    AgendaItem(
        "confidentiality",
        "Confidentiality and lawful basis",
        "Read the statement. Ask now whether anybody holds something that must not reach the family or another agency.",
        Part.CONFIDENTIALITY,
    ),
    AgendaItem(
        "apologies",
        "Apologies and quorum",
        "Who is missing, and is what they know in the room? If not, agree who will ask them.",
        Part.APOLOGIES,
    ),
    AgendaItem(
        "open_actions",
        "Open actions",
        "For each: done, circumstances changed, or not done and why.",
        Part.OPEN_ACTIONS,
    ),
    AgendaItem(
        "immediate_safety",
        "Immediate safety",
        "Is everyone safe tonight and tomorrow: the children harmed, the young person, siblings, other children near "
        "by? What would make each of them safer before this meeting ends?",
        Part.IMMEDIATE_SAFETY,
    ),
    AgendaItem(
        "hsb",
        "The behaviour",
        "Agree what is known, from whom, and where it sits on the continuum. Stay with what is needed to plan; "
        "details of acts are not needed.",
        Part.HSB,
    ),
    AgendaItem(
        "individual",
        "The young person",
        "What is true of this young person wherever they are? Begin with what they are good at.",
        Part.INDIVIDUAL,
    ),
    AgendaItem(
        "family",
        "Family and home",
        "What is each home like to live in, and who there can help? What has the family itself lived through?",
        Part.FAMILY,
    ),
    AgendaItem(
        "peers",
        "Peer group",
        "What does the group expect of its members? Who leads, who goes along, who has spoken up?",
        Part.PEERS,
    ),
    AgendaItem(
        "school",
        "School",
        "What is it like to be a pupil there? Talk about the school's places, rules and habits; attendance and "
        "exclusion belong with the young person.",
        Part.SCHOOL,
    ),
    AgendaItem(
        "neighbourhood",
        "Neighbourhood spaces",
        "Name the places. What happens there, who is around, and who could be?",
        Part.NEIGHBOURHOOD,
    ),
    AgendaItem(
        "summary",
        "Contextual summary",
        "How do the contexts bear on one another, and which of them weighs most? Two or three sentences that all can "
        "agree.",
        Part.SUMMARY,
    ),
    AgendaItem(
        "plan",
        "The plan",
        "Take each risk and vulnerability in turn: what will answer it? Ask what will be done to the place or the "
        "group before asking what the young person must do. Each action has one owner and one date.",
        Part.PLAN,
    ),
    AgendaItem(
        "barriers",
        "Challenges and barriers",
        "What could stop this plan, and who can move it? Record what does not exist locally, so that it can be "
        "counted.",
        Part.BARRIERS,
    ),
    AgendaItem(
        "decisions", "Decisions", "Say each decision aloud with its reasons, and who is bound by it.", Part.DECISIONS
    ),
    AgendaItem(
        "dissent",
        "Disagreement",
        "Ask whether anybody sees it differently. A different view is recorded in its owner's words and can be "
        "escalated.",
        Part.DISSENT,
    ),
    AgendaItem(
        "review",
        "Review and close",
        "Set the review date. Who will tell the young person, the family and those harmed what was agreed, and when?",
        Part.REVIEW,
    ),
)

TERMS_OF_REFERENCE = """\
Who is discussed: a young person aged 10 to 17 who has displayed harmful sexual behaviour towards other children or \
young people, alone or with others, whatever the outcome of any criminal investigation.

What the meeting is for: to understand the behaviour where it happened, to make everyone involved safer, and to agree \
a plan that reaches the young person, the family, the peer group, the school and the neighbourhood.

Who attends: children's social care, police, youth justice, health, education, and any agency that knows the young \
person, those harmed, or the places concerned. Each agency sends somebody who can commit it to an action.

What the meeting does not do: it makes no finding of guilt, repeats no investigation, and replaces no statutory \
assessment or procedure.

How it is recorded: in the five contexts, by a minute-taker who is not the chair. What was looked for and not found is \
recorded as such, and so is what nobody knew. The chair signs the minutes once attendees have been able to correct them.

How it ends: at a review, when the plan is done or others have taken it on, the chair closes the case with reasons."""

PRINCIPLES = (
    "Children come first: the young person is a child, and so are those who were harmed.",
    "The safety of those harmed is everybody's business here, whether or not they are known to the same agencies.",
    "Behaviour is understood where it happens. We ask what a place or a group makes likely, as well as what a young "
    "person did.",
    "We plan for places and groups as well as for people, and do not ask a young person or a family to mend what they "
    "do not control.",
    "Strengths are recorded with the same care as risks.",
    "We say what we know, how we know it, and what we do not know.",
    "We notice who is treated differently because of race, sex, disability, sexuality, faith, language or being in "
    "care, and say so.",
    "We use words that the young person and the family could read without shame.",
    "Young people and families are told what is decided about them and asked what they think, unless that would put "
    "somebody at risk.",
    "We share what is needed to keep children safe, and no more.",
)

CONFIDENTIALITY = """\
What is said here is shared to keep children safe and to plan for them. Each agency shares what is needed for that, \
on the lawful basis recorded for this case, and uses it for nothing else.

If something must not reach the family, or may reach only some agencies, say so when you say it: it will be marked, \
and left out of the copies they receive.

Minutes are for those they are sent to. Do not forward or copy them; ask the coordinator instead. If anybody who is \
discussed is known to you outside work, tell the chair now."""

DEFAULT_PROCESS = Process(
    meeting_types=MEETING_TYPES,
    agenda=AGENDA,
    terms_of_reference=TERMS_OF_REFERENCE,
    principles=PRINCIPLES,
    confidentiality=CONFIDENTIALITY,
    quorum=Quorum(minimum_agencies=3, required=(AgencyKind.SOCIAL_CARE, AgencyKind.POLICE)),
    clocks=Clocks(agenda_out=1, actions_out=1, draft_minutes=5, corrections=10, referral_decision=5, review_weeks=12),
    # A starting figure: a partnership's own schedule, agreed with its information governance lead, replaces it.
    retention=Retention(
        case_years=10, referral_not_accepted_years=3, sealed_copies_months=24, audit_years=10, hold_new_cases=False
    ),
    reminder_days=(7, 1, 0),
    # Those who see every case, let people in, or read the whole trail.
    second_step=SecondStep(roles=(Role.ADMINISTRATOR, Role.COORDINATOR, Role.GOVERNANCE), grace_days=14),
)
