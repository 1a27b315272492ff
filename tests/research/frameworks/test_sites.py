"""The letters of sites, and the code by which one joins."""

from __future__ import annotations

import pytest

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import SigningKey
from concentric.research.frameworks import sites
from concentric.research.frameworks.models import Site
from concentric.research.frameworks.sites import add_site, invite, join_by_code
from tests.factories.studies import make_study
from tests.support.two_connections import meanwhile


@pytest.mark.django_db
def test_a_new_site_has_the_first_letter_that_is_free() -> None:
    """An imported project brings sites under letters of its own."""
    world = make_study()
    Site.objects.create(study=world.study, letter="D")
    assert [add_site(researcher=world.lead).letter for _ in range(3)] == ["C", "E", "F"]


def test_of_two_who_join_by_one_code_at_once_one_is_refused(committed: None) -> None:
    world = make_study()
    code, keys, refused = invite(researcher=world.lead, site=world.other_site), [SigningKey.new(), SigningKey.new()], []

    def second() -> None:
        try:
            join_by_code(code, keys[1].public)
        except Refusal as refusal:
            refused.append(refusal.reason)

    with meanwhile(second):
        join_by_code(code, keys[0].public)
    assert refused == [sites._NO_SUCH_CODE]
    assert Site.objects.get(pk=world.other_site.pk).signer == keys[0].public.written()
