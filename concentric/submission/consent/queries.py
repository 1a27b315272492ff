"""Consents, as they stand."""

from __future__ import annotations

import uuid

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from concentric.casework.cases.models import CasePerson
from concentric.casework.cases.queries import current_involvements
from concentric.foundation import vault
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.submission.consent.models import Consent
from concentric.submission.review.models import Outgoing
from concentric.submission.review.queries import visible_outgoing

FORM = "consent form"  # the vault's purpose


def has_both(outgoing: Outgoing) -> bool:
    """Whether both consented to what would leave now, and neither withdrew."""
    return set(current(outgoing)) == set(Consent.Part)


def current(outgoing: Outgoing) -> dict[Consent.Part, Consent]:
    """The consents that count."""
    if outgoing.confirmed_at is None:
        return {}
    consents = outgoing.consents.filter(withdrawn_at=None, confirmed_at=outgoing.confirmed_at)
    return {Consent.Part(consent.part): consent for consent in consents.select_related("member__user")}


def with_consents(outgoing: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    """Each with `consented`: how many of the two consents count."""
    current_ones = Consent.objects.filter(
        outgoing=OuterRef("pk"), withdrawn_at=None, confirmed_at=OuterRef("confirmed_at")
    )
    counted = current_ones.order_by().values("outgoing").annotate(number=Count("pk")).values("number")
    return outgoing.annotate(consented=Coalesce(Subquery(counted), 0))


def consents_of(outgoing: Outgoing) -> QuerySet[Consent]:
    """Every consent to it there ever was, the latest last."""
    return outgoing.consents.select_related(
        "outgoing__case", "member__user", "recorded_by__user", "withdrawn_by__user"
    ).defer("sealed_form")


def get_consent(viewer: Viewer, consent_id: uuid.UUID) -> Consent:
    """One consent, to a framework that the viewer may see. Raises NotVisible."""
    found = (
        Consent.objects.filter(pk=consent_id, outgoing__in=visible_outgoing(viewer))
        .select_related("outgoing__case__partnership", "outgoing__study", "outgoing__minutes__meeting", "member__user")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def signed_form(consent: Consent) -> bytes:
    """The signed form. Raises Refusal, in plain words, where it cannot be opened; NotVisible where there is none."""
    if consent.sealed_form is None:
        raise NotVisible
    try:
        return vault.unseal(FORM, str(consent.pk), bytes(consent.sealed_form))
    except vault.VaultError as fault:
        raise Refusal(f"The signed form cannot be opened. {fault}") from None


def case_workers(outgoing: Outgoing) -> dict[str, str]:
    """Who can have signed as the case worker, by a key of the form: the involved, and professionals on the case."""
    involved = current_involvements().filter(case=outgoing.case_id).select_related("membership__user")
    lead = outgoing.case.lead_professional_id
    people = {f"member:{one.membership_id}": one.membership.user.name for one in involved if one.membership_id != lead}
    professionals = CasePerson.objects.filter(case=outgoing.case_id, kind=CasePerson.Kind.PROFESSIONAL)
    return people | {f"person:{one.pk}": one.name for one in professionals}
