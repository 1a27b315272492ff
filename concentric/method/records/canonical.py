"""Records as JSON and back, and their hash.

The form is canonical: the same record always gives the same bytes, so its SHA-256 says whether a word has changed.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

R = TypeVar("R")


def to_plain(value: Any) -> Any:
    """A record (or part of one) as dictionaries, lists and strings. Instants are written in UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def from_plain(kind: type[R], plain: Any) -> R:
    """The record that `to_plain` wrote. Raises ValueError, KeyError or TypeError when `plain` is not one."""
    return typing.cast("R", _decode(kind, plain))


def canonical_bytes(record: Any) -> bytes:
    """The record as UTF-8 JSON with sorted keys and no spaces."""
    return json.dumps(to_plain(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def record_hash(record: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(record)).hexdigest()


def _decode(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [argument for argument in get_args(kind) if argument is not type(None)]
        return None if plain is None else _decode(inner[0], plain)
    if origin is tuple:
        return tuple(_decode(get_args(kind)[0], item) for item in plain)
    if is_dataclass(kind):
        return _decode_record(kind, plain)
    if issubclass(kind, datetime):
        return datetime.fromisoformat(plain)
    if issubclass(kind, date):
        return date.fromisoformat(plain)
    if issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(plain).__name__}")
    return plain


def _decode_record(kind: Any, plain: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    unknown = set(plain) - set(hints)
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {sorted(unknown)[0]}")
    return kind(**{name: _decode(hints[name], value) for name, value in plain.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
