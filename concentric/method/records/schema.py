"""JSON Schema (draft 2020-12) drawn from dataclasses, and what is wrong with a document by it.

Bounds stand in the annotations: `Annotated[str, Text(most=200)]`. One source gives the types, the published schema and
the check, so that they cannot differ.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Control characters have no place in prose, and hide things from the eye.
_PROSE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
_WHY = {
    "additionalProperties": "has a field that does not belong there",
    "required": "lacks a field",
    "enum": "is not one of the values allowed there",
    "type": "is of the wrong type",
    "pattern": "is not written as it must be",
    "maxLength": "is too long",
    "minLength": "is empty",
    "maxItems": "holds too many",
    "uniqueItems": "holds the same thing twice",
    "maximum": "is too large",
    "minimum": "is too small",
    "anyOf": "is not as it must be",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of a string; `pattern` is of the whole string, and prose where it is empty."""

    most: int
    least: int = 0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """Bounds of a whole number, both included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Many:
    """How many items a tuple may have; `once` when each may be there once only."""

    most: int
    once: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where (`$.framework.entries[3].basis`). Neither repeats a word of the document."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where} {self.why}"


def schema_of(kind: type, *, name: str, rules: dict[str, Any] | None = None) -> dict[str, Any]:
    """The JSON Schema of a dataclass: every field required, no other allowed. `rules` are added to its top level."""
    defined: dict[str, Any] = {}
    _schema(kind, defined)
    top = defined.pop(kind.__name__)
    return {"$schema": DIALECT, "$id": name, **top, **(rules or {}), "$defs": dict(sorted(defined.items()))}


def faults(validator: Draft202012Validator, plain: Any, most: int = 10) -> tuple[Fault, ...]:
    """The first `most` faults of a document, in its order."""
    found = sorted(_leaves(validator.iter_errors(plain)), key=lambda error: list(error.absolute_path))
    return tuple(Fault(error.json_path, _WHY.get(str(error.validator), "is not as it must be")) for error in found)[
        :most
    ]


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """An optional field fails as a whole; what is wrong is inside the form that it was meant to have."""
    for error in errors:
        inner = [e for e in error.context or () if e.validator != "type" or len(e.relative_path)]
        if error.validator == "anyOf" and inner:
            yield from _leaves(iter(inner))
        else:
            yield error


def _schema(kind: Any, defined: dict[str, Any], bound: object = None) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin is typing.Annotated:
        inner, *bounds = get_args(kind)
        return _schema(inner, defined, bounds[0])
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(choice, defined) for choice in get_args(kind)]}
    if origin is tuple:
        return _array(get_args(kind)[0], bound, defined)
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum)):
        return _reference(kind, defined)
    return _simple(kind, bound)


def _reference(kind: type, defined: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in defined:
        defined[name] = {}  # holds its place while its own fields are drawn
        defined[name] = _values(kind) if issubclass(kind, Enum) else _object(kind, defined)
    return {"$ref": f"#/$defs/{name}"}


def _values(kind: type[Enum]) -> dict[str, Any]:
    return {"description": _described(kind), "type": "string", "enum": [member.value for member in kind]}


def _object(kind: type, defined: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind)]
    return {
        "description": _described(kind),
        "type": "object",
        "properties": {name: _schema(hints[name], defined) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _array(item: Any, bound: object, defined: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(bound, Many):
        raise TypeError("a list in a document needs its bound, Many(…)")
    once = {"uniqueItems": True} if bound.once else {}
    return {"type": "array", "items": _schema(item, defined), "maxItems": bound.most, **once}


def _simple(kind: Any, bound: object) -> dict[str, Any]:
    if kind is bool:
        return {"type": "boolean"}
    if kind is type(None):
        return {"type": "null"}
    if kind is int and isinstance(bound, Whole):
        return {"type": "integer", "minimum": bound.least, "maximum": bound.most}
    if kind is str and isinstance(bound, Text):
        # `$` stands before a last line feed too, in Python: the lookahead refuses one.
        pattern = rf"^(?:{bound.pattern})$(?!\n)" if bound.pattern else _PROSE
        least = {"minLength": bound.least} if bound.least else {}
        return {"type": "string", **least, "maxLength": bound.most, "pattern": pattern}
    raise TypeError(f"{kind} cannot stand in a document without its bound")


def _described(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())
