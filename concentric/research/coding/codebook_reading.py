"""The codebook as its pages show it: the tree with how much each code is used, what was coded, and its history."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.method.records.codebook import Tree, TreeCode
from concentric.research.coding.models import Code, Coding, Step
from concentric.research.coding.packing import CODE, CodedRows
from concentric.research.coding.queries import visible
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

_CONTEXTS = {one.key.value: one.label for one in CONTEXTS}
_COLUMNS = {one.key.value: one.label for one in COLUMNS}


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a code is used in the frameworks of the study: with all below it, and by itself (`codings_here`)."""

    frameworks: int = 0
    codings: int = 0
    codings_here: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A code of the tree as it is shown; `is_found`: it has the words that were looked for."""

    code: TreeCode
    usage: Usage
    is_found: bool
    below: tuple[Branch, ...]


def usage_of(tree: Tree, coded: CodedRows) -> dict[int, Usage]:
    """By number of the code. What does not count in tables does not count here."""
    rows = coded.counting
    size = len(tree.codes)
    place = np.full(max(tree.by_number, default=0) + 2, size)  # what is in no tree counts in a row of its own
    place[[code.number for code in tree.codes]] = np.arange(size)
    places = place[np.minimum(rows.rows[:, CODE], len(place) - 1)]
    here = np.bincount(places, minlength=size + 1)
    with_below, used = here.copy(), np.zeros((size + 1, len(coded.frameworks)), bool)
    used[places, rows.framework] = True
    for at, above in reversed(list(enumerate(tree.parents()))):
        if above is not None:
            with_below[above] += with_below[at]
            used[above] |= used[at]
    frameworks = used.sum(axis=1)
    return {
        code.number: Usage(int(frameworks[at]), int(with_below[at]), int(here[at]))
        for at, code in enumerate(tree.codes)
    }


def branches(tree: Tree, usage: dict[int, Usage], found: set[uuid.UUID] | None) -> tuple[Branch, ...]:
    """The tree; with `found`, only the codes of it with those above them."""

    def grown(codes: tuple[TreeCode, ...]) -> Iterator[Branch]:
        for code in codes:
            below = tuple(grown(tree.children(code)))
            is_found = found is not None and code.id in found
            if found is None or is_found or below:
                yield Branch(code, usage.get(code.number, Usage()), is_found, below)

    return tuple(grown(tree.children(None)))


def codes_with(study: Study, words: str) -> set[uuid.UUID]:
    """The codes that have all of these words in their name, description or examples, whatever their case."""
    wanted = words.casefold().split()
    texts = study.codes.filter(is_removed=False).values_list("pk", "name", "description", "includes", "excludes")
    return {pk for pk, *parts in texts if all(word in " ".join(parts).casefold() for word in wanted)}


def quotes(researcher: Researcher, code: Code) -> QuerySet[Coding]:
    """What the researcher may see coded with a code, framework by framework, with its entry, site and coder."""
    found = Coding.objects.filter(code=code, framework__status=Framework.Status.HELD)
    ready = found.select_related("framework__site", "entry", "coder").defer("framework__document")
    return visible(researcher, ready.order_by("framework__code", "entry__position", "start", "end", "pk"))


def place_name(entry: Entry) -> str:
    """Where an entry stands now, as people call it."""
    if not entry.context:
        return str(Entry.Kind(entry.kind).label)
    return f"{_CONTEXTS.get(entry.context, entry.context)}, {_COLUMNS.get(entry.column, entry.column)}"


def history(researcher: Researcher) -> QuerySet[Step]:
    """Every change of the codebook, the last first, without its rows."""
    return researcher.study.steps.filter(in_codebook=True).select_related("by").defer("changes")


def history_of(researcher: Researcher, code: Code) -> list[Step]:
    """The changes that were about one code, the last first."""
    steps = researcher.study.steps.filter(in_codebook=True).select_related("by")
    return [step for step in steps if any(one["id"] == str(code.pk) for one in step.changes)]


def get_step(researcher: Researcher, step_id: uuid.UUID) -> Step:
    """A change of the codebook. Raises NotVisible."""
    found = history(researcher).filter(pk=step_id).first()
    if found is None:
        raise NotVisible
    return found
