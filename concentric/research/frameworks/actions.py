"""Opening a study, changing what it asks, and its team."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from concentric.foundation import vault
from concentric.foundation.accounts.models import User
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import OpeningKey
from concentric.method.instrument.inclusion import InclusionRule, to_plain
from concentric.research.frameworks.inclusion import judge_again
from concentric.research.frameworks.keys import IDENTITY
from concentric.research.frameworks.models import Study, StudyMember
from concentric.research.frameworks.permissions import check_can_remove_from_team, check_can_run_study
from concentric.research.frameworks.researcher import Researcher


@dataclass(frozen=True, slots=True)
class StudyTerms:
    """What a study says of itself, to its team and on the cards of its sites."""

    name: str
    question: str
    contact: str
    consent_text: str
    inclusion: InclusionRule
    destroy_months: int = 12


def open_study(*, terms: StudyTerms, lead: User, recipient: str = "") -> Researcher:
    """A new study and its lead researcher, who does the rest. For the command line alone.

    With `recipient` (an age public key) the study keeps its key elsewhere; without it a key is made and vaulted.
    """
    with recorded(None, "study.opened") as note:
        if Study.objects.filter(name__iexact=terms.name).exists():
            raise Refusal("There is a study of this name already. Give this one another name.")
        study = Study(opened_on=timezone.localdate(), recipient=recipient)
        _set(study, terms)
        if not recipient:
            key = OpeningKey.new()
            study.recipient = key.recipient
            study.sealed_identity = vault.seal(IDENTITY, str(study.pk), key.secret.encode())
        study.full_clean(exclude=["sealed_identity"])
        study.save(force_insert=True)
        note.subject = study
        place = StudyMember.objects.create(study=study, user=lead, role=StudyMember.Role.LEAD)
        return Researcher(place)


def change_study(*, researcher: Researcher, terms: StudyTerms) -> None:
    """Keep new terms. A changed inclusion rule is put to every framework that is held; researchers' words stand."""
    study = researcher.study
    with recorded(researcher, "study.changed", study) as note:
        check_can_run_study(researcher)
        if Study.objects.filter(name__iexact=terms.name).exclude(pk=study.pk).exists():
            raise Refusal("There is a study of this name already.")
        before = {name: getattr(study, name) for name in _FIELDS}
        _set(study, terms)
        study.save(update_fields=_FIELDS)
        note.details["fields"] = [name for name in _FIELDS if getattr(study, name) != before[name]]
        if study.inclusion != before["inclusion"]:
            judge_again(study)


def set_status(*, researcher: Researcher, status: Study.Status) -> None:
    """Close a study to new frameworks, open it again, or note that its briefing is published (and from when)."""
    study = researcher.study
    with recorded(researcher, "study.status_changed", study, status=status.value):
        check_can_run_study(researcher)
        study.status = status
        # Said again, it does not begin the time anew.
        study.published_on = (study.published_on or timezone.localdate()) if status == Study.Status.PUBLISHED else None
        study.save(update_fields=["status", "published_on"])


def add_to_team(
    *, researcher: Researcher, email: str, role: StudyMember.Role, changes_role: bool = False
) -> StudyMember:
    """Give somebody who has an account a place in the study, or another role, where that is meant. Raises Refusal."""
    with recorded(researcher, "study.member_added", role=role.value) as note:
        check_can_run_study(researcher)
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise Refusal(
                "Nobody has an account here with this e-mail address. Whoever runs this installation makes one."
            )
        if user.pk == researcher.user.pk:
            raise Refusal("You cannot change your own role. Ask another lead researcher of this study.")
        place = StudyMember.objects.filter(study=researcher.study, user=user, is_active=True).first()
        if place and place.role != role and not changes_role:
            has = place.get_role_display().lower()
            raise Refusal(f"{user.name} is in the team as {has}. To give them another role, tick so below.")
        note.subject = place = give_place(researcher.study, user, role)
        return place


def give_place(study: Study, user: User, role: StudyMember.Role) -> StudyMember:
    """The person's one place in the study, in that role from now on. Inside a recorded block."""
    place, _ = StudyMember.objects.update_or_create(study=study, user=user, defaults={"role": role, "is_active": True})
    return place


def remove_from_team(*, researcher: Researcher, place: StudyMember) -> None:
    """End somebody's place. What they did in the study stays theirs."""
    with recorded(researcher, "study.member_removed", place):
        check_can_remove_from_team(researcher, place)
        place.is_active = False
        place.save(update_fields=["is_active"])


_FIELDS = ["name", "question", "contact", "consent_text", "inclusion", "destroy_months"]


def _set(study: Study, terms: StudyTerms) -> None:
    for name in _FIELDS:
        setattr(study, name, to_plain(terms.inclusion) if name == "inclusion" else getattr(terms, name))
