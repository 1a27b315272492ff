"""What a study holds. The researcher comes first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from concentric.foundation.accounts.models import User
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.exchange.bundle.keys import SignerKey
from concentric.research.frameworks.models import Entry, Framework, Site, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher

HELD, REFLECTION = Framework.Status.HELD, Framework.Origin.REFLECTION


@dataclass(frozen=True, slots=True)
class Mine:
    """A study as its list shows it to one of the team."""

    study: Study
    role: str
    included: int
    held: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Frameworks of a study: `held` are `included` or left out; withdrawn and destroyed ones are gone."""

    included: int
    left_out: int
    gone: int

    @property
    def held(self) -> int:
        return self.included + self.left_out


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with the number of its frameworks that are held."""

    site: Site
    held: int

    @property
    def fingerprint(self) -> str:
        """Of the key it signs with, as its partnership sees it too; empty until it has joined."""
        return SignerKey.read(self.site.signer).fingerprint if self.site.signer else ""


def studies_of(user: User) -> list[Mine]:
    """The studies a person has a place in, by name, with the frameworks that are in and all that are held."""
    held = Q(study__frameworks__status=HELD) & ~Q(study__frameworks__origin=REFLECTION)
    places = (
        StudyMember.objects.filter(user=user, user__is_active=True, is_active=True)
        .select_related("study")
        .annotate(
            held=Count("study__frameworks", filter=held),
            included=Count("study__frameworks", filter=held & Q(study__frameworks__included=True)),
        )
        .order_by("study__name")
    )
    return [Mine(place.study, place.get_role_display(), place.included, place.held) for place in places]


def get_framework(researcher: Researcher, framework_id: uuid.UUID) -> Framework:
    """One framework, its document with it. Raises NotVisible."""
    found = Framework.objects.filter(study=researcher.study, pk=framework_id).select_related("site", "study").first()
    if found is None:
        raise NotVisible
    return found


def texts_beside(framework: Framework) -> QuerySet[Entry]:
    """What its document does not hold: the texts beside the grid, or, where it came without a document, everything."""
    return framework.entries.filter(kind=Entry.Kind.TEXT) if framework.document else framework.entries.all()


def counts(researcher: Researcher) -> Counts:
    """What was said in the de-brief is no framework, and is not counted."""
    found = researcher.study.frameworks.exclude(origin=REFLECTION).aggregate(
        taken_in=Count("pk", filter=Q(status=HELD, included=True)),
        left_out=Count("pk", filter=Q(status=HELD, included=False)),
        gone=Count("pk", filter=~Q(status=HELD)),
    )
    return Counts(found["taken_in"], found["left_out"], found["gone"])


def team(researcher: Researcher) -> QuerySet[StudyMember]:
    """The team now, by name."""
    return researcher.study.team.filter(is_active=True).select_related("user").order_by("user__name")


def get_place(researcher: Researcher, place_id: uuid.UUID) -> StudyMember:
    """One place in the team. Raises NotVisible."""
    place = team(researcher).filter(pk=place_id).first()
    if place is None:
        raise NotVisible
    return place


def sites(researcher: Researcher) -> list[SiteRow]:
    """The sites in the order in which they were added."""
    held = Q(frameworks__status=HELD) & ~Q(frameworks__origin=REFLECTION)
    found = researcher.study.sites.annotate(held=Count("frameworks", filter=held)).order_by("pk")
    return [SiteRow(site, site.held) for site in found]


def get_site(researcher: Researcher, site_id: uuid.UUID) -> Site:
    """One site. Raises NotVisible."""
    site = researcher.study.sites.filter(pk=site_id).select_related("study").first()
    if site is None:
        raise NotVisible
    return site
