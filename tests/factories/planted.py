"""A case with a word of its own in every field that can hold one, in every row that destruction must reach."""

from __future__ import annotations

import datetime as dt
import itertools
import string
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.utils import timezone

from concentric.casework.cases.actions import break_glass, change_status, set_legal_hold
from concentric.casework.cases.models import BreakGlass, Case
from concentric.casework.contexts.models import SHARED_KINDS, Context
from concentric.casework.live.models import Presence
from concentric.casework.plans.models import Action, Reminder
from concentric.casework.referrals.actions import refer
from concentric.casework.referrals.models import ReferralStep
from concentric.submission.consent.models import Consent
from concentric.submission.dispatch.models import Dispatch, RegisterRow
from concentric.submission.dispatch.register import enter, unused_code
from concentric.submission.retention.models import DueNotice, Extension, Kind, Proposal
from concentric.submission.retention.reach import OF_CASE
from concentric.submission.review.actions import decide
from concentric.submission.review.models import Finding, Outgoing, Pseudonym
from tests.factories.busy_world import REFERRAL, BusyWorld, make_busy_world

LETTERS = 5
# A reference stays on purpose, on the certificate: it says nothing about the young person. Keyed hashes are no words,
# and the register's rows are found by them.
NO_WORDS = {
    ("casework.Case", "reference"),
    ("casework.Referral", "reference"),
    ("submission.RegisterRow", "lookup"),
    ("submission.RegisterRow", "by_code"),
}


def make_full_case() -> BusyWorld:
    """A busy world whose case has a row of every model."""
    busy = make_busy_world()
    world, case = busy.world, busy.world.case
    outgoing = Outgoing.objects.get(pk=busy.ids["outgoing_id"])
    decide(viewer=world.lead, finding=outgoing.findings.all()[0], decision=Finding.Decision.KEEP)
    Pseudonym.objects.get_or_create(case=case, key="person:1", defaults={"name": "Peer Z"})
    _consents_and_files(busy, outgoing)
    referral = refer(viewer=world.practitioner, **REFERRAL)
    referral.case = case
    referral.save()
    ReferralStep.objects.create(referral=referral, kind="accepted", text="Yes", by=world.coordinator.membership)
    break_glass(viewer=world.practitioner_other, reference=case.reference, reason="A call in the night")
    Presence.objects.create(meeting=busy.running, membership=world.lead.membership, seen_at=timezone.now())
    action = Action.objects.filter(case=case)[0]
    Reminder.objects.create(action=action, recipient=world.lead.membership, kind="before", due_on=dt.date(2026, 1, 1))
    for held in (True, False):
        set_legal_hold(viewer=world.coordinator, case=case, held=held, reason="A claim")
    change_status(viewer=world.coordinator, case=case, status=Case.Status.CLOSED, reason="It is over")
    _decisions(busy)
    assert BreakGlass.objects.filter(case=case).exists()
    return busy


def close_long_ago(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status=Case.Status.CLOSED, closed_on=dt.date(2009, 3, 1))


def plant(busy: BusyWorld, mark: str) -> dict[str, str]:
    """Put a word that ends on `mark` into every text, JSON and binary field of every row. Gives each word its field."""
    words = _words(mark)
    planted = {}
    for label, rows in rows_of(busy):
        for field in rows.model._meta.concrete_fields:
            if (label, field.name) not in NO_WORDS and _holds_words(field):
                for pk in rows.values_list("pk", flat=True):
                    word = next(words)
                    rows.model._base_manager.filter(pk=pk).update(**{field.name: _as_value(field, word)})
                    planted[word] = f"{label}.{field.name}"
    return planted


def rows_of(busy: BusyWorld) -> Iterator[tuple[str, models.QuerySet[models.Model]]]:
    """Every row of the case, model by model."""
    case = busy.world.case
    for label, path in OF_CASE.items():
        yield label, apps.get_model(label)._base_manager.filter(**{path: case.pk})
    yield "casework.Context", Context.objects.filter(case_contexts__case=case).exclude(kind__in=SHARED_KINDS)
    yield "submission.RegisterRow", RegisterRow.objects.filter(partnership=busy.world.partnership)
    for model in (Extension, Proposal, DueNotice):
        yield model._meta.label, model._base_manager.filter(record_id=case.pk)


def _consents_and_files(busy: BusyWorld, outgoing: Outgoing) -> None:
    member = busy.world.lead.membership
    Consent.objects.create(
        outgoing=outgoing,
        part=Consent.Part.LEAD,
        means=Consent.Means.FORM,
        who="Siobhan",
        text="I agree",
        sealed_form=b"form",
        confirmed_at=timezone.now(),
        recorded_by=member,
        given_at=timezone.now(),
    )
    Dispatch.objects.create(outgoing=outgoing, kind="framework", sealed_file=b"file", by=member, on=dt.date(2026, 1, 1))
    enter(outgoing, bundle="a bundle", code=unused_code(busy.world.partnership))


def _decisions(busy: BusyWorld) -> None:
    about = {"partnership": busy.world.partnership, "record_id": busy.world.case.pk}
    by = busy.world.coordinator.membership
    Extension.objects.create(**about, kind=Kind.CASE, until=dt.date(2020, 1, 1), reason="A while yet", by=by)
    DueNotice.objects.create(**about, due_on=dt.date(2020, 1, 1))


def _words(mark: str) -> Iterator[str]:
    for letters in itertools.product(reversed(string.ascii_lowercase), repeat=LETTERS):
        yield "".join(reversed(letters)) + mark


def _holds_words(field: models.Field[object, object]) -> bool:
    if field.choices:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)


def _as_value(field: models.Field[object, object], word: str) -> object:
    if isinstance(field, models.JSONField):
        return {"word": word}
    return word.encode() if isinstance(field, models.BinaryField) else word
