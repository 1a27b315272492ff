"""Every page, as it is served: what its title and its addresses give away, whose look is recorded, what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db import transaction
from django.http import HttpResponse
from lxml import html

from concentric.casework.cases.models import CasePerson
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Role, User
from concentric.foundation.audit.models import AuditEvent
from tests.factories.busy_world import BusyWorld
from tests.factories.counting import queries_for
from tests.sweeps.addresses import Address, addresses
from tests.sweeps.test_access import ask, everybody, ours, rules

pytestmark = pytest.mark.django_db

# Pages that show nothing of any record: their look is not recorded.
RECORDS_NOTHING = {
    "overview:search",  # recorded when something is asked, not when the empty form is opened
    "process:show",
    "process:change",
    "process:start_from_file",
    "administration:members",
    "administration:add_member",
    "administration:change_member",
    "administration:add_agency",
    "administration:change_agency",
    "administration:choose_partnership",
    "referrals:new",
    "cases:emergency",
    "contexts:add",
    "contexts:change",
    "contexts:merge",
    "contexts:suggestions",
    "meetings:convene",  # forms that show a reference and nothing else of the record
    "meetings:cancel",
    "meetings:invite",
    "signoff:sign",
    "signoff:amend",
    "frameworks:studies",  # names of studies and counts
    "coding:add_code",  # names of codes
    "coding:codes",
    "coding:search",  # recorded when something is asked
    "cohorts:build",
    "briefings:briefings",  # titles; the form; the author's own words; letters of sites
    "briefings:set_up",
    "briefings:write",
    "briefings:feedback",
    "codebook_in:take_in",
    "frameworks:about",  # a study's own terms, team and sites
    "frameworks:change",
    "frameworks:team",
    "frameworks:sites",
    "frameworks:receive",
    "double:samples",  # names of samples and of coders
    "double:draw",
    "studies:list",
    "studies:show",
    "studies:join",
    "retention:list",  # references and days
    "retention:certificates",
    "retention:certificate",
    "live:presence",
}
# Boxes whose words may stand in an address: dates, an identifier, and the name of a place in the register.
GIVEN_AWAY = {
    "administration:trail": {"case"},
    "coding:codebook": {"q"},  # words of codes
    "contexts:list": {"text"},
    "overview:cases": {"opened_from", "opened_to"},
    "overview:counts": {"opened_from", "opened_to"},
}
# Words in these attributes of a page lead to addresses, which stay in histories and logs.
ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-url")
Pages = list[tuple[Address, html.HtmlElement]]


@pytest.fixture(scope="module")
def pages(made: BusyWorld) -> Pages:
    """Every page that is a document, as somebody who may see it."""
    return [(address, html.fromstring(page.content.decode())) for address, page in _pages(made)]


def _pages(busy: BusyWorld) -> Iterator[tuple[Address, HttpResponse]]:
    clients = dict(everybody(busy))
    for address in ours():
        allowed = rules()[address.name].get or set()
        who = next((letter for letter in "OCLAR" if letter in allowed), None)
        if who:
            answer = ask(clients[who], "get", address.url(busy))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                yield address, answer


def identifying(busy: BusyWorld) -> set[str]:
    """Words that point to a person or a place, each as it would stand in a title or an address."""
    world = busy.world
    names = {world.case.reference, world.case.given_name, world.case.family_name, world.case.initials}
    for model in (Context, CasePerson, User):
        names |= set(model.objects.values_list("name", flat=True))
    return names | {agency.name for agency in world.agencies.values()} | {world.partnership.name}


@pytest.mark.one_database
def test_no_title_and_no_address_points_to_anybody(busy: BusyWorld, pages: Pages) -> None:
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(identifying(busy), key=len, reverse=True)))
    told = []
    for address, tree in pages:
        title = tree.findtext(".//title") or ""
        links = [node.get(name) for name in ADDRESSES for node in tree.xpath(f".//*[@{name}]")]
        assert title.endswith("– Concentric"), f"{address.name} has no title"
        told += [f"{address.name}: {text}" for text in (title, *links) if words.search(text)]
    assert not told, "\n".join(told)


@pytest.mark.one_database
def test_no_form_that_goes_by_address_asks_for_words(pages: Pages) -> None:
    """A GET form's fields end in the address: dates, choices and references may, words of a record may not."""
    asked = []
    for address, tree in pages:
        for form in tree.xpath(".//form[not(@method) or @method='get']"):
            for box in form.xpath(".//input[not(@type) or @type='text' or @type='search'] | .//textarea"):
                known = GIVEN_AWAY.get(address.name, set()) | {"reference", "since", "until"}
                asked += [f"{address.name}: {box.get('name')}"] if box.get("name") not in known else []
    assert not asked, "\n".join(asked)


@pytest.mark.parametrize("letter", ["O", "R"])
def test_every_look_at_a_record_is_recorded(busy: BusyWorld, letter: str) -> None:
    unrecorded, needless = [], []
    client = dict(everybody(busy))[letter]
    for address in ours():
        if letter not in (rules()[address.name].get or ()):
            continue
        before = AuditEvent.objects.count()
        with transaction.atomic():
            assert client.get(address.url(busy)).status_code == 200, address.name
            looks = AuditEvent.objects.count() - before
            transaction.set_rollback(True)
        if looks != (address.name not in RECORDS_NOTHING):
            (needless if looks else unrecorded).append(f"{address.name}: {looks}")
    assert not unrecorded, f"Nobody would know that these were read: {unrecorded}"
    assert not needless, f"Recorded though said to be nothing, or more than once: {needless}"


@pytest.mark.one_database
def test_pages_are_well_formed_for_a_screen_reader(pages: Pages) -> None:
    """One first-level heading, no level jumped over, every control labelled, no id twice."""
    wrong = []
    for address, tree in pages:
        levels = [int(node.tag[1]) for node in tree.xpath(".//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        ids = [node.get("id") for node in tree.xpath(".//*[@id]")]
        if levels.count(1) != 1 or any(after - before > 1 for before, after in pairwise(levels)):
            wrong.append(f"{address.name}: headings {levels}")
        if len(ids) != len(set(ids)):
            wrong.append(f"{address.name}: ids twice {[one for one in set(ids) if ids.count(one) > 1]}")
        labelled = {node.get("for") for node in tree.xpath(".//label[@for]")}
        for box in tree.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
            named = box.get("id") in labelled or box.get("aria-label") or box.get("aria-labelledby")
            wrong += [] if named else [f"{address.name}: {box.get('name')} has no label"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
def test_no_page_costs_more_than_forty_queries(busy: BusyWorld) -> None:
    """A page that asks in a loop passes forty soon; those that grow with their rows are tested where they live."""
    dear = []
    # Ask every table that holds a name or a fact of the case, once each, to know that nothing changed since the scan.
    whole_case = {f"review:{page}" for page in ("aloud", "review", "finding", "preview", "attributes", "second_look")}
    client = busy.world.client(Role.COORDINATOR)
    for address in addresses():
        rule = rules().get(address.name)
        if rule and "O" in (rule.get or ()):
            asked = queries_for(client, address.url(busy))
            if asked > (65 if address.name in whole_case else 40):
                dear.append(f"{address.name}: {asked}")
    assert not dear, "\n".join(dear)
