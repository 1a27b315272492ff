"""Samples that two coders code: whom and what they can be drawn from, and how far each has come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from concentric.foundation.permissions.checks import NotVisible
from concentric.research.coding.double.permissions import CODER, LEAD, can_code
from concentric.research.coding.models import Coder, Coding, DoubleCoding, DoubleFramework, Step
from concentric.research.frameworks.models import Entry, Framework, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be one of the two: a coder, or one of the team who has coded nothing yet."""

    coder: Coder | None
    place: StudyMember | None

    @property
    def key(self) -> str:
        return str(self.coder.pk if self.coder else self.place and self.place.pk)

    @property
    def name(self) -> str:
        return self.coder.name if self.coder else self.place.user.name if self.place else ""

    @property
    def can_code(self) -> bool:
        return can_code(self.coder) if self.coder else True


def samples(researcher: Researcher) -> QuerySet[DoubleCoding]:
    """The study's samples, the latest first, with the number of their frameworks (`size`)."""
    found = researcher.study.double_codings.select_related("first__place", "second__place")
    return found.annotate(size=Count("frameworks"))


def get_sample(researcher: Researcher, sample_id: uuid.UUID) -> DoubleCoding:
    """Raises NotVisible."""
    sample = samples(researcher).select_related("study", "by__user").filter(pk=sample_id).first()
    if sample is None:
        raise NotVisible
    return sample


def candidates(researcher: Researcher) -> list[Candidate]:
    """Everybody who coded in the study, imported or not, and the rest of the team who may; by name."""
    coders = researcher.study.coders.select_related("place")
    idle = researcher.study.team.filter(is_active=True, role__in=(LEAD, CODER), coder=None).select_related("user")
    found = [*(Candidate(one, one.place) for one in coders), *(Candidate(None, one) for one in idle)]
    return sorted(found, key=lambda one: (one.name, one.key))


def pool(study: Study, *two: Candidate, uncoded: bool = False) -> QuerySet[Framework]:
    """The frameworks that the two can be given, by code: in the study, and in no sample yet.

    Who cannot code any more is given what they have coded. `uncoded`: only those that neither has begun.
    """
    found = Framework.objects.filter(study=study, status=Framework.Status.HELD, included=True, double=None)
    for one in two:
        if not one.can_code:
            found = found.filter(Exists(Coding.objects.filter(framework=OuterRef("pk"), coder=one.coder)))
    if uncoded:
        found = found.exclude(_begun_by([one.coder for one in two if one.coder], OuterRef("pk")))
    return found.defer("document").order_by("code")


def _begun_by(coders: Sequence[Coder], framework: OuterRef, **when: dt.datetime) -> Q:
    """Whether any of them gave a code in a framework, or did anything else there, though it was taken back."""
    coded = Coding.objects.filter(framework=framework, coder__in=coders, **when)
    did = Step.objects.filter(framework=framework, by__in=coders, **when)
    return Q(Exists(coded)) | Q(Exists(did))


def coded_before(sample: DoubleCoding) -> int:
    """In how many of its frameworks one of the two had coded when it was drawn: until then the other could see it.

    None of one that was open at once: nothing of it was to be coded blind.
    """
    if sample.opened_at == sample.at:
        return 0
    two = (sample.first, sample.second)
    return sample.frameworks.filter(_begun_by(two, OuterRef("framework"), at__lt=sample.at)).count()


def frameworks_of(researcher: Researcher, sample: DoubleCoding) -> QuerySet[DoubleFramework]:
    """The frameworks of a sample by code, with the number of the researcher's own codings (`own`) in each, and of the
    entries that they gave no code (`left`).
    """
    mine = Coding.objects.filter(framework=OuterRef("framework"), coder__place=researcher.id).order_by()
    left = _left(researcher).filter(framework=OuterRef("framework")).order_by()
    counted = [of_it.values("framework").annotate(n=Count("pk")).values("n") for of_it in (mine, left)]
    found = sample.frameworks.select_related("framework__site").defer("framework__document")
    own, without = (Coalesce(Subquery(one), 0) for one in counted)
    return found.annotate(own=own, left=without).order_by("framework__code")


def _left(researcher: Researcher) -> QuerySet[Entry]:
    """Entries to which the researcher gave no code."""
    return Entry.objects.filter(~Exists(Coding.objects.filter(entry=OuterRef("pk"), coder__place=researcher.id)))


def entries_left(researcher: Researcher, sample: DoubleCoding) -> tuple[int, int]:
    """How many entries of a sample the researcher gave no code, and how many entries it has."""
    in_sample = {"framework__double__sample": sample}
    return _left(researcher).filter(**in_sample).count(), Entry.objects.filter(**in_sample).count()


def next_in(researcher: Researcher, sample: DoubleCoding, after: Framework) -> Framework | None:
    """While it is coded blind: the next framework of a sample, round the end, with an entry that the researcher gave no
    code.
    """
    if sample.opened_at:
        return None
    has_left = Exists(_left(researcher).filter(framework=OuterRef("framework")))
    left = frameworks_of(researcher, sample).filter(has_left).exclude(framework=after)
    found = left.filter(framework__code__gt=after.code).first() or left.first()
    return found.framework if found else None


def steps_since(sample: DoubleCoding) -> int:
    """What the two did in the frameworks of a sample after they had been compared: then it is not blind any more."""
    if not sample.opened_at:
        return 0
    of_the_two = Step.objects.filter(by__in=(sample.first, sample.second), at__gt=sample.opened_at)
    return of_the_two.filter(state=Step.State.DONE, framework__double__sample=sample).count()
