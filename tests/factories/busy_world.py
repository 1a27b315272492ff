"""A world in the middle of its work: something of every kind exists, in every state that a page can meet it in.

It is what the sweeps walk over. `BusyWorld.ids` names every identifier that an address can ask for.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from concentric.casework.cases.actions import (
    add_person,
    break_glass,
    decide_cohort,
    record_incident,
)
from concentric.casework.contexts.actions import name_context
from concentric.casework.imports.actions import read_upload
from concentric.casework.meetings.actions import (
    add_entry,
    mark_silence,
    open_meeting,
    record_decision,
    record_dissent,
    write_summary,
)
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import AgendaItem, Entry, Meeting
from concentric.casework.plans.actions import ActionDraft, plan_action
from concentric.casework.plans.models import Action
from concentric.casework.referrals.actions import refer
from concentric.casework.releases.actions import make_release, note_receipt
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.signoff.actions import amend, ask_correction, circulate, close_meeting, sign_minutes
from concentric.foundation import vault
from concentric.foundation.accounts.models import Role
from concentric.method.instrument.grid import NEED_COLUMNS
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.study_code import new_code
from concentric.method.records.submission import new_bundle_id
from concentric.research.briefings.actions import begin
from concentric.research.coding.actions import apply_code, ensure_codebook
from concentric.research.coding.codebook import add_code
from concentric.research.coding.double.actions import Wanted, draw_sample, open_sample
from concentric.research.coding.double.queries import candidates
from concentric.research.coding.memos import write_memo
from concentric.research.cohorts.actions import save_table
from concentric.research.cohorts.data import freeze
from concentric.research.cohorts.presets import PRESET
from concentric.research.exchange.actions import bring
from concentric.research.exchange.checking import write_checked_project
from concentric.research.frameworks.debrief import add_reflection
from concentric.research.frameworks.own_attributes import add_attribute
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.sites import card_of
from concentric.research.frameworks.word_files import read_each
from concentric.submission.consent.models import Consent
from concentric.submission.consent.queries import FORM
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.dispatch.register import enter
from concentric.submission.quality.actions import answer_in_words, leave, send_back
from concentric.submission.quality.checklist import checklist
from concentric.submission.quality.models import SendBack
from concentric.submission.retention.actions import destroy, propose
from concentric.submission.review.models import Outgoing
from concentric.submission.review.scan import scan
from concentric.submission.studies.actions import join
from concentric.submission.studies.models import StudyLink
from tests.factories.retention import due_case, make_due_case
from tests.factories.studies import StudyWorld, make_study
from tests.factories.world import World, invite, make_case, make_meeting, make_world

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "completed-framework.docx"
SCHOOL, GROUP, PLACE = "Larkfield Academy", "Friday group", "Mill Court"

# context, column, what was said, which one, from whom, sharing
SAID = (
    ("individual", "vulnerability", "Bereaved in the spring, and finds it hard to talk about it", "", "camhs", ""),
    ("individual", "strengths", "Coaches the under-tens with an adult beside him", "", "yjs", ""),
    ("family", "vulnerability", "There was domestic abuse at home until two years ago", "", "police", "not_family"),
    ("family", "resilience", "His mother acted at once and told the school", "", "social", ""),
    ("peers", "risk", "Peers hold harmful attitudes towards girls", GROUP, "school", ""),
    ("peers", "risk", "An older young person sets the tone", GROUP, "police", "police"),
    ("school", "risk", "Bullying goes unaddressed between lessons", SCHOOL, "school", ""),
    ("school", "strengths", "A new head of year answers every complaint", SCHOOL, "school", ""),
    ("neighbourhood", "vulnerability", "The stairwell has no light after six", PLACE, "housing", ""),
)
PLANNED = (
    ("individual", "Offer six sessions at a place that he chooses", "", "camhs", -4),
    ("school", "Put a member of staff in the corridor at both breaks", SCHOOL, "school", 9),
    ("peers", "Work with the whole group on what friends do", GROUP, "yjs", 30),
    ("neighbourhood", "Relight the stairwell", PLACE, "", None),
)


@dataclass
class BusyWorld:
    """A `World`, what was made in it, and the identifiers that addresses ask for, by parameter name."""

    world: World
    planned: Meeting
    running: Meeting
    draft: Meeting
    signed: Meeting
    study: StudyWorld
    ids: dict[str, uuid.UUID]


def make_busy_world() -> BusyWorld:
    """Meetings planned, in progress, in draft and signed; a referral, an import, a release; all of one partnership."""
    world = make_world()
    running = _another_meeting(world, days=0)
    draft, signed = _another_meeting(world, days=-14), _another_meeting(world, days=-60)
    for meeting in (signed, draft, running):
        hold(world, meeting)
    for meeting in (signed, draft):
        close_meeting(viewer=world.viewers[Role.CHAIR], meeting=meeting)
    sign_minutes(viewer=world.viewers[Role.CHAIR], meeting=signed)
    draft.refresh_from_db()
    signed.refresh_from_db()
    ids = {**_case_ids(world), **_meeting_ids(running), **_after_ids(world, draft, signed)}
    study = make_study()
    ids |= _study_ids(world, study)
    ids |= _coding_ids(study)
    ids |= _cohort_ids(study)
    ids["briefing_id"] = begin(researcher=study.lead, title="A briefing").pk
    ids |= _double_ids(study, ids["framework_id"])
    ids |= _exchange_ids(study)
    ids |= _outgoing_ids(world, signed, ids["link_id"])
    ids |= _retention_ids(world)
    ids |= _sent_ids(world, signed, ids["link_id"])
    return BusyWorld(world, world.meeting, running, draft, signed, study, ids)


def _study_ids(world: World, study: StudyWorld) -> dict[str, uuid.UUID]:
    """A study that holds one framework, and that the partnership has joined as the site which sent none yet."""
    receipt = receive(study.sealed(study.submission()), study=study.study)
    link = join(viewer=world.coordinator, card=card_of(study.other_site))
    (read,) = read_each(researcher=study.coder, site=study.site, files=[(SAMPLE.name, SAMPLE.read_bytes())])
    said = add_reflection(researcher=study.coder, site=study.site, question="What helped?", text="The contexts")
    return {
        "study_id": study.study.pk,
        "framework_id": study.study.frameworks.get(code=receipt.code).pk,
        "place_id": study.reader.id,
        "site_id": study.other_site.pk,
        "link_id": link.pk,
        "attribute_id": add_attribute(researcher=study.lead, label="Area").pk,
        "file_id": read.file.pk,  # type: ignore[union-attr]
        "reflection_id": said.pk,
    }


def _coding_ids(study: StudyWorld) -> dict[str, uuid.UUID]:
    """Its first entry, coded, with a memo."""
    entry = study.study.frameworks.earliest("pk").entries.earliest("position")
    ensure_codebook(study.lead)
    code = study.study.codes.earliest("number")
    coding = apply_code(researcher=study.coder, entry=entry, code=code)
    memo = write_memo(researcher=study.coder, about=entry, text="To be talked over")
    detail = add_code(researcher=study.lead, name="A detail of tests", parent=code, reason="Met for the first time")
    step = detail.study.steps.get(verb="code.added")
    ids = {"study_entry_id": entry.pk, "coding_id": coding.pk, "memo_id": memo.pk}
    return ids | {"code_id": detail.pk, "step_id": step.pk}


def _cohort_ids(study: StudyWorld) -> dict[str, uuid.UUID]:
    """A table that its lead shares with the team, and a snapshot that nothing rests on."""
    table = save_table(researcher=study.lead, question=PRESET["peers"].question, name="Peers", is_shared=True)
    return {"table_id": table.pk, "snapshot_id": freeze(study.lead, "Autumn").pk}


def _double_ids(study: StudyWorld, framework_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A framework that two coders coded, compared; they differ, and nothing is decided."""
    framework, by_name = study.study.frameworks.get(pk=framework_id), {one.name: one for one in candidates(study.lead)}
    first, second = by_name[study.coder.name], by_name[study.lead.name]
    sample = draw_sample(researcher=study.lead, wanted=Wanted("Autumn", first, second, (framework.code,)))
    apply_code(
        researcher=study.lead, entry=framework.entries.latest("position"), code=study.study.codes.latest("number")
    )
    open_sample(researcher=study.lead, sample=sample)
    return {"sample_id": sample.pk}


def _exchange_ids(study: StudyWorld) -> dict[str, uuid.UUID]:
    """Its own project, brought back and not looked at yet."""
    out = io.BytesIO()
    write_checked_project(study.lead, out)
    return {"run_id": bring(researcher=study.coder, data=out.getvalue()).pk}


def _outgoing_ids(world: World, signed: Meeting, link_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The signed framework under review for the study, with something found in an amendment."""
    amend(viewer=world.lead, minutes=signed.minutes, text="Test-Kofi went with Odwin Thwaite", reason="Left out")
    outgoing = Outgoing.objects.create(
        case=world.case, minutes=signed.minutes, study_id=link_id, begun_by=world.lead.membership
    )
    scan(world.lead, outgoing)
    outgoing.save()
    return {"outgoing_id": outgoing.pk, "finding_id": outgoing.findings.filter(tier="unknown")[0].pk}


def _sent_ids(world: World, signed: Meeting, link_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The same minutes as they were sent before, with a consent on paper, and the sealed file not handed over yet."""
    now, chair = timezone.now(), world.viewers[Role.CHAIR]
    sent = Outgoing.objects.create(
        case=world.case,
        minutes=signed.minutes,
        study_id=link_id,
        state=Outgoing.State.SENT,
        begun_by=world.lead.membership,
        confirmed_by=world.coordinator.membership,
        confirmed_at=now,
    )
    consent = Consent(
        outgoing=sent, part="worker", means="form", who=chair.name, member=chair.membership, text="I agree.",
        form_type="application/pdf", confirmed_at=now, recorded_by=world.lead.membership, given_at=now,
    )  # fmt: skip
    consent.sealed_form = vault.seal(FORM, str(consent.pk), b"%PDF-1.7 signed")
    consent.save()
    enter(sent, bundle=new_bundle_id(), code=new_code())
    file = Dispatch.objects.create(
        outgoing=sent, kind="framework", sealed_file=b"sealed", by=world.lead.membership, on=now.date()
    )
    ids = {"sent_id": sent.pk, "consent_id": consent.pk, "dispatch_id": file.pk}
    return ids | {"ready_id": _ready(world, signed, StudyLink.objects.get(pk=link_id)).pk}


def _ready(world: World, signed: Meeting, link: StudyLink) -> Outgoing:
    """And for another study, waiting for its consents."""
    link.pk, link.study_id, link.name = uuid.uuid4(), uuid.uuid4(), f"{link.name}, again"
    link.save(force_insert=True)
    ready = Outgoing(
        case=world.case,
        minutes=signed.minutes,
        study=link,
        state=Outgoing.State.READY,
        begun_by=world.lead.membership,
        confirmed_by=world.coordinator.membership,
        confirmed_at=timezone.now(),
    )
    ready.save(force_insert=True)
    scan(world.lead, ready)
    ready.save()
    return ready


def _retention_ids(world: World) -> dict[str, uuid.UUID]:
    """A closed case that is due, another that governance proposed to destroy, and a certificate of a third."""
    governance = world.viewers[Role.GOVERNANCE]
    due, proposed, gone = (make_due_case(world) for _ in range(3))
    proposal = propose(viewer=governance, kept=due_case(world, proposed))
    certificate = destroy(viewer=world.coordinator, proposal=propose(viewer=governance, kept=due_case(world, gone)))
    return {"record_id": due.pk, "proposal_id": proposal.pk, "certificate_id": certificate.pk}


def _another_meeting(world: World, *, days: int) -> Meeting:
    meeting = make_meeting(
        world.case,
        chair=world.viewers[Role.CHAIR],
        minute_taker=world.viewers[Role.MINUTE_TAKER],
        starts_at=timezone.now() + dt.timedelta(days=days),
    )
    for role in (Role.LEAD_PROFESSIONAL, Role.PRACTITIONER):
        invite(meeting, world.viewers[role])
    return meeting


def hold(world: World, meeting: Meeting) -> None:
    """Open the meeting and say something of everything in it, every context decided."""
    minutes = world.viewers[Role.MINUTE_TAKER]
    open_meeting(viewer=minutes, meeting=meeting)
    AgendaItem.objects.create(meeting=meeting, position=1, part="introductions", title="Introductions and apologies")
    said = [say(world, meeting, *one) for one in SAID]
    needs = {entry.context_key: entry for entry in said if entry.column_key in NEED_COLUMNS}
    for planned in PLANNED:
        _plan(world, meeting, *planned, needs=[needs[planned[0]]] if planned[0] in needs else [])
    mark_silence(viewer=minutes, meeting=meeting, context="family", column="hsb", state="nothing_identified")
    write_summary(
        viewer=minutes, meeting=meeting, base_version=0, text="Most of the risk lies with peers and at school."
    )
    record_decision(viewer=minutes, meeting=meeting, text="The plan runs for twelve weeks", reasons="Agreed by all")
    record_dissent(viewer=minutes, meeting=meeting, text="We would have met sooner", agency=world.agencies["camhs"])


def say(
    world: World, meeting: Meeting, context: str, column: str, text: str, name: str, source: str, sharing: str
) -> Entry:
    """The minute-taker records one entry. `sharing`: "", "not_family", or the handle of the one agency that sees it."""
    minutes = world.viewers[Role.MINUTE_TAKER]
    instance = name_context(viewer=minutes, case=meeting.case, kind=context, name=name) if name else None
    limited = sharing in world.agencies
    draft = EntryDraft(
        context,
        column,
        text,
        instance=instance,
        source=world.agencies[source],
        sharing="agencies" if limited else sharing or "everyone",
        sharing_agencies=(world.agencies[sharing],) if limited else (),
    )
    return add_entry(viewer=minutes, meeting=meeting, entry_id=uuid.uuid4(), draft=draft)


def _plan(
    world: World,
    meeting: Meeting,
    context: str,
    text: str,
    name: str,
    agency: str,
    days: int | None,
    needs: list[Entry],
) -> Action:
    minutes = world.viewers[Role.MINUTE_TAKER]
    instance = name_context(viewer=minutes, case=meeting.case, kind=context, name=name) if name else None
    plan = ActionDraft(
        owner_agency=world.agencies.get(agency),
        owner=world.practitioner.membership if agency == "school" else None,
        due_on=timezone.localdate() + dt.timedelta(days=days) if days is not None else None,
        measure="Seen by the lead professional",
    )
    draft = EntryDraft(context, "actions", text, instance=instance)
    return plan_action(
        viewer=minutes,
        meeting=meeting,
        entry_id=uuid.uuid4(),
        draft=draft,
        plan=plan,
        answers=[need.pk for need in needs],
    )


def _case_ids(world: World) -> dict[str, uuid.UUID]:
    case, coordinator, lead = world.case, world.coordinator, world.lead
    person = add_person(viewer=lead, case=case, kind="family", name="Test-Ama Fictional", relation="Mother")
    incident = record_incident(viewer=lead, case=case, **INCIDENT)
    decide_cohort(viewer=coordinator, case=case, cohort=Cohort.GROUP, reason="Two others were there")
    involvement = case.involvements.get(membership=world.practitioner.membership)
    other = make_case(world.partnership, lead=lead, given_name="Test-Mina", family_name="Invented")
    use = break_glass(viewer=world.practitioner, reference=other.reference, reason="A call in the night")
    referral = refer(viewer=world.practitioner, **REFERRAL)
    return {
        "case_id": case.pk,
        "person_id": person.pk,
        "incident_id": incident.pk,
        "involvement_id": involvement.pk,
        "use_id": use.pk,
        "referral_id": referral.pk,
        "context_id": case.case_contexts.get(context__name=SCHOOL).context_id,
        "member_id": world.practitioner_other.id,
        "agency_id": world.agencies["voluntary"].pk,
    }


def _meeting_ids(meeting: Meeting) -> dict[str, uuid.UUID]:
    return {
        "meeting_id": meeting.pk,
        "entry_id": meeting.entries.exclude(column_key="actions").filter(sharing="everyone")[0].pk,
        "action_id": Action.objects.filter(entry__meeting=meeting, owner__isnull=False)[0].pk,
        "item_id": meeting.agenda.all()[0].pk,
        "attendance_id": meeting.attendance.all()[0].pk,
        "decision_id": meeting.decisions.all()[0].pk,
        "dissent_id": meeting.dissents.all()[0].pk,
    }


def _after_ids(world: World, draft: Meeting, signed: Meeting) -> dict[str, uuid.UUID]:
    chair, practitioner = world.viewers[Role.CHAIR], world.practitioner
    circulate(viewer=chair, meeting=draft)
    entry = draft.entries.filter(sharing="everyone")[0]
    correction = ask_correction(viewer=practitioner, meeting=draft, text="It was the summer term", entry=entry)
    release = make_release(viewer=chair, meeting=signed, kind=Release.Kind.FAMILY)
    note_receipt(viewer=chair, release=release, recipient="The family", means=Receipt.Means.BY_HAND)
    imported = read_upload(viewer=world.lead, case=world.case, filename=SAMPLE.name, data=SAMPLE.read_bytes())
    return {
        "correction_id": correction.pk,
        "release_id": release.pk,
        "import_id": imported.pk,
        "send_back_id": _sent_back(world, signed).pk,
    }


def _sent_back(world: World, signed: Meeting) -> SendBack:
    """Of the signed minutes: one line left as it is, one sent back and answered, and one still to be answered."""
    lead, minutes = world.lead, signed.minutes
    first, second, third = [line.key for line in checklist(lead, minutes)][:3]
    leave(viewer=lead, minutes=minutes, lines=[first], remark="It was looked at")
    answered = send_back(viewer=lead, minutes=minutes, lines=[second], note_text="Who said this?")
    answer_in_words(viewer=world.viewers[Role.CHAIR], send_back=answered, answer="The whole meeting did")
    return send_back(viewer=lead, minutes=minutes, lines=[third], note_text="Was this asked about?")


INCIDENT = {
    "happened_on": dt.date(2026, 9, 1),
    "precision": "month",
    "company": "with_others",
    "role": "took_part",
    "level": "problematic",
    "relation": "peer",
    "age_gap": "similar",
    "setting": "school",
    "outcome": "nfa",
}
REFERRAL = {
    "referrer_name": "Luis Test-Ferreira",
    "referrer_contact": "extension 12",
    "given_name": "Test-Noor",
    "family_name": "Imagined",
    "date_of_birth": dt.date(2012, 5, 6),
    "concern": "A pattern that staff are worried about",
    "lawful_basis": "vital_interests",
    "urgency": "soon",
}
