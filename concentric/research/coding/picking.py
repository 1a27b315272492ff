"""Finding a code by what is typed of it, and finding typed words in an entry."""

from __future__ import annotations

import hashlib
import json

from concentric.foundation.permissions.checks import Refusal
from concentric.method.records.codebook import Tree, TreeCode
from concentric.research.coding.tree import tree_of
from concentric.research.frameworks.models import Study


def offered(tree: Tree) -> list[TreeCode]:
    """The codes that can be given, in the order of the codebook."""
    return [code for code in tree.codes if not code.is_deprecated]


def for_the_picker(study: Study) -> tuple[bytes, str]:
    """The codebook as the picker reads it, and a mark of its content: JSON, a list of {id, name, path, colour}."""
    tree = tree_of(study)
    codes = [
        {"id": str(code.id), "name": code.name, "path": tree.path(code), "colour": code.colour}
        for code in offered(tree)
    ]
    body = json.dumps(codes, ensure_ascii=False, separators=(",", ":")).encode()
    return body, hashlib.sha256(body).hexdigest()[:32]


def codes_called(study: Study, typed: str) -> list[TreeCode]:
    """The codes that a person may mean: one whose name is just that, otherwise all whose path holds every word."""
    tree = tree_of(study)
    words = typed.casefold().replace("›", " ").split()
    codes = offered(tree)
    exact = [
        code
        for code in codes
        if code.name.casefold().split() == words or tree.path(code, " ").casefold().split() == words
    ]
    if len(exact) == 1:
        return exact
    return [code for code in codes if words and all(word in tree.path(code).casefold() for word in words)]


def span_of(words: str, text: str) -> tuple[int, int]:
    """Where typed words stand in an entry, in code points. Raises Refusal where they do not, or stand twice."""
    found = text.count(words)
    if found == 0:
        raise Refusal("These words are not in the entry. Copy them just as they stand.")
    if found > 1:
        raise Refusal(f"These words stand {found} times in the entry. Add some of the words beside them.")
    start = text.index(words)
    return start, start + len(words)
