"""A study's codebook as a tree, and the codes it begins with."""

from __future__ import annotations

from collections import Counter

from django.db.models import Max

from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.codebook import CONTEXT_NAMES, Node, Place, places
from concentric.method.instrument.grid import ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.research.coding.models import Code
from concentric.research.frameworks.models import Study


def tree_of(study: Study) -> Tree:
    """The codes that stand in the codebook now, deprecated ones among them."""
    rows = study.codes.filter(is_removed=False).order_by("position", "number")
    return Tree(
        TreeCode(
            code.pk,
            code.number,
            code.name,
            code.parent_id,
            Node(code.node) if code.node else None,
            ContextKey(code.context) if code.context else None,
            code.colour,
            code.is_deprecated,
        )
        for code in rows
    )


def check_codebook(study: Study) -> None:
    """Raise Refusal where the codebook is not sound: a code above itself or below one that is gone, the same name twice
    below one code, or something coded with a code that is gone.
    """
    try:
        tree = tree_of(study)
    except ValueError:
        raise Refusal("The codes above and below it have changed since. Move the code where it is to stand.") from None
    names = Counter((code.parent, code.name.casefold()) for code in tree.codes)
    if twice := next((code for code in tree.codes if names[code.parent, code.name.casefold()] > 1), None):
        raise Refusal(f"There would be two codes “{twice.name}” in one place. Rename one of them first.")
    if study.codes.filter(is_removed=True, codings__isnull=False).exists():
        raise Refusal("Something has been coded since with a code that would be gone. Code it with another first.")


def next_number(study: Study) -> int:
    """A number that no code of the study has had. Inside a transaction."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    return int(study.codes.aggregate(last=Max("number"))["last"] or 0) + 1


def begin_codebook(study: Study) -> None:
    """Give a study the codes of the beginning, where it has none. Inside a recorded block."""
    if study.codes.exists():
        return
    made: dict[Place, Code] = {}
    for number, place in enumerate(places(), start=1):
        made[place] = Code.objects.create(
            study=study,
            number=number,
            position=number,
            parent=made[Place(place.node, None)] if place.context else None,
            name=CONTEXT_NAMES[place.context] if place.context else place.node.label,
            node="" if place.context else place.node.value,
            context=place.context.value if place.context else "",
        )
