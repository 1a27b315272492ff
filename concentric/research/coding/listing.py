"""Which frameworks there are to code, and how far each is. Only what the researcher may see of the coding counts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from concentric.method.instrument.vocabulary import Labelled
from concentric.research.coding.models import Coding
from concentric.research.coding.queries import visible
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher


class Standing(Labelled):
    """How far the coding of a framework is."""

    NOT_BEGUN = "not_begun", "Nothing coded yet"
    TO_FINISH = "to_finish", "Some entries without a code"
    WHOLE = "whole", "Every entry coded"


@dataclass(frozen=True, slots=True)
class Row:
    """`coded` of `entries` have a code; `by` says who coded how many of them."""

    framework: Framework
    entries: int
    coded: int
    by: tuple[tuple[str, int], ...]


def to_code(researcher: Researcher, asked: dict[str, Any]) -> QuerySet[Framework]:
    """The frameworks that are in the study, by code, narrowed by `standing`, `site`, `cohort` and `coder`."""
    found = Framework.objects.filter(study=researcher.study, status=Framework.Status.HELD, included=True)
    coded = visible(researcher, Coding.objects.filter(framework=OuterRef("pk")))
    if asked.get("site"):
        found = found.filter(site=asked["site"])
    if asked.get("cohort"):
        found = found.filter(values__cohort=asked["cohort"])
    if asked.get("coder"):
        found = found.filter(Exists(coded.filter(coder=asked["coder"])))
    standing = asked.get("standing")
    if standing == Standing.NOT_BEGUN:
        found = found.exclude(Exists(coded))
    elif standing == Standing.TO_FINISH:
        found = found.filter(_has_uncoded(researcher), Exists(coded))
    elif standing == Standing.WHOLE:
        found = found.exclude(_has_uncoded(researcher))
    return found.select_related("site").defer("document").order_by("code")


def next_to_code(researcher: Researcher) -> Framework | None:
    """The first framework that has an entry without a code."""
    return to_code(researcher, {}).filter(_has_uncoded(researcher)).first()


def _has_uncoded(researcher: Researcher) -> Exists:
    of_entry = visible(researcher, Coding.objects.filter(entry=OuterRef("pk")))
    return Exists(Entry.objects.filter(~Exists(of_entry), framework=OuterRef("pk")))


def rows(researcher: Researcher, frameworks: Iterable[Framework]) -> list[Row]:
    """How far these are, in four queries."""
    shown = list(frameworks)
    codings = visible(researcher, Coding.objects.filter(framework__in=shown)).order_by()
    entries = _counted(Entry.objects.filter(framework__in=shown).order_by(), "pk")
    coded = _counted(codings, "entry")
    by: dict[uuid.UUID, list[tuple[str, int]]] = defaultdict(list)
    per_coder = codings.values("framework", "coder__name").annotate(n=Count("entry", distinct=True))
    for one in per_coder.order_by("coder__name"):
        by[one["framework"]].append((one["coder__name"], one["n"]))
    return [Row(one, entries.get(one.pk, 0), coded.get(one.pk, 0), tuple(by[one.pk])) for one in shown]


def _counted(found: QuerySet[Any], what: str) -> dict[uuid.UUID, int]:
    counted = found.values("framework").annotate(n=Count(what, distinct=True))
    return {one["framework"]: one["n"] for one in counted}
