"""Every model of casework and the door has its place in destruction, and the places are in an order that works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from concentric.casework.cases.models import Case
from concentric.submission.retention.reach import OF_CASE, OTHERWISE, STAYS
from concentric.submission.retention.words import GROUP_OF


def ours() -> dict[str, type[Model]]:
    configs = [apps.get_app_config(app) for app in ("casework", "submission")]
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    return {model._meta.label: model for model in models}


def leads_to_case(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    """Whether a foreign key of the model, or of what it points at, points at a case."""
    return model is Case or any(
        leads_to_case(target, seen | {model}) for target in targets(model) if target not in seen and target is not model
    )


def targets(model: type[Model]) -> Iterator[type[Model]]:
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey):
            yield field.related_model


def test_every_model_is_placed_once() -> None:
    placed = [*OF_CASE, *OTHERWISE, *STAYS]
    assert sorted(placed) == sorted(ours())
    assert {label for label in (*OF_CASE, *OTHERWISE) if label not in GROUP_OF} == set(), "say what to call it"


def test_whatever_leads_to_a_case_goes_with_it() -> None:
    assert {label for label, model in ours().items() if leads_to_case(model)} - set(OF_CASE) == set()


@pytest.mark.parametrize("label", OF_CASE)
def test_rows_are_found_through_rows_that_are_still_there(label: str) -> None:
    *steps, last = OF_CASE[label].split("__")
    model, order = ours()[label], list(OF_CASE)
    for step in steps:
        model = model._meta.get_field(step).related_model
        assert order.index(label) < order.index(model._meta.label)
    target = model._meta.get_field("id" if last == "pk" else last)
    assert last in ("pk", "case_id") or target.related_model is Case
