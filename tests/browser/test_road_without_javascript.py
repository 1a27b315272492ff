"""The same road, its core, where the browser runs no JavaScript: slower, but whole."""

from __future__ import annotations

import pytest

from tests.browser.road import convening, minuting, referring, sending, signing
from tests.browser.road.people import Road, SignIn
from tests.factories.world import make_world
from tests.support.browsing import OpenPage
from tests.support.server import Server


@pytest.mark.one_database("last")  # where the road with JavaScript is not walked
def test_the_road_without_javascript(server: Server, open_page: OpenPage, sign_in: SignIn) -> None:
    road = Road(make_world(), open_page, sign_in, script=False)

    referring.a_practitioner_refers(road)
    referring.the_coordinator_accepts(road)
    referring.the_coordinator_sets_the_case_up(road)
    referring.the_lead_professional_opens_the_case(road)

    convening.the_lead_professional_convenes(road)
    convening.an_agency_adds_beforehand(road)

    minuting.the_meeting_opens(road)
    minuting.entries_are_recorded(road)
    minuting.silence_is_said(road)
    minuting.an_action_answers_a_need(road)
    minuting.what_was_decided_is_recorded(road)
    minuting.the_meeting_closes(road)

    signing.an_attendee_asks_for_a_correction(road)
    signing.it_is_answered(road)
    signing.the_chair_signs(road)
    sending.the_familys_version_is_made(road)
    sending.it_is_downloaded(road)
