"""What the review costs: as many queries for a long framework as for a short one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concentric.casework.signoff.actions import amend
from concentric.submission.review import actions
from concentric.submission.review.groups import Group
from concentric.submission.review.models import Finding
from tests.factories.counting import queries_for
from tests.factories.reviewing import Signed, make_signed
from tests.factories.world import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("", "preview/", "attributes/", "second-look/", "together/known/", "mark/")


@pytest.fixture
def signed() -> Signed:
    return make_signed()


def counted(signed: Signed, names: int) -> dict[str, int]:
    """Queries of every page and verb, for a framework that names so many people."""
    lead = signed.world.lead
    text = " ".join(f"Zebedee met Odwin{number} Thwaite." for number in range(names))
    amend(viewer=lead, minutes=signed.minutes, text=text, reason="Left out of the minutes")
    with CaptureQueriesContext(connection) as begun:
        outgoing = actions.begin(viewer=lead, minutes=signed.minutes, study=signed.study)
    client = signed_in(lead)
    cost = {page: queries_for(client, f"/door/review/{outgoing.pk}/{page}") for page in PAGES}
    finding = outgoing.findings.filter(decision=Finding.Decision.UNDECIDED).first()
    assert finding
    with CaptureQueriesContext(connection) as decided:
        actions.decide(viewer=lead, finding=finding, decision=Finding.Decision.REPLACE, everywhere=True)
    with CaptureQueriesContext(connection) as accepted:
        actions.accept_group(viewer=lead, outgoing=outgoing, group=Group.KNOWN, scanned=outgoing.scanned)
    with CaptureQueriesContext(connection) as undone:
        actions.undo(viewer=lead, outgoing=outgoing)
    actions.stop(viewer=lead, outgoing=outgoing, reason="Counted")
    verbs = {"begin": begun, "decide": decided, "accept": accepted, "undo": undone}
    return {**cost, **{name: len(queries) for name, queries in verbs.items()}}


@pytest.mark.one_database
def test_every_page_and_verb_costs_the_same_for_a_long_framework(signed: Signed) -> None:
    counted(signed, 2)  # settles what is looked up once a process

    few, many = counted(signed, 2), counted(signed, 40)

    assert many == few
