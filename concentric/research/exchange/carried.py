"""Which models an archive of a study holds, and in which order. Nothing is listed, so a new model is not forgotten."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from concentric.research.exchange.models import ImportBatch, ImportRun
from concentric.research.frameworks.models import ReceivedBundle, Study, StudyMember, WordFile

STAYS: tuple[type[models.Model], ...] = (Study, StudyMember, ReceivedBundle, WordFile, ImportRun, ImportBatch)
# An archive answers to no site and holds nobody of the team but as a coder.
BLANK: dict[str, dict[str, Any]] = {
    "site": {"signer": "", "invitation": "", "joined_on": None, "invited_until": None},
    "framework": {"bundle_id": None},
    "coder": {"place_id": None},
}


@dataclass(frozen=True)
class Carried:
    """A model, and the way from its rows to their study."""

    model: type[models.Model]
    path: str

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        return list(self.model._meta.concrete_fields)

    @property
    def is_tree(self) -> bool:
        """Whether its rows point at each other."""
        return any(field.related_model is self.model for field in self.fields)

    def of(self, study: Study) -> models.QuerySet[models.Model]:
        return self.model._default_manager.filter(**{self.path: study}).order_by("pk")


def carried() -> list[Carried]:
    """Each model after those that it points at."""
    waiting = [
        Carried(model, path)
        for model in apps.get_app_config("research").get_models()
        if model not in STAYS and not getattr(model, "is_derived", False) and (path := _path(model))
    ]
    ordered: list[Carried] = []
    while waiting:
        later = {one.model for one in waiting}
        ready = [one for one in waiting if not (set(_above(one.model)) - {one.model}) & later]
        ordered += ready
        waiting = [one for one in waiting if one not in ready]
    return ordered


def _path(model: type[models.Model]) -> str:
    """The foreign keys by which every row of a model leads to its study: `sample__study`. Empty without any."""
    sure = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]
    for field in sure:
        if field.related_model is Study:
            return field.name
    for field in sure:
        above = field.related_model
        if isinstance(above, type) and above not in STAYS and above is not model and (rest := _path(above)):
            return f"{field.name}__{rest}"
    return ""


def _above(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type):
            yield field.related_model


def written(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as JSON takes it."""
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def read(field: models.Field[Any, Any], value: Any) -> Any:
    """What `written` wrote. Raises ValueError or ValidationError."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return field.target_field.to_python(value) if isinstance(field, models.ForeignKey) else field.to_python(value)
