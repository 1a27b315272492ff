"""What goes when a framework leaves a study: every row that hangs on it, of this stage and of the later ones.

Nothing is listed here, so nothing can be forgotten: a model that points at a framework loses its rows with it. One that
points at the study alone, and may still speak of frameworks, says so with `goes_with_frameworks = True`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from concentric.research.frameworks.models import Entry, Framework, Study


def drawn_from(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The models whose rows point at `model`, with the field they do it by."""
    for relation in model._meta.related_objects:
        yield relation.related_model, relation.field.name


def hold(frameworks: QuerySet[Framework]) -> Framework:
    """The one framework, held to the end of the transaction with all that hangs on its entries.

    These first: whoever changes a coding holds it, and then waits for its framework (`coding.packing.hold`).
    """
    for model, field in drawn_from(Entry):
        hanging = model._default_manager.filter(**{f"{field}__framework__in": frameworks.values("pk")}).order_by("pk")
        list(hanging.select_for_update(of=("self",)).values_list("pk"))
    return frameworks.select_for_update().get()


def clear(frameworks: QuerySet[Framework]) -> Counter[str]:
    """Delete all that was drawn from these frameworks; their own rows stay. How many rows went, by model."""
    ids = list(frameworks.values_list("pk", flat=True))
    Study.objects.filter(frameworks__in=ids).update(last_left_at=timezone.now())
    gone: Counter[str] = Counter()
    for model, field in drawn_from(Framework):
        gone.update(model._default_manager.filter(**{f"{field}__in": ids}).delete()[1])
    return gone


def clear_study(study: Study) -> Counter[str]:
    """Delete what a study keeps of its frameworks as a whole. How many rows went, by model."""
    gone: Counter[str] = Counter()
    for model, field in drawn_from(Study):
        if getattr(model, "goes_with_frameworks", False):
            gone.update(model._default_manager.filter(**{field: study}).delete()[1])
    return gone


def clear_derived(framework: Framework) -> None:
    """Delete what was only worked out from a framework's entries (`is_derived = True`): it is worked out anew."""
    for model, field in drawn_from(Framework):
        if getattr(model, "is_derived", False):
            model._default_manager.filter(**{field: framework}).delete()
