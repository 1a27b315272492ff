"""Joining a study, giving it the partnership's card, and leaving it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.study_card import SiteCard, StudyCard
from concentric.method.records.canonical import to_plain
from concentric.research.frameworks.sites import join_by_code as take_invitation_up
from concentric.submission.studies.keys import public_key
from concentric.submission.studies.models import StudyLink
from concentric.submission.studies.permissions import check_can_leave, check_can_manage_studies


def join(*, viewer: Viewer, card: StudyCard) -> StudyLink:
    """Join the study of a card; again, with its newer card, to follow what the study changed. Raises Refusal.

    The study knows the partnership once it has its site card (`site_card`).
    """
    with recorded(viewer, "study.joined") as note:
        check_can_manage_studies(viewer)
        note.subject = link = _link(viewer, card)
        return link


def join_by_code(*, viewer: Viewer, code: str) -> StudyLink:
    """Join a study of this installation by its one-time code. It keeps the partnership's key in the same step."""
    with recorded(viewer, "study.joined", by_code=True) as note:
        check_can_manage_studies(viewer)
        card = take_invitation_up(code, public_key(viewer.partnership))
        note.subject = link = _link(viewer, card)
        return link


def site_card(*, viewer: Viewer, link: StudyLink) -> SiteCard:
    """The partnership's card for the study: under the site's id, the key that it signs with."""
    with recorded(viewer, "study.site_card_given", link):
        check_can_manage_studies(viewer)
        return SiteCard(str(link.study_id), str(link.site_id), public_key(viewer.partnership).written())


def leave(*, viewer: Viewer, link: StudyLink) -> None:
    """Send nothing more to a study. What was sent stays there until it is withdrawn."""
    with recorded(viewer, "study.left", link):
        check_can_leave(viewer, link)
        link.left_at = timezone.now()
        link.save(update_fields=["left_at"])


def _link(viewer: Viewer, card: StudyCard) -> StudyLink:
    link = StudyLink.objects.filter(partnership_id=viewer.partnership_id, study_id=card.study).first()
    if link is not None and link.left_at is None:
        _check_same(link, card)
    told: dict[str, Any] = {name: getattr(card, name) for name in _TOLD}
    told |= {"recipients": list(card.recipients), "inclusion": to_plain(card.inclusion), "site_id": card.site}
    if link is None or link.left_at is not None:
        told |= {"joined_by": viewer.membership, "joined_at": timezone.now(), "left_at": None}
    link, _ = StudyLink.objects.update_or_create(
        partnership_id=viewer.partnership_id, study_id=card.study, defaults=told
    )
    return link


_TOLD = ("name", "question", "contact", "consent_text", "destroy_months")


def _check_same(link: StudyLink, card: StudyCard) -> None:
    if str(link.site_id) != card.site:
        raise Refusal("Your partnership is another site of this study already. Ask the study for the right card.")
    if set(link.recipients) != set(card.recipients):
        raise Refusal(
            "This card has another key than the one you joined the study with. Ask the study, in person or by "
            "telephone, whether it has a new key. If it has, leave the study and join it again with this card."
        )
