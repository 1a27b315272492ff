"""From the end of a meeting to signed minutes, amendments beside them, and the versions that go out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core import mail
from django.http import HttpResponse
from pypdf import PdfReader

from concentric.casework.cases.looks import looks_at
from concentric.casework.meetings.actions import add_entry, change_entry, mark_silence, open_meeting
from concentric.casework.meetings.drafts import EntryDraft
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.releases.actions import make_release
from concentric.casework.releases.models import Receipt, Release
from concentric.casework.signoff.actions import ask_correction, circulate, decide_correction
from concentric.casework.signoff.models import Correction, Minutes
from concentric.casework.signoff.queries import is_intact
from concentric.foundation.accounts.models import Role
from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.audit.trail import verify
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import CONTEXTS
from tests.factories.world import PASSWORD, World, make_world
from tests.support.pages import form_to, words

pytestmark = pytest.mark.django_db

SAID = "Older pupils bully younger ones and staff do not act on it"
FOR_POLICE = "An address is being watched by the neighbourhood team"
NOT_FAMILY = "The aunt asked that her call stays unknown"


def begun(world: World) -> World:
    """The world's meeting in progress, with one open entry, one for the police alone and one not for the family."""
    minute_taker = world.viewers[Role.MINUTE_TAKER]
    open_meeting(viewer=minute_taker, meeting=world.meeting)
    drafts = [
        EntryDraft("school", "risk", SAID),
        EntryDraft(
            "neighbourhood", "risk", FOR_POLICE, sharing="agencies", sharing_agencies=(world.agencies["police"],)
        ),
        EntryDraft("family", "vulnerability", NOT_FAMILY, sharing="not_family"),
    ]
    for draft in drafts:
        add_entry(viewer=minute_taker, meeting=world.meeting, entry_id=uuid.uuid4(), draft=draft)
    return world


def closed(world: World, *, decided: bool = True) -> World:
    minute_taker = world.viewers[Role.MINUTE_TAKER]
    if decided:
        for key in ("individual", "peers"):
            mark_silence(viewer=minute_taker, meeting=world.meeting, context=key, column="", state="nothing_identified")
    assert world.client(Role.MINUTE_TAKER).post(f"/meetings/{world.meeting.pk}/close/").status_code == 302
    world.meeting.refresh_from_db()
    return world


def made_from(page: HttpResponse) -> dict[str, object]:
    """What the button under a version that was looked at sends."""
    return form_to(page, "/versions/make/")


def sign(world: World, password: str = PASSWORD):
    return world.client(Role.CHAIR).post(
        f"/meetings/{world.meeting.pk}/minutes/sign/", {"agreed": "on", "password": password}
    )


def test_the_draft_exists_the_moment_the_meeting_closes() -> None:
    world = closed(begun(make_world()))
    page = world.client(Role.CHAIR).get(f"/meetings/{world.meeting.pk}/minutes/")
    assert page.status_code == 200
    assert all(said in words(page) for said in (SAID, FOR_POLICE, NOT_FAMILY))
    assert all(context.label in words(page) for context in CONTEXTS)


def test_an_agency_reads_its_own_version_of_the_draft() -> None:
    world = closed(begun(make_world()))
    read = words(world.client(Role.PRACTITIONER).get(f"/meetings/{world.meeting.pk}/minutes/"))
    assert SAID in read
    assert NOT_FAMILY in read
    assert FOR_POLICE not in read


def test_a_context_that_nobody_decided_stops_the_signature_and_is_named() -> None:
    world = closed(begun(make_world()), decided=False)
    answer = sign(world)
    assert answer.status_code == 403
    assert "Individual, Peers" in words(answer)
    assert not Minutes.objects.get(meeting=world.meeting).signed_at


def test_only_the_chair_signs_and_only_with_the_right_password() -> None:
    world = closed(begun(make_world()))
    assert world.client(Role.COORDINATOR).get(f"/meetings/{world.meeting.pk}/minutes/sign/").status_code == 403
    refused = sign(world, "not the password")
    assert refused.status_code == 422
    assert "not your password" in words(refused)
    assert sign(world).status_code == 302
    world.meeting.refresh_from_db()
    assert world.meeting.status == Meeting.Status.SIGNED


def test_a_correction_is_answered_before_the_signature() -> None:
    world = closed(begun(make_world()))
    entry = Entry.objects.get(text=SAID)
    asked = world.client(Role.PRACTITIONER).post(
        f"/meetings/{world.meeting.pk}/minutes/correct/{entry.pk}/", {"text": "It was the autumn term"}
    )
    assert asked.status_code == 302
    assert "correction is waiting" in words(sign(world))
    correction = Correction.objects.get()
    client = world.client(Role.MINUTE_TAKER)
    answer = client.post(f"/meetings/corrections/{correction.pk}/", {"decision": "decline", "reason": ""})
    assert answer.status_code == 422
    client.post(f"/meetings/corrections/{correction.pk}/", {"decision": "decline", "reason": "It was the summer"})
    assert sign(world).status_code == 302


def test_an_accepted_correction_that_changed_nothing_is_asked_about_before_the_signature() -> None:
    world = closed(begun(make_world()))
    entry = Entry.objects.get(text=SAID)
    minutes = f"/meetings/{world.meeting.pk}/minutes/"
    world.client(Role.PRACTITIONER).post(f"{minutes}correct/{entry.pk}/", {"text": "It was the autumn term"})
    writer = world.viewers[Role.MINUTE_TAKER]
    decide_correction(viewer=writer, correction=Correction.objects.get(), accepted=True, reason="")
    refused = sign(world)
    assert refused.status_code == 422
    assert "Accepted, and nothing has changed since" in words(refused)
    assert "It was the autumn term" in words(refused)
    draft = EntryDraft("school", "risk", f"{SAID}, in the autumn term")
    change_entry(viewer=writer, entry_id=entry.pk, base_version=entry.version, draft=draft)
    assert "Accepted, and nothing has changed since" not in words(world.client(Role.CHAIR).get(f"{minutes}sign/"))
    assert sign(world).status_code == 302


def test_the_signing_page_repeats_what_is_open() -> None:
    world = closed(begun(make_world()))
    asked = {"quorum": {"minimum_agencies": 3, "required": []}}
    Meeting.objects.filter(pk=world.meeting.pk).update(introduction=asked)
    page = words(world.client(Role.CHAIR).get(f"/meetings/{world.meeting.pk}/minutes/sign/"))
    assert "Still open as you sign" in page
    assert all(said in page for said in ("Not quorate: ", "No action answers 3 needs.", "There is no review date."))


def test_an_observer_asks_for_no_correction() -> None:
    world = closed(begun(make_world()))
    world.meeting.attendance.filter(membership=world.practitioner.membership).update(state="observer")
    entry = Entry.objects.get(text=SAID)
    address = f"/meetings/{world.meeting.pk}/minutes/correct/{entry.pk}/"
    refused = world.client(Role.PRACTITIONER).post(address, {"text": "It was the autumn term"})
    assert "Observers listen; they do not record." in refused.content.decode()
    assert not Correction.objects.exists()


def test_nobody_asks_for_a_correction_of_an_entry_they_may_not_see() -> None:
    world = closed(begun(make_world()))
    hidden = Entry.objects.get(text=FOR_POLICE)
    address = f"/meetings/{world.meeting.pk}/minutes/correct/{hidden.pk}/"
    assert world.client(Role.PRACTITIONER).post(address, {"text": "x"}).status_code == 404


def test_the_signed_record_shows_when_a_word_of_it_changed() -> None:
    world = closed(begun(make_world()))
    sign(world)
    minutes = Minutes.objects.get()
    assert is_intact(minutes)
    minutes.record["entries"][0]["text"] += " "
    minutes.save()
    assert not is_intact(minutes)
    page = world.client(Role.CHAIR).get(f"/meetings/{world.meeting.pk}/minutes/")
    assert "not as it was signed" in words(page)


def test_amendments_stand_beside_the_signed_text_and_are_bound_to_it() -> None:
    world = closed(begun(make_world()))
    sign(world)
    client = world.client(Role.CHAIR)
    for number in range(2):
        posted = {"text": f"Amendment {number}", "reason": "A mistake"}
        assert client.post(f"/meetings/{world.meeting.pk}/minutes/amend/", posted).status_code == 302
    minutes = Minutes.objects.get()
    assert SAID in words(client.get(f"/meetings/{world.meeting.pk}/minutes/"))
    assert is_intact(minutes)
    first = minutes.amendments.get(number=1)
    first.text = "Something else"
    first.save()
    assert not is_intact(minutes)


def test_circulating_tells_everybody_invited_and_names_nobody() -> None:
    world = closed(begun(make_world()))
    world.client(Role.CHAIR).post(f"/meetings/{world.meeting.pk}/circulate/")
    assert len(mail.outbox) == world.meeting.attendance.count()
    for letter in mail.outbox:
        text = letter.subject + letter.body
        assert not any(name in text for name in (world.case.given_name, world.case.family_name, world.case.reference))


@pytest.mark.parametrize(
    ("kind", "agency", "holds", "leaves_out"),
    [
        ("full", None, {SAID, FOR_POLICE, NOT_FAMILY}, set()),
        ("agency", "police", {SAID, FOR_POLICE, NOT_FAMILY}, set()),
        ("agency", "school", {SAID, NOT_FAMILY}, {FOR_POLICE}),
        ("family", None, {SAID}, {FOR_POLICE, NOT_FAMILY}),
    ],
)
def test_a_version_holds_what_its_recipient_may_have(
    kind: str, agency: str | None, holds: set[str], leaves_out: set[str]
) -> None:
    world = begun(make_world())
    for handle in ("police", "school"):
        world.meeting.attendance.create(name="Guest", agency=world.agencies[handle])
    closed(world)
    sign(world)
    client = world.client(Role.LEAD_PROFESSIONAL)
    posted = {"kind": kind} | ({"agency": str(world.agencies[agency].pk)} if agency else {})
    look = f"/meetings/{world.meeting.pk}/versions/preview/"
    made = client.post(f"/meetings/{world.meeting.pk}/versions/make/", made_from(client.get(look, posted)))
    release = Release.objects.get()
    assert made["Location"] == f"/meetings/versions/{release.pk}/"
    download = {
        "recipient": "Somebody",
        "means": "secure_email",
        "file_format": "pdf",
        "protected": "on",
        "password": "copper meadow lantern",
    }
    file = client.post(f"/meetings/versions/{release.pk}/", download)
    reader = PdfReader(BytesIO(file.content))
    assert reader.is_encrypted
    assert reader.decrypt("copper meadow lantern")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert all(said in text for said in holds)
    assert not any(said in text for said in leaves_out)
    assert sum(omission["count"] for omission in release.left_out) == len(leaves_out)
    assert Receipt.objects.get().recipient == "Somebody"


def test_a_version_that_is_not_offered_does_not_exist() -> None:
    world = closed(begun(make_world()))
    client = world.client(Role.CHAIR)
    for query in ("", "?kind=other", "?kind=agency", f"?kind=agency&agency={world.agencies['housing'].pk}"):
        assert client.get(f"/meetings/{world.meeting.pk}/versions/preview/{query}").status_code == 404


def test_signing_and_sending_are_in_the_audit_trail_which_still_holds() -> None:
    world = closed(begun(make_world()))
    sign(world)
    client, path = world.client(Role.CHAIR), f"/meetings/{world.meeting.pk}/versions/"
    client.post(f"{path}make/", made_from(client.get(f"{path}preview/?kind=full")))
    verbs = set(AuditEvent.objects.filter(case_id=world.case.pk).values_list("verb", flat=True))
    assert {"meeting.closed", "minutes.signed", "release.made"} <= verbs
    assert list(verify(str(world.partnership.pk))) == []


def test_nothing_is_signed_when_its_audit_event_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    world = closed(begun(make_world()))

    def fails(*args: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("concentric.foundation.audit.trail.append", fails)
    with pytest.raises(RuntimeError):
        sign(world)
    assert Minutes.objects.get().record is None
    assert Meeting.objects.get(pk=world.meeting.pk).status == Meeting.Status.CLOSED


@pytest.mark.parametrize("verb", [ask_correction, circulate, make_release])
def test_what_was_fetched_before_is_looked_at_again_as_it_stands(verb: Callable[..., object]) -> None:
    """Somebody signs, or the chair leaves, between the look and the deed."""
    world = closed(begun(make_world()))
    stale = Meeting.objects.get(pk=world.meeting.pk)
    asked = {ask_correction: {"text": "Not so"}, make_release: {"kind": Release.Kind.FULL}}.get(verb, {})
    status = "open" if verb is make_release else "signed"
    Meeting.objects.filter(pk=stale.pk).update(status=status)
    with pytest.raises(Refusal):
        verb(viewer=world.viewers[Role.CHAIR], meeting=stale, **asked)
    assert not Correction.objects.exists()
    assert not Release.objects.exists()
    assert Minutes.objects.get().circulated_at is None


def test_the_plan_read_back_says_who_may_close_by_the_rule_of_closing() -> None:
    world = begun(make_world())
    address = f"/meetings/{world.meeting.pk}/read-back/"
    assert f"/meetings/{world.meeting.pk}/close/" in world.client(Role.CHAIR).get(address).content.decode()
    page = world.client(Role.PRACTITIONER).get(address)
    assert f"/meetings/{world.meeting.pk}/close/" not in page.content.decode()
    assert "a coordinator can close the meeting" in words(page)


def test_a_download_is_a_look() -> None:
    world = closed(begun(make_world()))
    chair = world.viewers[Role.CHAIR]
    release = make_release(viewer=chair, meeting=world.meeting, kind=Release.Kind.FULL)
    asked = {"recipient": "Ines, Larkfield", "means": "secure_email", "file_format": "docx"}
    answer = world.client(Role.CHAIR).post(f"/meetings/versions/{release.pk}/", asked)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    seen = [
        (look.who, look.times)
        for look in looks_at(world.lead, world.case, changes_too=False)[:50]
        if look.what == "Downloaded a version of the minutes"
    ]
    assert seen == [(str(chair.membership), 1)]
