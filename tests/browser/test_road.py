"""The whole road by pages alone: from a practitioner's worry to signed minutes, the family's version and the review.

Each step is a different person, in a browser of their own; every page and state on the way is looked at with axe, wide
and at 320 px.
"""

from __future__ import annotations

import pytest

from tests.browser.road import afterwards, convening, minuting, referring, sending, signing
from tests.browser.road.people import Road, SignIn
from tests.factories.world import make_world
from tests.support.browsing import OpenPage
from tests.support.server import Server


@pytest.mark.one_database  # the other is walked without JavaScript
def test_the_whole_road(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    road = Road(make_world(), open_page, sign_in)

    referring.a_practitioner_refers(road)
    referring.the_coordinator_accepts(road)
    referring.the_coordinator_sets_the_case_up(road)
    referring.the_lead_professional_opens_the_case(road)
    referring.people_and_incidents_give_the_cohort(road)

    convening.the_lead_professional_convenes(road)
    convening.people_are_invited(road)
    convening.an_agency_adds_beforehand(road)

    minuting.the_meeting_opens(road)
    minuting.entries_are_recorded(road)
    minuting.silence_is_said(road)
    minuting.an_action_answers_a_need(road)
    minuting.what_was_decided_is_recorded(road)
    minuting.the_meeting_closes(road)

    signing.the_draft_is_circulated(road)
    signing.an_attendee_asks_for_a_correction(road)
    signing.it_is_answered(road)
    signing.the_chair_signs(road)

    sending.the_familys_version_is_made(road)
    sending.it_is_downloaded(road)
    sending.the_ledger_says_who_has_it(road)

    afterwards.the_owner_finds_the_action(road)
    afterwards.the_chair_settles_the_other(road)
    afterwards.the_review_starts_from_what_was_open(road)
    afterwards.search_finds_it(road)
    afterwards.it_is_counted(road)
    afterwards.the_register_knows_the_school(road)
    afterwards.the_coordinator_sees_who_looked(road)
