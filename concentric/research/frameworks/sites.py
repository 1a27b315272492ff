"""The sites of a study: the card that each gets, the code that finds it here, and the key that each gives back."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.db import transaction
from django.utils import timezone

from concentric.foundation import vault
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import SignerKey
from concentric.method.exchange.study_card import CardInclusion, SiteCard, StudyCard
from concentric.method.records.study_code import new_code, read_code
from concentric.research.frameworks.inclusion import rule_of
from concentric.research.frameworks.models import Site, Study
from concentric.research.frameworks.permissions import check_can_run_study
from concentric.research.frameworks.researcher import Researcher

INVITATION = "site invitation"  # the vault's purpose
INVITED_DAYS = 14
_NO_SUCH_CODE = "No study here expects that code. Check it with the study: a code works once, and for two weeks."


def add_site(*, researcher: Researcher) -> Site:
    """A new site under the next free letter."""
    with recorded(researcher, "site.added") as note:
        check_can_run_study(researcher)
        Study.objects.select_for_update().get(pk=researcher.study.pk)
        taken = set(researcher.study.sites.values_list("letter", flat=True))
        free = next(letter for letter in map(letter_of, count()) if letter not in taken)
        note.subject = site = researcher.study.sites.create(letter=free)
        return site


def letter_of(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    return (letter_of(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def card_of(site: Site) -> StudyCard:
    """The study as its card for this site describes it."""
    study = site.study
    return StudyCard(
        study=str(study.pk),
        site=str(site.pk),
        name=study.name,
        question=study.question,
        contact=study.contact,
        inclusion=CardInclusion.of(rule_of(study)),
        consent_text=study.consent_text,
        destroy_months=study.destroy_months,
        recipients=(study.recipient,),
    )


def give_card(*, researcher: Researcher, site: Site) -> StudyCard:
    """The site's card, to hand over."""
    with recorded(researcher, "site.card_given", site):
        check_can_run_study(researcher)
        return card_of(site)


def invite(*, researcher: Researcher, site: Site) -> str:
    """A code by which a partnership of this installation joins as this site, once. It is shown now and never again."""
    with recorded(researcher, "site.invited", site):
        check_can_run_study(researcher)
        if site.signer:
            raise Refusal(f"{site} has joined already.")
        code = new_code()
        site.invitation = vault.lookup(INVITATION, code)
        site.invited_until = timezone.localdate() + dt.timedelta(days=INVITED_DAYS)
        site.save(update_fields=["invitation", "invited_until"])
        return code


def join_by_code(code: str, signer: SignerKey) -> StudyCard:
    """Take an invitation up: the site's key is kept, and its card given. Raises Refusal."""
    try:
        wanted = vault.lookup(INVITATION, read_code(code))
    except ValueError as fault:
        raise Refusal(str(fault)) from None
    with transaction.atomic():
        invited = Site.objects.select_for_update(of=("self",)).select_related("study")  # once, also in the same moment
        site = invited.filter(invitation=wanted, signer="").first()
        if site is None or site.invited_until is None or site.invited_until < timezone.localdate():
            raise Refusal(_NO_SUCH_CODE)
        with recorded(site, "site.joined", site):
            _keep_signer(site, signer)
            return card_of(site)


def register(*, researcher: Researcher, card: SiteCard, replaces: bool = False) -> Site:
    """Keep the key of a site card. Another key than the one held is taken only with `replaces`. Raises Refusal."""
    with recorded(researcher, "site.registered") as note:
        check_can_run_study(researcher)
        if card.study != str(researcher.study.pk):
            raise Refusal("This card answers another study’s card.")
        site = researcher.study.sites.filter(pk=card.site).first()
        if site is None:
            raise Refusal("This card is of a site that this study does not have.")
        note.subject = site
        signer = SignerKey.read(card.signer)
        if site.signer not in ("", signer.written()) and not replaces:
            raise Refusal(
                f"{site} signs with another key already. If the site told you of the new one in person or by "
                "telephone, say so below."
            )
        _keep_signer(site, signer)
        return site


def _keep_signer(site: Site, signer: SignerKey) -> None:
    written = signer.written()
    if site.study.sites.filter(signer=written).exclude(pk=site.pk).exists():
        raise Refusal("This key belongs to another site of this study.")
    site.signer = written
    site.joined_on = site.joined_on or timezone.localdate()
    site.invitation, site.invited_until = "", None
    site.save(update_fields=["signer", "joined_on", "invitation", "invited_until"])
