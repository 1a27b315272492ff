"""A process as a file: versioned JSON, so that another partnership can start from it. Unknown keys are refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from concentric.method.instrument.process import Problem, Process, problems_of

FORMAT = "concentric-process"
VERSION = 1
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A sound process, or None and everything that is wrong with the file."""

    process: Process | None
    problems: tuple[Problem, ...]


def to_document(process: Process) -> dict[str, Any]:
    """The process as plain values for JSON, with its format and version."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(process)))
    return {"format": FORMAT, "version": VERSION, **plain}


def to_json(process: Process) -> str:
    return json.dumps(to_document(process), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes) -> Reading:
    """Read a file. Never raises: what is wrong comes back as problems, all of them at once."""
    if len(text) > MOST_BYTES:
        return _refused("", f"The file is larger than {MOST_BYTES // 1_000_000} MB; settings are far smaller.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _refused("", "This is not a settings file: it cannot be read as JSON.")
    return from_document(document)


def from_document(document: object) -> Reading:
    """Read a file's values, as `to_document` gives them."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return _refused("format", f"This is not a settings file: its format is not “{FORMAT}”.")
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        return _refused("version", f"This version of Concentric reads version {VERSION} of the settings file.")
    problems: list[Problem] = []
    body = {key: value for key, value in document.items() if key not in ("format", "version")}
    process = _read(Process, body, "", problems)
    if not problems:
        problems.extend(problems_of(process))
    return Reading(None if problems else process, tuple(problems))


def _refused(path: str, message: str) -> Reading:
    return Reading(None, (Problem(path, message),))


def _read(kind: Any, value: object, path: str, problems: list[Problem]) -> Any:
    """`value` as `kind`: a dataclass, a tuple of one kind, an enumeration, or a plain type. Notes what does not fit."""
    if is_dataclass(kind):
        return _read_object(kind, value, path, problems)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            return problems.append(Problem(path, "A list is needed here."))
        return tuple(_read(get_args(kind)[0], item, f"{path}[{at}]", problems) for at, item in enumerate(value))
    if issubclass(kind, StrEnum):
        if value in [member.value for member in kind]:
            return kind(value)
        allowed = ", ".join(member.value for member in kind)
        return problems.append(Problem(path, f"“{_shown(value)}” is not known here. Use one of: {allowed}."))
    if type(value) is not kind:
        needed = {str: "Text", int: "A whole number", bool: "true or false"}[kind]
        return problems.append(Problem(path, f"{needed} is needed here."))
    return value


def _read_object(kind: Any, value: object, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return problems.append(Problem(path, "An object with named values is needed here."))
    names = [field.name for field in fields(kind)]
    at = f"{path}." if path else ""
    problems += [Problem(f"{at}{_shown(key)}", "This is not a setting.") for key in value if key not in names]
    problems += [Problem(f"{at}{name}", "This is missing.") for name in names if name not in value]
    types = get_type_hints(kind)
    # Each value is read even where others are missing, so that every problem is told at once.
    read = {name: _read(types[name], value[name], f"{at}{name}", problems) for name in names if name in value}
    return kind(**read) if len(read) == len(names) else None


def _shown(value: object) -> str:
    """A stranger's value, short and safe to print."""
    return str(value)[:60].encode("utf-8", "replace").decode()
