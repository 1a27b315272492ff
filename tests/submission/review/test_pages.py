"""The review's pages as a browser without script uses them."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from concentric.casework.signoff.actions import amend
from concentric.foundation.accounts.models import Role
from concentric.submission.review import actions
from concentric.submission.review.models import Finding, Outgoing
from tests.factories.busy_world import hold, say
from tests.factories.reviewing import Signed, make_signed
from tests.factories.world import signed_in
from tests.support.pages import form_to, main_form, words

pytestmark = pytest.mark.django_db
AMENDED = (
    "Zebedee Quillfeather, 14, was there with Mr Brumblethwaite on 3 May 2026. Zebedee's phone is 07700 900123. "
    "Larkfield Academy knows, in Year 9. Skwizzle was mentioned."
)


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Signed:
    made = make_signed()
    amend(viewer=made.world.lead, minutes=made.minutes, text=AMENDED, reason="Left out of the minutes")
    return made


@pytest.fixture
def signed(made: Signed) -> Signed:
    return deepcopy(made)


@pytest.fixture
def lead(signed: Signed) -> Client:
    return signed_in(signed.world.lead)


def begun(signed: Signed) -> Outgoing:
    return actions.begin(viewer=signed.world.lead, minutes=signed.minutes, study=signed.study)


def page(name: str, *ids: object) -> str:
    return reverse(f"review:{name}", args=ids)


def test_from_signed_minutes_to_a_confirmed_framework(signed, lead):
    minutes = lead.get(reverse("signoff:minutes", args=[signed.minutes.meeting_id]))
    assert "Prepare for a study" in words(minutes)
    sent = lead.post(page("begin", signed.minutes.meeting_id), {"study": signed.study.pk})
    outgoing = Outgoing.objects.get(minutes=signed.minutes)
    assert sent.url == page("review", outgoing.pk)
    minutes = lead.get(reverse("signoff:minutes", args=[signed.minutes.meeting_id]))
    assert "Prepare for a study" not in words(minutes), "it is being prepared for the only one"

    for group in ("known", "form", "dates", "places", "ages"):
        shown = lead.get(page("together", outgoing.pk, group))
        if "Nothing of this kind" not in words(shown):
            lead.post(page("together", outgoing.pk, group), main_form(shown))
    opened = lead.get(page("review", outgoing.pk))
    while "Every finding is decided" not in words(opened):
        (way,) = html.fromstring(opened.content.decode()).xpath("//button[@data-key='a']")
        form = way.iterancestors("form").__next__()
        opened = lead.post(form.action, {"way": way.get("value")}, follow=True)
    preview = lead.get(page("preview", outgoing.pk))
    assert "Peer A, 14✓ (kept), was there with Person 1" in words(preview)
    assert "Nothing was found beside what you decided to keep" in words(preview)

    settled = lead.post(page("settle", outgoing.pk), follow=True)
    assert "waits for a second person" in words(settled)
    chair = signed_in(signed.world.viewers[Role.CHAIR])
    assert "Second look at a framework" in words(chair.get("/"))
    looked = chair.get(page("second_look", outgoing.pk))
    assert "Zebedee Quillfeather → replaced by Peer A" in words(looked)
    confirmed = chair.post(page("confirm", outgoing.pk), follow=True)
    assert "The two consents come next" in words(confirmed)
    outgoing.refresh_from_db()
    assert outgoing.state == Outgoing.State.READY


def test_every_way_to_decide(signed, lead):
    outgoing = begun(signed)
    finding = outgoing.findings.get(key="unknown:skwizzle")
    url = page("finding", outgoing.pk, finding.pk)
    shown = words(lead.get(url))
    assert "Not named on the case. Not an ordinary English word, with a capital." in shown
    assert "0 of" in shown
    assert "decided" in shown

    for data, decision, stands in (
        ({"way": "keep"}, "keep", ""),
        ({"way": "other", "words": "an app"}, "replace", "an app"),
        ({"way": "replace"}, "replace", "Name 1"),
    ):
        lead.post(url, data)
        finding.refresh_from_db()
        assert (finding.decision, finding.replacement) == (decision, stands)
    undone = lead.post(page("undo", outgoing.pk), follow=True)
    assert "Taken back: 1 finding as before." in words(undone)


def test_other_words_must_be_typed_and_stay_in_the_box_when_too_long(signed, lead):
    outgoing = begun(signed)
    url = page("finding", outgoing.pk, outgoing.findings.first().pk)

    assert "Type the words that should stand there instead" in words(lead.post(url, {"way": "other"}))
    long = lead.post(url, {"way": "other", "words": "x" * 200})
    assert long.status_code == 422
    assert "x" * 200 in long.content.decode()
    assert lead.post(url, {"way": "sideways"}).status_code == 422


def test_an_unlisted_person_is_added_in_one_step(signed, lead):
    outgoing = begun(signed)
    finding = outgoing.findings.get(key="unknown:skwizzle")
    shown = lead.get(page("person", outgoing.pk, finding.pk))
    assert main_form(shown)["name"] == "Skwizzle"

    in_hand = lead.get(page("finding", outgoing.pk, finding.pk))
    lead.post(page("person", outgoing.pk, finding.pk), {**form_to(in_hand, "/person/"), "kind": "peer"})

    assert "Replace by “Peer B”" in words(lead.get(page("finding", outgoing.pk, finding.pk)))
    assert signed.world.case.people.filter(name="Skwizzle").exists()


def test_words_that_were_missed_are_marked(signed, lead):
    outgoing = begun(signed)
    missed = lead.post(page("mark", outgoing.pk), {"words": "no such words", "kind": "person"})
    assert "stand nowhere in the text" in words(missed)
    assert missed.status_code == 422

    lead.post(page("mark", outgoing.pk), {"words": "head of year", "kind": "words"})

    assert "A new [words removed] answers every complaint" in words(lead.get(page("preview", outgoing.pk)))


def test_opening_it_after_an_amendment_looks_through_it_again(signed, lead):
    outgoing = begun(signed)
    amend(viewer=signed.world.lead, minutes=signed.minutes, text="Quillfeather left", reason="Since then")

    shown = words(lead.get(page("review", outgoing.pk)))

    assert "looked through again" in shown
    assert "Amendment 2" in shown
    assert "looked through again" not in words(lead.get(page("review", outgoing.pk)))


def test_rare_combinations_and_the_effect_of_each_choice(signed, lead):
    outgoing = begun(signed)
    shown = words(lead.get(page("attributes", outgoing.pk)))
    assert "This one alone" in shown
    assert "With so few frameworks" in shown

    chosen = {"age": "wider", "gender": "out", "cohort": "out", "level": "out", "term": "out"}
    lead.post(page("attributes", outgoing.pk), chosen)

    outgoing.refresh_from_db()
    assert outgoing.attributes == chosen
    assert "Age at the meeting: 13 to 15" in words(lead.get(page("attributes", outgoing.pk)))
    refused = lead.post(page("attributes", outgoing.pk), {**chosen, "gender": "wider"})
    assert refused.status_code == 422


def test_who_is_shown_what(signed, lead):
    outgoing = begun(signed)
    url = page("review", outgoing.pk)
    world = signed.world
    assert signed_in(world.coordinator).get(url).status_code == 200
    assert signed_in(world.practitioner).get(url).status_code == 403  # a police entry is limited to the police
    assert signed_in(world.practitioner_other).get(url).status_code == 404
    assert signed_in(world.elsewhere_coordinator).get(url).status_code == 404
    shown = words(signed_in(world.coordinator).get(url))
    assert "Only the lead professional of this case does this." in shown
    assert "Replace by" not in shown


def test_stopping_says_why_and_leaves_nothing_under_way(signed, lead):
    outgoing = begun(signed)
    assert lead.post(page("stop", outgoing.pk), {"reason": ""}).status_code == 422

    stopped = lead.post(page("stop", outgoing.pk), {"reason": "The family asked us to wait"}, follow=True)

    assert "Nothing was sent" in words(stopped)
    assert Outgoing.objects.get().state == Outgoing.State.STOPPED
    assert Finding.objects.filter(outgoing=outgoing).exists()


@pytest.mark.parametrize("file_format", ["html", "docx", "pdf"])
def test_the_record_with_nobodys_name_as_a_file(signed, lead, file_format):
    sent = lead.get(page("aloud_download", signed.minutes.meeting_id, file_format))
    assert sent.status_code == 200
    assert "minutes-without-names" in sent["Content-Disposition"]


def test_the_record_read_aloud_names_nobody(signed, lead):
    shown = words(lead.get(page("aloud", signed.minutes.meeting_id)))

    assert "Young person" in shown
    assert "Professional A" in shown
    assert "School 1" in shown
    for secret in ("Kofi", "Zebedee", "Larkfield", "Parveen", "Friday group", "Mill Court", "07700", "Harrow"):
        assert secret not in shown
    stranger = signed_in(signed.world.practitioner_other)
    assert stranger.get(page("aloud", signed.minutes.meeting_id)).status_code == 404
    assert lead.get(page("aloud", signed.world.meeting.pk)).status_code == 403  # not begun


def test_a_meeting_in_progress_is_read_aloud_as_each_may_read_it(signed):
    world = signed.world
    hold(world, world.meeting)
    say(world, world.meeting, "peers", "risk", "Zebedee runs it", "", "social", "police")

    whole = words(signed_in(world.lead).get(page("aloud", world.meeting.pk)))
    own = words(signed_in(world.practitioner).get(page("aloud", world.meeting.pk)))

    assert "Peer A runs it" in whole
    assert "Show what is new" in whole
    assert "runs it" not in own
    assert "School 1" in own
    refused = signed_in(world.practitioner).get(page("aloud_download", signed.minutes.meeting_id, "pdf"))
    assert refused.status_code == 403
