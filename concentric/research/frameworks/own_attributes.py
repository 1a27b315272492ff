"""The attributes that a study adds to those every framework has; their values are as they are met."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.utils.text import slugify

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.research.frameworks.attributes import Kind, of_study
from concentric.research.frameworks.models import Attribute, Classification, Framework, Study
from concentric.research.frameworks.permissions import check_can_classify
from concentric.research.frameworks.researcher import Researcher

MOST = 60  # a study's own
_KEY = 50
_BATCH = 200
TAKEN = "The study has an attribute of this name already."


def add_attribute(*, researcher: Researcher, label: str) -> Attribute:
    """Another attribute, without values as yet."""
    with recorded(researcher, "attribute.added") as note:
        check_can_classify(researcher)
        study = Study.objects.select_for_update().get(pk=researcher.study.pk)
        _check_free(study, label)
        if study.own_attributes.count() >= MOST:
            raise Refusal(f"A study has {MOST} attributes of its own at most. Remove one first.")
        note.subject = made = study.own_attributes.create(key=_key_of(study, label), label=label)
        return made


def rename_attribute(*, researcher: Researcher, attribute: Attribute, label: str) -> None:
    """Another name; its values and what was said of it stay."""
    with recorded(researcher, "attribute.renamed", attribute):
        check_can_classify(researcher)
        study = Study.objects.select_for_update().get(pk=researcher.study.pk)
        _check_free(study, label, besides=attribute)
        attribute.label = label
        attribute.save(update_fields=["label"])


def remove_attribute(*, researcher: Researcher, attribute: Attribute) -> None:
    """Remove an attribute with its values and every word on it."""
    with recorded(researcher, "attribute.removed", attribute) as note:
        check_can_classify(researcher)
        key = attribute.key
        Classification.objects.filter(framework__study=researcher.study, attribute=key).delete()
        having = _having(researcher.study, key).select_for_update(of=("self",)).only("values", "settled")
        changed = list(having)
        for framework in changed:
            framework.values.pop(key, None)
            framework.settled.pop(key, None)
        Framework.objects.bulk_update(changed, ["values", "settled"], batch_size=_BATCH)
        note.details["frameworks"] = len(changed)
        attribute.delete()


def _having(study: Study, key: str) -> QuerySet[Framework]:
    return study.frameworks.filter(values__has_key=key) | study.frameworks.filter(settled__has_key=key)


def _check_free(study: Study, label: str, besides: Attribute | None = None) -> None:
    taken = {kind.label.casefold() for kind in of_study(study) if besides is None or kind.key != besides.key}
    if label.casefold() in taken:
        raise Refusal(TAKEN)


def _key_of(study: Study, label: str) -> str:
    """A stored key that none of the study's attributes has, like the label as far as letters go."""
    taken = {kind.key for kind in of_study(study)}
    start = slugify(label).replace("-", "_").strip("_")[:_KEY] or "attribute"
    number = 1
    while (key := start if number == 1 else f"{start}_{number}") in taken:
        number += 1
    return key


def get_attribute(researcher: Researcher, attribute_id: uuid.UUID) -> Attribute:
    """One of the study's own. Raises NotVisible."""
    found = researcher.study.own_attributes.filter(pk=attribute_id).first()
    if found is None:
        raise NotVisible
    return found


def values_met(study: Study, kinds: Sequence[Kind]) -> dict[str, Counter[str]]:
    """How many held frameworks have each value of each attribute, by its key. One query."""
    counted: dict[str, Counter[str]] = {kind.key: Counter() for kind in kinds}
    held = study.frameworks.filter(status=Framework.Status.HELD).exclude(origin=Framework.Origin.REFLECTION)
    for values in held.values_list(F("values"), flat=True):
        for key in counted.keys() & values.keys():
            counted[key][values[key]] += 1
    return counted
