"""The changes that a code's page offers: what each asks, and what it does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from concentric.method.records.codebook import Tree
from concentric.research.coding import codebook, recoding
from concentric.research.coding.codebook_forms import (
    TOP,
    ColourForm,
    DescribeForm,
    MemoOnCodeForm,
    MergeForm,
    MoveForm,
    ReasonForm,
    RenameForm,
)
from concentric.research.coding.memos import mark_of, write_memo
from concentric.research.coding.models import Code
from concentric.research.coding.queries import get_code
from concentric.research.frameworks.researcher import Researcher
from concentric.web.forms import Form

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """`do` gives the code to show afterwards, or none. `done` is said then; a refusal stands at `main_field`."""

    title: str
    button: str
    done: str
    do: Callable[[Researcher, Code, Asked], Code | None]
    main_field: str = "reason"
    moves: bool = False


def asked_code(researcher: Researcher, under: str) -> Code | None:
    """The code that a list of codes names; None for the top. Raises NotVisible."""
    return None if under == TOP else get_code(researcher, uuid.UUID(under))


def _rename(researcher: Researcher, code: Code, asked: Asked) -> Code:
    codebook.rename(researcher=researcher, code=code, **asked)
    return code


def _describe(researcher: Researcher, code: Code, asked: Asked) -> Code:
    codebook.describe(researcher=researcher, code=code, **asked)
    return code


def _recolour(researcher: Researcher, code: Code, asked: Asked) -> Code:
    codebook.recolour(researcher=researcher, code=code, **asked)
    return code


def _move(researcher: Researcher, code: Code, asked: Asked) -> Code:
    before = get_code(researcher, uuid.UUID(asked["before"])) if asked["before"] else None
    parent = asked_code(researcher, asked["under"])
    codebook.move(researcher=researcher, code=code, parent=parent, before=before, reason=asked["reason"])
    return code


def _merge(researcher: Researcher, code: Code, asked: Asked) -> Code:
    target = get_code(researcher, uuid.UUID(asked["target"]))
    recoding.merge(researcher=researcher, source=code, target=target, reason=asked["reason"])
    return target


def _deprecate(researcher: Researcher, code: Code, asked: Asked) -> Code:
    codebook.deprecate(researcher=researcher, code=code, **asked)
    return code


def _restore(researcher: Researcher, code: Code, asked: Asked) -> Code:
    codebook.restore(researcher=researcher, code=code, **asked)
    return code


def _remove(researcher: Researcher, code: Code, asked: Asked) -> None:
    codebook.remove(researcher=researcher, code=code, **asked)


def _memo(researcher: Researcher, code: Code, asked: Asked) -> Code:
    write_memo(researcher=researcher, about=code, text=asked["text"])
    return code


CHANGES: dict[str, Change] = {
    "describe": Change("Describe it", "Save", "The description is saved.", _describe, "description"),
    "memo": Change("Write a memo", "Save the memo", "The memo is saved.", _memo, "text"),
    "rename": Change("Rename it", "Rename", "The code has its new name.", _rename, "name"),
    "recolour": Change("Give it a colour", "Save", "The colour is saved.", _recolour, "colour"),
    "move": Change("Move it", "Move", "The code is moved, with all below it.", _move, "under", moves=True),
    "merge": Change(
        "Merge it into another code",
        "Merge",
        "The codes are merged: what was coded with the other one is coded with this one now.",
        _merge,
        "target",
        moves=True,
    ),
    "deprecate": Change("Stop using it", "Stop using it", "The code is not offered any more.", _deprecate, moves=True),
    "restore": Change("Use it again", "Use it again", "The code is offered again.", _restore, moves=True),
    "remove": Change("Remove it", "Remove", "The code is removed.", _remove, moves=True),
}


def form_of(change: str, code: Code, tree: Tree, data: QueryDict | None = None) -> Form:
    """The form of one change, as the code stands now or as it was sent."""
    ids = f"{change}_%s"
    match change:
        case "rename":
            return RenameForm(data, initial={"name": code.name}, auto_id=ids)
        case "describe":
            now = {name: getattr(code, name) for name in ("description", "includes", "excludes")}
            mark = mark_of(codebook.described(**now))
            return DescribeForm(data, initial={**now, "mark": mark}, auto_id=ids)
        case "recolour":
            return ColourForm(data, now=code.colour, initial={"colour": code.colour}, auto_id=ids)
        case "move":
            initial = {"under": str(code.parent_id or TOP)}
            return MoveForm(data, tree=tree, without=code, initial=initial, auto_id=ids)
        case "merge":
            return MergeForm(data, tree=tree, without=code, auto_id=ids)
        case "memo":
            return MemoOnCodeForm(data, auto_id=ids)
        case _:
            return ReasonForm(data, auto_id=ids)


def forms_of(code: Code, tree: Tree) -> dict[str, Form]:
    """All of them, as the code stands now."""
    return {change: form_of(change, code, tree) for change in CHANGES}
