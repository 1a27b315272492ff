"""A question put to coded data: which rows, by what, counting what, in which frameworks. Plain data that can be kept.

A code is named by a *reference*, the same in a live study and in a snapshot: "#17" is the code with that number;
"risks/peers" the code that stands on a primary node and a context, "risks" the one that stands on the node.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concentric.method.instrument.vocabulary import Labelled
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import StudyData

MOST_GROUPS = 12
"""Values of an attribute that get a column of their own; the rest are taken together."""


class Counting(Labelled):
    """What is counted. `SEGMENTS` are the passages that were coded: of the response codes, each is an intervention."""

    FRAMEWORKS = "frameworks", "Frameworks"
    ENTRIES = "entries", "Entries"
    SEGMENTS = "segments", "Passages"


class Order(Labelled):
    """Of the rows. By share and by p, a row no longer stands below the one above it in the codebook."""

    TREE = "tree", "As in the codebook"
    MOST = "most", "Most often recorded first"
    P = "p", "Smallest p first"


@dataclass(frozen=True, slots=True)
class Group:
    """Several values of the attribute taken together (any group: "group" and "both")."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Only:
    """Only frameworks whose attribute has one of these values; "" stands for not known."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Having:
    """Only frameworks in which a code (or anything under it) is recorded; with `has` false, in which it is not."""

    code: str
    has: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """The rows are codes, or values of attributes:

    - `codes`: these codes, in this order (references);
    - `under`: everything under these codes (references), without the codes themselves unless `with_heads`;
    - `attributes`: the values of these attributes (keys). Then no code is a row, and frameworks are counted;
    - none of the three: the whole codebook.

    `level` keeps only the rows at that level of the tree (1 primary nodes, 2 and 3 child nodes; 0 all of them);
    `details_only` those codes with none below them.
    `by`: the attribute whose values are the columns; `groups` adds columns of several values together.
    `pair`: the two columns, by the value or the group's label, that odds ratio and difference compare (first less
    second); without one, the first two. `only` and `having` narrow the frameworks that are asked about; all must hold.
    """

    codes: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    with_heads: bool = False
    attributes: tuple[str, ...] = ()
    level: int = 0
    details_only: bool = False
    by: str = "cohort"
    groups: tuple[Group, ...] = ()
    pair: tuple[str, str] | None = None
    counting: Counting = Counting.FRAMEWORKS
    only: tuple[Only, ...] = ()
    having: tuple[Having, ...] = ()
    order: Order = Order.TREE


ANY_GROUP = Group("Any group", ("group", "both"))
ANY_SOLE = Group("Any sole", ("sole", "both"))


def find(tree: Tree, reference: str) -> TreeCode | None:
    """The code that a reference means; None where the codebook has it no longer."""
    if reference.startswith("#"):
        number = reference[1:]
        return tree.by_number.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    node, _, context = reference.partition("/")
    for code in tree.codes:
        stands = code.context == context and bool(context) if code.parent else code.node == node and not context
        if stands and tree.node(code) == node:
            return code
    return None


def reference(code: TreeCode) -> str:
    """A code's reference, by number: that is never given twice."""
    return f"#{code.number}"


def rows_of(data: StudyData, question: Question) -> list[TreeCode]:
    """The codes that are the question's rows, each once. Codes that are not there any more are passed over."""
    tree = data.tree
    if question.codes:
        chosen = _found(tree, question.codes)
    elif question.under:
        heads = _found(tree, question.under)
        chosen = [code for head in heads for code in tree.under(head)[0 if question.with_heads else 1 :]]
    else:
        chosen = list(tree.codes)
    chosen = list(dict.fromkeys(chosen))
    if question.details_only:
        chosen = [code for code in chosen if not tree.children(code)]
    return [code for code in chosen if not question.level or tree.level(code) == question.level]


def missing(data: StudyData, question: Question) -> list[str]:
    """The references in a question that mean no code any more."""
    named = (*question.codes, *question.under, *(one.code for one in question.having))
    return [one for one in dict.fromkeys(named) if find(data.tree, one) is None]


def _found(tree: Tree, references: Iterable[str]) -> list[TreeCode]:
    return [code for one in references if (code := find(tree, one))]
