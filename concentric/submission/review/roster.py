"""Everything a case knows by name, as the roster that its texts are scanned with.

A name that was once on the case still identifies: what was removed, merged away or stands only in earlier minutes is
here too. Keys hold ids, so that a pseudonym stays with its person whatever is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from concentric.casework.cases.models import Case, CasePerson, Involvement
from concentric.casework.contexts.models import Context
from concentric.casework.contexts.queries import ever_of
from concentric.casework.imports.models import ImportedFramework
from concentric.casework.meetings.models import Attendance, Dissent, Meeting
from concentric.casework.plans.models import Action
from concentric.casework.referrals.models import Referral
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Agency, Membership
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.roster import Person, Roster, Thing
from concentric.submission.review.names import Name, read_name
from concentric.submission.review.roles import OTHER, PROFESSIONAL, YOUNG_PERSON, names_nobody, role_of
from concentric.submission.review.things import (
    agency_things,
    context_things,
    meeting_things,
    names_mentioned,
    number_things,
)


def roster_of(case: Case) -> Roster:
    """The roster of one case, in a fixed number of queries and always in the same order."""
    members = ("chair__user", "minute_taker__user", "imported_by__user")
    meetings = list(Meeting.objects.filter(case=case).select_related(*members).order_by("created_at", "pk"))
    referrals = list(case.referrals.select_related("referred_by__user").order_by("submitted_at", "pk"))
    gathered = _Gathered()
    gathered.people(_young_person(case, referrals))
    gathered.people(_case_people(case))
    for member in _members(case, meetings, referrals):
        gathered.people([read_name(member.user.name).of(f"member:{member.pk}", PROFESSIONAL)])
        gathered.things("references", [Thing(f"reference:{folded(member.user.email)}", member.user.email)])
    contexts = list(contexts_of(case))
    for person in chain(
        _guests(case), _named_elsewhere(case, referrals), _in_signed_records(case), _in_details(contexts)
    ):
        gathered.unless_known(person)
    for part, things in _things(case, contexts, meetings, referrals):
        gathered.things(part, things)
    return gathered.roster(_births(case, referrals))


@dataclass
class _Gathered:
    """People by key and name, and things by part, key and name: each once, in the order they came."""

    found: dict[tuple[str, str], Person] = field(default_factory=dict)
    named: dict[str, dict[tuple[str, str], Thing]] = field(default_factory=dict)
    full_names: set[str] = field(default_factory=set)

    def people(self, people: Iterable[Person]) -> None:
        for person in people:
            if name := _whole(person):
                self.found.setdefault((person.key, name), person)
                self.full_names.add(folded(person.given + person.family))

    def unless_known(self, person: Person) -> None:
        """Somebody known by name only, where nobody on the roster has that name."""
        if folded(person.given + person.family) not in self.full_names:
            self.people([person])

    def things(self, part: str, things: Iterable[Thing]) -> None:
        for thing in things:
            if name := folded(thing.name):
                self.named.setdefault(part, {}).setdefault((thing.key, name), thing)

    def roster(self, born: tuple[date, ...]) -> Roster:
        parts = {part: tuple(things.values()) for part, things in self.named.items()}
        return Roster(people=tuple(self.found.values()), born=born, **parts)


def _whole(person: Person) -> str:
    return folded(" ".join((person.given, person.middle, person.family, *person.nicknames)))


def _young_person(case: Case, referrals: list[Referral]) -> Iterator[Person]:
    """As the case has the name, and as each referral had it."""
    names = [(named.given_name, named.family_name, named.known_as) for named in referrals]
    for given, family, known_as in ((case.given_name, case.family_name, case.known_as), *names):
        nicknames = (known_as,) if known_as else ()
        yield Person(f"case:{case.pk}", YOUNG_PERSON, given, family, nicknames=nicknames)


def _case_people(case: Case) -> Iterator[Person]:
    for person in CasePerson.ever.filter(case=case).order_by("pk"):
        name = Name() if names_nobody(person.name) else read_name(person.name)
        yield name.of(f"person:{person.pk}", role_of(person.kind, person.relation), person.known_as)


def _members(case: Case, meetings: list[Meeting], referrals: list[Referral]) -> Iterator[Membership]:
    """Everyone of the partnership who works on the case, was asked to a meeting, or owns an action."""
    if case.lead_professional:
        yield case.lead_professional
    yield from (i.membership for i in _involved(case))
    for meeting in meetings:
        yield from filter(None, (meeting.chair, meeting.minute_taker, meeting.imported_by))
    yield from (referral.referred_by for referral in referrals)
    asked = Q(attendances__meeting__case=case) | Q(actions__case=case) | Q(entries_created__meeting__case=case)
    yield from Membership.objects.filter(asked).select_related("user").distinct().order_by("created_at", "pk")


def _involved(case: Case) -> QuerySet[Involvement]:
    return Involvement.objects.filter(case=case).select_related("membership__user").order_by("since", "pk")


def _guests(case: Case) -> Iterator[Person]:
    for guest in Attendance.objects.filter(meeting__case=case).order_by("pk"):
        yield from _by_name(guest.name, PROFESSIONAL if guest.agency_id or guest.membership_id else OTHER)


def _named_elsewhere(case: Case, referrals: list[Referral]) -> Iterator[Person]:
    owners = Action.objects.filter(case=case).exclude(owner_name="").order_by("pk").values_list("owner_name", flat=True)
    dissenting = Dissent.ever.filter(meeting__case=case).exclude(who="").order_by("pk").values_list("who", flat=True)
    signatures = [str(head.get("signature", "")).partition(",")[0] for head in _imported_heads(case)]
    for name in chain((referral.referrer_name for referral in referrals), owners, dissenting, signatures):
        yield from _by_name(name, PROFESSIONAL)


def _imported_heads(case: Case) -> QuerySet[ImportedFramework, dict[str, Any]]:
    """The head of every framework that was read from a file: whose it was, and who signed it."""
    return ImportedFramework.objects.filter(case=case).order_by("pk").values_list("head", flat=True)


def _in_signed_records(case: Case) -> Iterator[Person]:
    """Names as they stood when minutes were signed: some have been changed since."""
    records = Minutes.objects.filter(meeting__case=case).order_by("pk").values_list("record", flat=True)
    for record in filter(None, records):
        young_person = read_name(record["young_person"])
        yield young_person.of(f"case:{case.pk}", YOUNG_PERSON)
        for name in (record[part] for part in ("chair", "minute_taker", "lead_professional", "signed_by")):
            yield from _by_name(name.partition(",")[0], PROFESSIONAL)
        for person in record["attendance"]:
            yield from _by_name(person["name"], PROFESSIONAL if person["agency"] else OTHER)
        for entry in record["entries"]:
            if entry["action"]:
                yield from _by_name(entry["action"]["owner_name"], PROFESSIONAL)


def contexts_of(case: Case) -> QuerySet[Context]:
    """Every context of the case and of its entries, those out of use and merged away too."""
    seen = Context.objects.filter(Q(entries__meeting__case=case) | Q(pk__in=ever_of(case).values("pk")))
    return seen.distinct().order_by("created_at", "pk")


def _in_details(contexts: list[Context]) -> Iterator[Person]:
    for context in contexts:
        for name in names_mentioned(context.detail):
            yield from _by_name(name, OTHER)


def _by_name(written: str, role: str) -> Iterator[Person]:
    if written.strip() and not names_nobody(written):
        yield read_name(written).of(f"named:{folded(written)[:80]}", role)


def _things(
    case: Case, contexts: list[Context], meetings: list[Meeting], referrals: list[Referral]
) -> Iterator[tuple[str, Iterable[Thing]]]:
    for context in contexts:
        yield from context_things(context)
    for meeting in meetings:
        yield from meeting_things(meeting.place)
    yield from agency_things(case.partnership, Agency.objects.filter(partnership_id=case.partnership_id).order_by("pk"))
    references = [case.reference, *(referral.reference for referral in referrals)]
    references += [head["reference"] for head in _imported_heads(case) if head.get("reference")]
    yield "references", [Thing(f"reference:{folded(reference)}", reference) for reference in references]
    yield "references", chain.from_iterable(number_things(referral.referrer_contact) for referral in referrals)


def _births(case: Case, referrals: list[Referral]) -> tuple[date, ...]:
    people = CasePerson.ever.filter(case=case).values_list("date_of_birth", flat=True)
    days = (case.date_of_birth, *(referral.date_of_birth for referral in referrals), *people)
    return tuple(sorted({day for day in days if day}))
