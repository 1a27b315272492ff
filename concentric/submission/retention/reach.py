"""How far destruction reaches: every model of casework and the door, and whether its rows go with a case.

A model that is in neither list fails a test, so a new one is thought about before it can outlive what it tells. The
deepest come first: each finds its rows through those that are still there. What is left out by mistake keeps its row
of the case from going, by its foreign key, and the whole destruction with it.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from concentric.casework.contexts.actions import relations
from concentric.casework.contexts.models import SHARED_KINDS, CaseContext, Context
from concentric.casework.meetings.models import Entry
from concentric.casework.referrals.models import Referral, ReferralStep
from concentric.submission.consent.models import Consent
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.dispatch.register import forget as forget_codes
from concentric.submission.retention.models import DueNotice, Extension, Kind, Proposal
from concentric.submission.review.models import Outgoing

# Model by label, and how its rows find their case.
OF_CASE: dict[str, str] = {
    "submission.FindingDecision": "outgoing__case",
    "submission.Finding": "outgoing__case",
    "submission.Consent": "outgoing__case",
    "submission.Dispatch": "outgoing__case",
    "submission.Outgoing": "case",
    "submission.Pseudonym": "case",
    "submission.SendBack": "minutes__meeting__case",
    "submission.QualityAnswer": "minutes__meeting__case",
    "casework.TrayPiece": "imported__case",
    "casework.ImportedFramework": "case",
    "casework.Receipt": "release__meeting__case",
    "casework.Release": "meeting__case",
    "casework.Amendment": "minutes__meeting__case",
    "casework.Correction": "meeting__case",
    "casework.Minutes": "meeting__case",
    "casework.Presence": "meeting__case",
    "casework.Reminder": "action__case",
    "casework.ActionChange": "action__case",
    "casework.Action_answers": "action__case",
    "casework.Action": "case",
    "casework.LiveEvent": "meeting__case",
    "casework.Dissent": "meeting__case",
    "casework.Decision": "meeting__case",
    "casework.CellMark": "meeting__case",
    "casework.EntryWording": "entry__meeting__case",
    "casework.Entry_sharing_agencies": "entry__meeting__case",
    "casework.Entry": "meeting__case",
    "casework.Attendance": "meeting__case",
    "casework.AgendaItem": "meeting__case",
    "casework.Meeting": "case",
    "casework.CaseContext": "case",
    "casework.ReferralStep": "referral__case",
    "casework.Referral": "case",
    "casework.BreakGlass": "case",
    "casework.CohortDecision": "case",
    "casework.Incident": "case",
    "casework.CasePerson": "case",
    "casework.CaseAgency": "case",
    "casework.Involvement": "case",
    "casework.HoldChange": "case",
    "casework.StatusChange": "case",
    "casework.SearchText": "case_id",
    "casework.Case": "pk",
}
# Found otherwise than by a path to the case, below.
OTHERWISE: dict[str, str] = {
    "casework.Context": "a home or a peer group goes with the last case that has it",
    "submission.RegisterRow": "found by its keyed hash: nothing else ties a code to a case",
    "submission.Extension": "by the id of what it is about",
    "submission.Proposal": "by the id of what it is about",
    "submission.DueNotice": "by the id of what it is about",
}
STAYS: dict[str, str] = {
    "casework.ProcessSettings": "the partnership’s own words",
    "casework.ReferenceCounter": "a number is not given out twice",
    "submission.StudyLink": "the study’s words, the same for every case",
    "submission.SigningKey": "the partnership’s key",
    "submission.Destruction": "the certificate",
}


def erase(kind: str, record_id: uuid.UUID) -> dict[str, int]:
    """Destroy a record and all that hangs on it. Rows that went, by model; nothing where it is gone already."""
    with transaction.atomic():
        gone = Counter[str]()
        for label, rows in _WAYS[Kind(kind)](record_id):
            gone[label] += rows
        return {label: rows for label, rows in gone.items() if rows}


def _erase_case(case_id: uuid.UUID) -> Iterator[tuple[str, int]]:
    outgoing = list(Outgoing.objects.filter(case=case_id).values_list("pk", flat=True))
    contexts = _own_contexts(case_id)
    yield from _forget_decisions([case_id, *outgoing])
    yield "submission.RegisterRow", sum(forget_codes(one) for one in Outgoing.objects.filter(case=case_id))
    for label, path in OF_CASE.items():
        yield label, _delete(apps.get_model(label)._base_manager.filter(**{path: case_id}))
    yield "casework.Context", _delete_unused(contexts)


def _erase_referral(referral_id: uuid.UUID) -> Iterator[tuple[str, int]]:
    yield from _forget_decisions([referral_id])
    yield "casework.ReferralStep", _delete(ReferralStep.objects.filter(referral=referral_id, referral__case=None))
    yield "casework.Referral", _delete(Referral.objects.filter(pk=referral_id, case=None))


def _erase_copies(outgoing_id: uuid.UUID) -> Iterator[tuple[str, int]]:
    """The sealed files alone: that something was sent, and that there were consents, stays with the case."""
    yield from _forget_decisions([outgoing_id])
    files = Dispatch.objects.filter(outgoing=outgoing_id).exclude(sealed_file=b"")
    yield "submission.Dispatch", files.update(sealed_file=b"")
    forms = Consent.objects.filter(outgoing=outgoing_id, sealed_form__isnull=False)
    yield "submission.Consent", forms.update(sealed_form=None)


_WAYS = {Kind.CASE: _erase_case, Kind.REFERRAL: _erase_referral, Kind.COPIES: _erase_copies}


def _forget_decisions(ids: list[uuid.UUID]) -> Iterator[tuple[str, int]]:
    for model in (Extension, Proposal, DueNotice):
        yield model._meta.label, _delete(model._base_manager.filter(record_id__in=ids))


def _own_contexts(case_id: uuid.UUID) -> list[uuid.UUID]:
    """Homes and peer groups that the case names, and the earlier names that were merged into them."""
    named = CaseContext.objects.filter(case=case_id).values("context")
    spoken_of = Entry.objects.filter(meeting__case=case_id, instance__isnull=False).values("instance")
    own = Context.objects.exclude(kind__in=SHARED_KINDS).filter(models.Q(pk__in=named) | models.Q(pk__in=spoken_of))
    ids = list(own.values_list("pk", flat=True))
    return [*Context.objects.filter(merged_into__in=ids).values_list("pk", flat=True), *ids]


def _delete_unused(ids: list[uuid.UUID]) -> int:
    """Those that nothing names any more. A name that was merged goes with the one it was merged into."""
    merged = Context._meta.get_field("merged_into")
    found = Context.objects.filter(pk__in=ids)
    for relation in relations():
        if relation.field is not merged:
            named = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.exclude(Exists(named))
    unused = set(found.values_list("pk", flat=True))
    kept = Context.objects.filter(pk__in=unused, merged_into__isnull=False).exclude(merged_into__in=unused)
    return _delete(Context.objects.filter(pk__in=unused - set(kept.values_list("pk", flat=True))))


def _delete(rows: models.QuerySet[models.Model]) -> int:
    """One statement, past every guard but the database's own keys, which are checked when the transaction ends."""
    return rows._raw_delete(rows.db) or 0  # none where nothing can match
