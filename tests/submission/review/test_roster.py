"""Whatever a case knows, wherever it is written down and however it is written in a text, is found there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.casework.cases.actions import add_person, remove_person
from concentric.casework.contexts.actions import name_context
from concentric.casework.contexts.models import Context
from concentric.casework.imports.models import ImportedFramework
from concentric.casework.meetings.models import Attendance, Dissent
from concentric.casework.referrals.models import Referral
from concentric.method.deidentify.find import find
from concentric.method.deidentify.pseudonyms import Pseudonyms, remaining, replace
from concentric.method.deidentify.spans import Tier
from concentric.method.deidentify.vocabulary import is_ordinary
from concentric.submission.review.names import Name, read_name
from concentric.submission.review.roles import role_of
from concentric.submission.review.roster import roster_of
from tests.factories.busy_world import REFERRAL
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db

# Syllables make names that are spoken, hardly ever words.
NAMES = (
    st.lists(st.sampled_from("ka zi bo ny thu vro sel lma ghe pri dax wy oru".split()), min_size=3, max_size=4)
    .map(lambda parts: "".join(parts).capitalize())
    .filter(lambda name: not is_ordinary(name.lower()))
)
Put = Callable[[World, str], None]
Ways = Callable[[str], list[str]]


def person_ways(name: str) -> list[str]:
    given_name, family = name.split()
    return [
        name,
        f"{name}’s",
        name.lower(),
        name.upper(),
        given_name,
        given_name.lower(),
        family,
        f"{family}s",
        f"{given_name}{family}",
        f"{family}, {given_name}",
        f"{given_name[0]} {family}",
        f"{given_name[0]}.{family[0]}.",
        f"Mr {family}",
        given_name[:2] + given_name[3] + given_name[2] + given_name[4:],
        f"{given_name}\n{family}",
        f"{given_name} {family[0]}",
    ]


def thing_ways(name: str) -> list[str]:
    return [name, name.lower(), name.upper(), f"{name}’s", name.replace(" ", "  "), name.split()[0]]


def number_ways(number: str) -> list[str]:
    digits = number.replace(" ", "")
    return [number, digits, f"+44 {digits[1:]}", f"{digits[:5]}-{digits[5:]}"]


def reference_ways(written: str) -> list[str]:
    return [written, written.lower(), written.replace("-", " "), written.replace("-", "/")]


def mail_ways(address: str) -> list[str]:
    return [address, address.upper(), address.replace("@", " @ ")]


def day_ways(day: str) -> list[str]:
    born = dt.date.fromisoformat(day)
    return [
        f"born {born:%d/%m/%Y}",
        f"{born.day} {born:%B %Y}",
        f"{born:%d.%m.%y}",
        day,
        f"{born:%B} {born.day}, {born:%Y}",
    ]


def case_names(world: World, name: str) -> None:
    world.case.given_name, world.case.family_name = name.split()
    world.case.save()


def known_as(world: World, name: str) -> None:
    world.case.known_as = name
    world.case.save()


def reference(world: World, written: str) -> None:
    world.case.reference = written
    world.case.save()


def referral_names(world: World, name: str) -> None:
    given_name, family = name.split()
    Referral.objects.filter(case=world.case).update(given_name=given_name, family_name=family)


def referral_field(field: str) -> Put:
    return lambda world, value: Referral.objects.filter(case=world.case).update(**{field: value}) and None


def removed_person(world: World, name: str) -> None:
    person = add_person(viewer=world.lead, case=world.case, kind="peer", name=name, relation="Friend")
    remove_person(viewer=world.lead, person=person)


def a_person(world: World, name: str) -> None:
    add_person(viewer=world.lead, case=world.case, kind="harmed", name=name, relation="Friend")


def born_person(world: World, day: str) -> None:
    add_person(
        viewer=world.lead,
        case=world.case,
        kind="peer",
        name="Odwin Thwaite",
        relation="Friend",
        date_of_birth=dt.date.fromisoformat(day),
    )


def born(world: World, day: str) -> None:
    world.case.date_of_birth = dt.date.fromisoformat(day)
    world.case.save()


def member_name(world: World, name: str) -> None:
    world.practitioner.user.name = name
    world.practitioner.user.save()


def member_mail(world: World, address: str) -> None:
    world.practitioner.user.email = address
    world.practitioner.user.save()


def guest(world: World, name: str) -> None:
    Attendance.objects.create(meeting=world.meeting, name=name)


def dissenting(world: World, name: str) -> None:
    Dissent.objects.create(meeting=world.meeting, who=name, text="No", by=world.lead.membership)


def imported(part: str) -> Put:
    def put(world: World, written: str) -> None:
        ImportedFramework.objects.create(
            case=world.case, filename="a.docx", sha256="0" * 64, head={part: written}, uploaded_by=world.lead.membership
        )

    return put


def context(kind: str) -> Put:
    def put(world: World, name: str) -> None:
        name_context(viewer=world.lead, case=world.case, kind=kind, name=name)

    return put


def merged_context(world: World, name: str) -> None:
    known = name_context(viewer=world.lead, case=world.case, kind="school", name="Oakbridge School")
    gone = name_context(viewer=world.lead, case=world.case, kind="school", name=name)
    Context.objects.filter(pk=gone.pk).update(merged_into=known, is_active=False)


def agency(world: World, name: str) -> None:
    world.agencies["voluntary"].name = name
    world.agencies["voluntary"].save()


def place(world: World, name: str) -> None:
    world.meeting.place = f"Room 2, {name}"
    world.meeting.save()


def partnership(world: World, name: str) -> None:
    world.partnership.name = f"{name} Safeguarding Partnership"
    world.partnership.save()


FULL = st.tuples(NAMES, NAMES).map(" ".join)
PHONES = st.from_regex(r"07700 900[0-9]{3}", fullmatch=True)
MAILS = NAMES.map(lambda name: f"{name.lower()}@example.org")
DAYS = st.dates(dt.date(2008, 1, 1), dt.date(2015, 12, 31)).map(str)


def ending(words: str) -> st.SearchStrategy[str]:
    return NAMES.map(lambda name: f"{name} {words}")


FIELDS: dict[str, tuple[Put, st.SearchStrategy[str], Ways]] = {
    "the young person": (case_names, FULL, person_ways),
    "the young person on the referral": (referral_names, FULL, person_ways),
    "known as": (known_as, NAMES, lambda name: [name, name.lower(), f"{name}’s", f"{name} Fictional"]),
    "a person": (a_person, FULL, person_ways),
    "a person who was removed": (removed_person, FULL, person_ways),
    "a member": (member_name, FULL, person_ways),
    "a guest": (guest, FULL, person_ways),
    "who disagreed": (dissenting, FULL, person_ways),
    "who signed an imported framework": (imported("signature"), FULL, person_ways),
    "an imported framework's reference": (
        imported("reference"),
        st.from_regex(r"QX-2026-[0-9]{5}", fullmatch=True),
        reference_ways,
    ),
    "the referrer": (referral_field("referrer_name"), FULL, person_ways),
    "the referrer's telephone": (referral_field("referrer_contact"), PHONES, number_ways),
    "the referrer's e-mail": (referral_field("referrer_contact"), MAILS, mail_ways),
    "a member's e-mail": (member_mail, MAILS, mail_ways),
    "a date of birth": (born, DAYS, day_ways),
    "somebody's date of birth": (born_person, DAYS, day_ways),
    "a school": (context("school"), ending("Park School"), thing_ways),
    "a school merged away": (merged_context, ending("Park School"), thing_ways),
    "a home": (context("family"), ending("Lodge"), thing_ways),
    "a peer group": (context("peers"), ending("Crew"), thing_ways),
    "a street": (context("neighbourhood"), ending("Lane"), thing_ways),
    "a place": (context("neighbourhood"), ending("Playground"), thing_ways),
    "an agency": (agency, ending("Youth Project"), thing_ways),
    "where the meeting is": (place, ending("Community Hall"), thing_ways),
    "the partnership": (partnership, NAMES, thing_ways),
    "the case's reference": (reference, st.from_regex(r"QX-2026-[0-9]{5}", fullmatch=True), reference_ways),
}


@pytest.fixture
def world() -> World:
    made = make_world()
    Referral.objects.create(
        partnership=made.partnership,
        reference="QR-2026-7",
        agency=made.agencies["school"],
        referred_by=made.practitioner.membership,
        decide_by=dt.date(2026, 9, 1),
        case=made.case,
        **REFERRAL,
    )
    return made


@pytest.mark.one_database
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(FIELDS)),
    st.data(),
    st.sampled_from(["", "We know of ", "It was “", "a.\n", "seen with "]),
    st.sampled_from(["", " said so.", ". Next steps", ", who agreed", ") left"]),
)
def test_what_is_planted_in_any_field_is_found_in_any_form(
    world: World, field: str, data: st.DataObject, before: str, after: str
) -> None:
    put, values, ways = FIELDS[field]
    value = data.draw(values)
    with transaction.atomic():
        put(world, value)
        world.case.refresh_from_db()
        roster = roster_of(world.case)
        transaction.set_rollback(True)
    for row in (world.case, world.meeting, world.partnership, world.agencies["voluntary"], world.practitioner.user):
        row.refresh_from_db()
    written = data.draw(st.sampled_from(ways(value)))
    # Such names are found as no English word too; what the case knows must be found because the case knows it.

    text = before + written + after
    spans = [span for span in find(text, roster) if not span.key.startswith("unknown:")]
    covered = {place for span in spans for place in range(span.start, span.end)}

    planted = range(len(before), len(before) + len(written.removeprefix("born ").removesuffix("’s")))
    planted = [place + len(written) - len(written.removeprefix("born ")) for place in planted]
    assert not [text[place] for place in planted if text[place].isalnum() and place not in covered]

    pseudonyms = Pseudonyms(roster, dt.date(2026, 9, 1))
    outgoing = replace(text, find(text, roster), pseudonyms)
    assert not [left for left in remaining(outgoing, roster, pseudonyms) if left.tier in (Tier.KNOWN, Tier.PATTERN)]


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)


def test_the_roster_costs_the_same_however_much_the_case_knows(world: World) -> None:
    case = world.case
    first = queries_of(lambda: roster_of(case))
    for number in range(30):
        add_person(viewer=world.lead, case=case, kind="peer", name=f"Zeb{number} Thwaite", relation="Friend")
        name_context(viewer=world.lead, case=case, kind="school", name=f"Zab{number} School")
        Attendance.objects.create(meeting=world.meeting, name=f"Odwin{number} Thwaite")

    assert queries_of(lambda: roster_of(case)) == first


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mrs Anne van Dyk (Annie)", Name("Anne", "", "van Dyk", "Mrs", ("Annie",))),
        ("DALY, Siobhan", Name("Siobhan", "", "DALY")),
        ("Mr Khan", Name("", "", "Khan", "Mr")),
        ("Jayden", Name("Jayden")),
        ("Mary Jane Holt", Name("Mary", "Jane", "Holt")),
        ("Luis Ferreira (school nurse)", Name("Luis", "", "Ferreira")),
        ("Not known", Name()),
    ],
)
def test_a_name_in_one_box_is_taken_apart(written: str, read: Name) -> None:
    assert read_name(written) == read


@pytest.mark.parametrize(
    ("kind", "relation", "role"),
    [
        ("family", "Mother", "mother"),
        ("family", "His mum", "mother"),
        ("family", "Stepmother", "stepmother"),
        ("family", "Maternal grandmother", "grandmother"),
        ("family", "older brother, 19", "brother"),
        ("family", "Lives with them", "family member"),
        ("peer", "Friend of his brother", "peer"),
        ("harmed", "Sister", "child harmed"),
        ("professional", "Youth worker", "professional"),
        ("other", "Neighbour", "other person"),
    ],
)
def test_a_role_tells_who_somebody_is_and_no_name(kind: str, relation: str, role: str) -> None:
    assert role_of(kind, relation) == role


@pytest.mark.parametrize("written", ["Mum", "not known", "Girl known to the project", "Older boy", "A friend of his"])
def test_what_only_says_who_it_is_names_nobody(world: World, written: str) -> None:
    add_person(viewer=world.lead, case=world.case, kind="peer", name=written, relation="Friend")

    assert not [person for person in roster_of(world.case).people if person.role == "peer"]


@pytest.mark.parametrize("written", ["Rose", "Will Young", "jayden smith", "Summer", "Mum Thwaite", "Grace at school"])
def test_a_name_that_is_an_ordinary_word_names_somebody(world: World, written: str) -> None:
    add_person(viewer=world.lead, case=world.case, kind="peer", name=written, relation="Friend")

    assert [person for person in roster_of(world.case).people if person.role == "peer"]
