"""Every link that the shell offers opens, for everyone it is offered to; and what is not offered is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concentric.foundation.accounts.models import Role
from concentric.web.navigation import NAVIGATION, PARTNERSHIP, everyone, links_for
from tests.factories.world import make_world, signed_in


@pytest.mark.one_database
@pytest.mark.django_db
def test_links_open_for_those_who_see_them_and_only_for_those() -> None:
    world = make_world()
    places = [*NAVIGATION, *PARTNERSHIP]
    answers = {}
    for role in Role:
        viewer = world.viewers[role]
        browser = signed_in(viewer)
        offered = {link.url for link in links_for(viewer, "/", places)}
        for link in links_for(viewer, "/", [replace(place, shown_to=everyone) for place in places]):
            answers[role, link.url] = (browser.get(link.url).status_code == 200, link.url in offered)
    assert {where: answer for where, answer in answers.items() if answer[0] != answer[1]} == {}
