"""Sweeps over every model: each field is classed for submission, and no foreign key crosses the halves."""

from itertools import permutations, product

from django.apps import apps
from django.db.models import CharField, ForeignKey, TextField

from concentric.casework.field_classes import FIELD_CLASSES

# "submission" may point at casework, whose records it sends; never the other way.
CROSSING = {
    *permutations(("casework", "research"), 2),
    *permutations(("submission", "research"), 2),
    ("casework", "submission"),
    *product(("foundation",), ("casework", "submission", "research")),
}


def models() -> dict[str, type]:
    return {model.__name__: model for model in apps.get_app_config("casework").get_models()}


def fields_of(model: type) -> set[str]:
    meta = model._meta
    return {field.name for field in (*meta.fields, *meta.many_to_many)}


def test_every_field_is_classed_and_no_class_is_of_a_field_that_is_gone() -> None:
    named = {name: fields_of(model) for name, model in models().items()}
    assert {name: set(classes) for name, classes in FIELD_CLASSES.items()} == named


def test_free_text_about_people_is_never_kept_as_it_is() -> None:
    """A text field may be kept only when its values come from a closed list of ours."""
    closed_without_choices = {
        ("AgendaItem", "part"),
        ("Case", "gender"),
        ("CellMark", "column_key"),
        ("EntryWording", "change"),
        ("EntryWording", "column_key"),
        ("EntryWording", "context_key"),
        ("Meeting", "type_key"),
        ("Referral", "gender"),
    }
    kept = {
        (name, field.name)
        for name, model in models().items()
        for field in model._meta.fields
        if isinstance(field, CharField | TextField) and not field.choices and FIELD_CLASSES[name][field.name] == "kept"
    }
    assert kept == closed_without_choices


def test_no_foreign_key_crosses_the_halves() -> None:
    """Casework and the door point at nothing of research, nor research at them: only ids travel between the halves."""
    crossing = []
    for model in apps.get_models():
        half = model.__module__.split(".")[1] if model.__module__.startswith("concentric.") else ""
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey):
                target = field.related_model.__module__.split(".")
                other = target[1] if target[0] == "concentric" else ""
                if (half, other) in CROSSING:
                    crossing.append(f"{model.__name__}.{field.name}")
    assert crossing == []
