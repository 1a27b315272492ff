"""The lead professional goes through a signed framework: lines, answers, what is sent back and how it is answered."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from django.core import mail

from concentric.casework.cases.actions import record_incident
from concentric.casework.meetings.models import Entry
from concentric.casework.signoff.actions import close_meeting, sign_minutes
from concentric.casework.signoff.models import Minutes
from concentric.casework.signoff.queries import is_intact
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.method.instrument.inclusion import ORIGINAL_STUDY, to_plain
from concentric.method.records.quality import Check
from concentric.submission.quality.checklist import checklist
from concentric.submission.quality.models import QualityAnswer, SendBack
from concentric.submission.quality.queries import open_send_backs
from concentric.submission.studies.models import StudyLink
from tests.factories.busy_world import INCIDENT, hold
from tests.factories.counting import queries_for
from tests.factories.world import World, make_world
from tests.support.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows: None) -> World:
    """The world's meeting, held and signed: the stairwell's action has neither owner nor date, among others."""
    made = make_world()
    hold(made, made.meeting)
    close_meeting(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    sign_minutes(viewer=made.viewers[Role.CHAIR], meeting=made.meeting)
    made.meeting.refresh_from_db()
    return made


@pytest.fixture
def world(made: World) -> World:
    return deepcopy(made)


def page(world: World) -> str:
    return f"/door/quality/{world.meeting.pk}/"


def minutes_of(world: World) -> Minutes:
    return Minutes.objects.get(meeting=world.meeting)


def keys(world: World, *checks: Check) -> list[str]:
    return [line.key for line in checklist(world.lead, minutes_of(world)) if not checks or line.check in checks]


def settle(
    world: World, do: str, lines: list[str], remark: str = "It was looked at", who: str = Role.LEAD_PROFESSIONAL
):
    return world.client(who).post(page(world), {"do": do, "lines": lines, "remark": remark})


def sent_back(world: World) -> SendBack:
    assert settle(world, "send_back", keys(world, Check.OWNER), "Who was to relight it?").status_code == 302
    return SendBack.objects.get(minutes=minutes_of(world))


def test_the_checklist_says_what_the_record_and_the_case_say(world: World) -> None:
    read = words(world.client(Role.LEAD_PROFESSIONAL).get(page(world)))
    assert "Neighbourhood, Actions: Nobody owns it." in read
    assert "Neighbourhood, Actions: It has no date." in read
    assert "No incident is recorded yet." in read
    assert "School: Nothing is recorded or said under HSB" in read
    assert "Relight the stairwell" in read
    record_incident(viewer=world.lead, case=world.case, **INCIDENT)
    assert "No incident is recorded yet." not in words(world.client(Role.LEAD_PROFESSIONAL).get(page(world)))


def test_each_line_leads_to_a_place_that_is_there(world: World) -> None:
    client = world.client(Role.LEAD_PROFESSIONAL)
    links = re.findall(r'href="(/(?:meetings|cases)/[^"]+)">(?:See|Open)', client.get(page(world)).content.decode())
    assert len(links) == len(keys(world))
    for link in set(links):
        address, _, anchor = link.partition("#")
        shown = client.get(address)
        assert shown.status_code == 200, link
        assert not anchor or f'id="{anchor}"' in shown.content.decode(), link


def test_a_studys_rule_is_held_against_the_case(world: World) -> None:
    link = StudyLink.objects.create(
        partnership=world.partnership,
        study_id="01a20282-0000-7000-8000-000000000001",
        site_id="01a20282-0000-7000-8000-000000000002",
        name="The Larkmoor study",
        question="What follows from context?",
        contact="A. Researcher",
        consent_text="I agree",
        inclusion=to_plain(ORIGINAL_STUDY),
        joined_by=world.lead.membership,
    )
    assert keys(world, Check.STUDY) == [f"study:{link.study_id}:1"]
    record_incident(viewer=world.lead, case=world.case, **INCIDENT)
    assert keys(world, Check.STUDY) == []
    StudyLink.objects.update(inclusion={"youngest": "ten"})
    assert "cannot be read" in words(world.client(Role.LEAD_PROFESSIONAL).get(page(world)))


def test_a_prompt_kept_in_the_meeting_is_not_asked_again(world: World) -> None:
    Entry.objects.filter(text__startswith="A new head").update(text="His attendance has been poor since May")
    sign_again(world)
    line = next(key for key in keys(world, Check.MISPLACED))
    _, entry, rule = line.split(":")
    Entry.objects.filter(pk=entry).update(kept_prompts=[rule])
    assert line not in keys(world)


def sign_again(world: World) -> None:
    """Write the record anew, as a test may."""
    from concentric.casework.signoff.record import meeting_record
    from concentric.method.records.canonical import to_plain as plain

    Minutes.objects.filter(meeting=world.meeting).update(record=plain(meeting_record(world.meeting)))


def test_lines_stay_as_they_are_with_a_remark_and_can_be_opened_again(world: World) -> None:
    chosen = keys(world, Check.CELL)
    assert len(chosen) > 1
    assert settle(world, "leave", chosen, "Asked about at school, and again at home").status_code == 302
    client = world.client(Role.LEAD_PROFESSIONAL)
    read = words(client.get(page(world)))
    assert read.count("Asked about at school, and again at home") == len(chosen)
    assert f"{len(chosen)} of {len(keys(world))} settled" in read
    assert client.post(f"{page(world)}reopen/", {"line": chosen[0]}).status_code == 302
    assert set(QualityAnswer.objects.values_list("line", flat=True)) == set(chosen[1:])
    verbs = AuditEvent.objects.filter(verb__startswith="quality.").order_by("id").values_list("verb", "details")
    assert [(verb, said.get("lines")) for verb, said in verbs if verb != "quality.read"] == [
        ("quality.left", chosen),
        ("quality.reopened", chosen[:1]),
    ]


@pytest.mark.parametrize(
    ("do", "lines", "remark", "said"),
    [
        ("leave", [], "A remark", "Tick the lines that stay as they are."),
        ("leave", ["owner"], "  ", "Say why, or what should be looked at."),
        ("leave", ["owner:nonsense"], "A remark", "has been answered meanwhile"),
        ("send_back", [], "", "Say why, or what should be looked at."),
        ("send_back", [], "x" * 3_000, "Shorten it to 2000"),
        ("", [], "A remark", "Tick the lines"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    world: World, do: str, lines: list[str], remark: str, said: str
) -> None:
    ticked = keys(world, Check.OWNER) if lines == ["owner"] else lines
    answer = settle(world, do, ticked, remark)
    assert answer.status_code == 422
    assert said in words(answer)
    assert remark.strip() in answer.content.decode()
    assert not QualityAnswer.objects.exists()
    assert not SendBack.objects.exists()
    for key in ticked:
        assert (f'value="{key}"' in answer.content.decode()) is (key in keys(world))


def test_a_line_that_was_answered_cannot_be_answered_twice(world: World) -> None:
    chosen = keys(world, Check.OWNER)
    settle(world, "leave", chosen, "First")
    assert settle(world, "leave", chosen, "Second").status_code == 422
    assert list(QualityAnswer.objects.values_list("remark", flat=True)) == ["First"]


def test_the_minute_taker_and_the_chair_are_told_without_a_name(world: World) -> None:
    sent = sent_back(world)
    told = {address for letter in mail.outbox for address in letter.to}
    assert told == {world.viewers[role].user.email for role in (Role.MINUTE_TAKER, Role.CHAIR)}
    for letter in mail.outbox:
        assert f"/door/quality/sent-back/{sent.pk}/" in letter.body
        for name in (world.case.given_name, world.case.family_name, world.case.reference, "relight"):
            assert name.lower() not in f"{letter.subject} {letter.body}".lower()
    for role in (Role.MINUTE_TAKER, Role.CHAIR):
        assert "Signed minutes sent back to you" in words(world.client(role).get("/"))
        minutes = words(world.client(role).get(f"/meetings/{world.meeting.pk}/minutes/"))
        assert "Answer what was sent back" in minutes
        assert "Quality check" not in minutes
    assert "sent back" not in words(world.client(Role.PRACTITIONER).get("/"))


def test_an_amendment_answers_and_the_signed_record_stays(world: World) -> None:
    sent = sent_back(world)
    before = minutes_of(world).record
    minute_taker = world.client(Role.MINUTE_TAKER)
    asked = words(minute_taker.get(f"/door/quality/sent-back/{sent.pk}/"))
    assert "Who was to relight it?" in asked
    assert "Relight the stairwell" in asked
    given = {"decision": "amend", "text": "Housing relights the stairwell.", "reason": "They said so on the day."}
    mail.outbox.clear()
    assert minute_taker.post(f"/door/quality/sent-back/{sent.pk}/", given).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[world.lead.user.email]]
    minutes = minutes_of(world)
    assert minutes.record == before
    assert is_intact(minutes)
    assert minutes.amendments.get().text == given["text"]
    assert "What you sent back has been answered" in words(world.client(Role.LEAD_PROFESSIONAL).get("/"))
    assert "Amendment 1. Housing relights the stairwell." in words(
        world.client(Role.LEAD_PROFESSIONAL).get(page(world))
    )
    assert minute_taker.post(f"/door/quality/sent-back/{sent.pk}/", given).status_code == 403
    assert minutes.amendments.count() == 1


def test_a_word_why_not_answers_and_accepting_it_settles_the_lines(world: World) -> None:
    sent = sent_back(world)
    assert list(open_send_backs(minutes_of(world))) == [sent]
    url = f"/door/quality/sent-back/{sent.pk}/"
    lead = world.client(Role.LEAD_PROFESSIONAL)
    assert lead.post(f"{url}accept/").status_code == 403
    answer = {"decision": "explain", "reason": "The meeting left it open on purpose."}
    assert world.client(Role.CHAIR).post(url, answer).status_code == 302
    assert not minutes_of(world).amendments.exists()
    assert lead.post(f"{url}accept/").status_code == 302
    assert not open_send_backs(minutes_of(world)).exists()
    assert {row.line: row.remark for row in QualityAnswer.objects.all()} == dict.fromkeys(
        sent.lines, "The meeting left it open on purpose."
    )
    assert "has been answered" not in words(lead.get("/"))
    assert lead.post(f"{url}accept/").status_code == 403


def test_an_amendment_without_words_is_refused_whole(world: World) -> None:
    sent = sent_back(world)
    answer = world.client(Role.CHAIR).post(
        f"/door/quality/sent-back/{sent.pk}/", {"decision": "amend", "reason": "It was said"}
    )
    assert answer.status_code == 422
    assert "Write the amendment" in words(answer)
    sent.refresh_from_db()
    assert sent.answered_at is None


def test_a_coordinator_reads_and_does_not_answer(world: World) -> None:
    read = words(world.client(Role.COORDINATOR).get(page(world)))
    assert "Only the case’s lead professional can answer these lines." in read
    assert "Leave them as they are" not in read
    assert settle(world, "leave", keys(world)[:1], who=Role.COORDINATOR).status_code == 403
    assert not QualityAnswer.objects.exists()


def test_a_draft_has_no_checklist(world: World) -> None:
    draft = make_world()
    hold(draft, draft.meeting)
    close_meeting(viewer=draft.viewers[Role.CHAIR], meeting=draft.meeting)
    client = draft.client(Role.LEAD_PROFESSIONAL)
    assert client.get(page(draft)).status_code == 403
    assert "Quality check" not in words(client.get(f"/meetings/{draft.meeting.pk}/minutes/"))


def test_home_asks_for_a_check_until_one_is_begun(world: World) -> None:
    client = world.client(Role.LEAD_PROFESSIONAL)
    assert "Check the signed framework" in words(client.get("/"))
    assert "Quality check" in words(client.get(f"/meetings/{world.meeting.pk}/minutes/"))
    settle(world, "leave", keys(world)[:1])
    assert "Check the signed framework" not in words(client.get("/"))


def test_the_page_costs_the_same_however_long_the_record(world: World) -> None:
    client = world.client(Role.LEAD_PROFESSIONAL)
    few = queries_for(client, page(world))
    settle(world, "leave", keys(world)[:5])
    sent_back(world)
    assert queries_for(client, page(world)) <= few + 1
