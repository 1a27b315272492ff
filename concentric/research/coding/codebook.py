"""Changing the codebook. Each change is one step with who and why, and its history; any can be taken back.

What re-codes, merging and splitting, is in `coding.recoding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Max

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.actions import hold_entry, new_coding, span_in, working
from concentric.research.coding.memos import check_as_read
from concentric.research.coding.models import Code, Coder, Coding, Step
from concentric.research.coding.permissions import (
    check_can_change_codebook,
    check_can_change_coding,
    check_can_code_framework,
    check_made_by_study,
)
from concentric.research.coding.queries import visible
from concentric.research.coding.replay import CHANGED_SINCE
from concentric.research.coding.stepping import ADDED_AND_GIVEN
from concentric.research.coding.steps import Taking, take_back, taking_step
from concentric.research.coding.tree import check_codebook, next_number, tree_of
from concentric.research.frameworks.models import SHORT, Entry, Study
from concentric.research.frameworks.researcher import Researcher

GONE = "This code is not in the codebook any more. Look at the codebook again."
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)


@contextmanager
def changing_codebook(researcher: Researcher) -> Iterator[Coder]:
    """One transaction for one change at a time, after which the codebook is sound. Raises Refusal."""
    check_can_change_codebook(researcher)
    with working(researcher) as coder:
        Study.objects.select_for_update(no_key=True).get(pk=researcher.study.pk)
        yield coder
        check_codebook(researcher.study)


@contextmanager
def codebook_step(researcher: Researcher, coder: Coder, verb: str, words: str, reason: str) -> Iterator[Taking]:
    with taking_step(researcher, coder, verb, words, reason=reason, in_codebook=True) as step:
        yield step


def standing(researcher: Researcher, code: Code) -> Code:
    """The code as it is now, held until the change is made. Raises Refusal where it is gone."""
    found = researcher.study.codes.select_for_update(no_key=True).filter(pk=code.pk, is_removed=False).first()
    if found is None:
        raise Refusal(GONE)
    return found


def plain_name(name: str) -> str:
    """A code's name without needless spaces. Raises Refusal where there is none, or too long a one."""
    name = " ".join(name.split())
    if not name:
        raise Refusal("Give the code a name.")
    if len(name) > SHORT:
        raise Refusal(f"A code’s name has at most {SHORT} characters. Put the rest into its description.")
    return name


def last_position(researcher: Researcher, parent: Code | None) -> int:
    """Where the last of the codes below `parent` stands."""
    siblings = researcher.study.codes.filter(parent=parent, is_removed=False)
    return int(siblings.aggregate(last=Max("position"))["last"] or 0)


def add_code(
    *,
    researcher: Researcher,
    name: str,
    parent: Code | None = None,
    description: str = "",
    includes: str = "",
    excludes: str = "",
    colour: str = "",
    reason: str = "",
) -> Code:
    """A new code, last of those below `parent`; without one, a new primary node of the study's own."""
    with changing_codebook(researcher) as coder:
        told = {"description": description, "includes": includes, "excludes": excludes}
        code = _new_code(researcher, name, parent, colour=_checked_colour(colour), **told)
        with codebook_step(researcher, coder, "code.added", _added(code), reason) as step:
            step.create(code)
    return code


def add_and_give(
    *,
    researcher: Researcher,
    name: str,
    parent: Code,
    entry: Entry,
    start: int | None = None,
    end: int | None = None,
) -> Code:
    """A detail that is met for the first time: a new code below `parent`, given as `apply_code` gives one. One step."""
    check_can_code_framework(researcher, entry.framework)
    span = span_in(entry, start, end)
    with changing_codebook(researcher) as coder:
        code = _new_code(researcher, name, parent)
        hold_entry(researcher, entry)
        # In the history of the codebook, which stays when a framework goes: it names none.
        words = f"{_added(code)}, and coded an entry with it"
        with codebook_step(researcher, coder, ADDED_AND_GIVEN, words, "") as step:
            step.create(code)
            step.create(new_coding(coder, entry, code, span))
    return code


def _new_code(researcher: Researcher, name: str, parent: Code | None, **fields: str) -> Code:
    """Not saved yet."""
    above = standing(researcher, parent) if parent else None
    return Code(
        study=researcher.study,
        number=next_number(researcher.study),
        parent=above,
        position=last_position(researcher, above) + 1,
        name=plain_name(name),
        **fields,
    )


def _added(code: Code) -> str:
    return f"Added “{code.name}”{f' below “{code.parent.name}”' if code.parent else ''}"


def rename(*, researcher: Researcher, code: Code, name: str, reason: str) -> None:
    """Another name; what it is in the method (`node`, `context`) stays."""
    name = plain_name(name)
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        with codebook_step(researcher, coder, "code.renamed", f"Renamed “{current.name}” to “{name}”", reason) as step:
            step.change(current, name=name)


def described(description: str, includes: str, excludes: str) -> str:
    """All three as one text."""
    parts = (("", description), ("What is coded with it: ", includes), ("What is not: ", excludes))
    return "\n\n".join(f"{before}{text}" for before, text in parts if text)


def describe(
    *,
    researcher: Researcher,
    code: Code,
    description: str,
    includes: str,
    excludes: str,
    reason: str = "",
    mark: str = "",
) -> None:
    """What it means, what is coded with it and what is not. `mark`: of `described`, as `memos.change_memo` takes it."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        now = described(current.description, current.includes, current.excludes)
        check_as_read(now, mark, described(description, includes, excludes))
        with codebook_step(researcher, coder, "code.described", f"Described “{current.name}”", reason) as step:
            step.change(current, description=description, includes=includes, excludes=excludes)


def recolour(*, researcher: Researcher, code: Code, colour: str, reason: str = "") -> None:
    """`colour` as #rrggbb; empty for none."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        words = f"Gave “{current.name}” {'another' if colour else 'no'} colour"
        with codebook_step(researcher, coder, "code.recoloured", words, reason) as step:
            step.change(current, colour=_checked_colour(colour))


def move(
    *, researcher: Researcher, code: Code, parent: Code | None, before: Code | None = None, reason: str = ""
) -> None:
    """To another place in the tree with all below it: before one of the codes there, otherwise after the last."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        above = standing(researcher, parent) if parent else None
        if current.parent_id != (above.pk if above else None):
            check_made_by_study(current)
        if above:
            _check_not_below(researcher, above, current)
        others = researcher.study.codes.filter(parent=above, is_removed=False).exclude(pk=current.pk)
        order = list(others)
        place = next((at for at, one in enumerate(order) if before and one.pk == before.pk), None)
        if before and place is None:
            raise Refusal(GONE)
        order.insert(len(order) if place is None else place, current)
        words = f"Moved “{current.name}” {f'below “{above.name}”' if above else 'to the top'}"
        words += f", before “{before.name}”" if before else ""
        with codebook_step(researcher, coder, "code.moved", words, reason) as step:
            step.change(current, parent=above)
            for position, one in enumerate(order, start=1):
                step.change(one, position=position)


def _check_not_below(researcher: Researcher, above: Code, code: Code) -> None:
    tree = tree_of(researcher.study)
    if tree.by_id[code.pk] in tree.line(tree.by_id[above.pk]):
        raise Refusal(f"“{code.name}” cannot stand below itself. Choose a code that is not below it.")


def deprecate(*, researcher: Researcher, code: Code, reason: str) -> None:
    """What was coded with it stays; it is not offered any more."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        check_made_by_study(current)
        with codebook_step(researcher, coder, "code.deprecated", f"Stopped using “{current.name}”", reason) as step:
            step.change(current, is_deprecated=True)


def restore(*, researcher: Researcher, code: Code, reason: str) -> None:
    """The opposite of `deprecate`."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        with codebook_step(researcher, coder, "code.restored", f"Took “{current.name}” into use again", reason) as step:
            step.change(current, is_deprecated=False)


def remove(*, researcher: Researcher, code: Code, reason: str) -> None:
    """Only what nothing was coded with, and nothing stands below."""
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        check_made_by_study(current)
        check_unused(researcher, current)
        with codebook_step(researcher, coder, "code.removed", f"Removed “{current.name}”", reason) as step:
            step.change(current, is_removed=True)


def is_coded_blind(study: Study) -> bool:
    """Whether two code without seeing each other's work now: how much a code is used is then nobody's to say."""
    return study.double_codings.filter(opened_at=None).exists()


def check_unused(researcher: Researcher, code: Code) -> None:
    if code.children.filter(is_removed=False).exists():
        raise Refusal(f"Other codes stand below “{code.name}”. Move or remove them first.")
    if visible(researcher, Coding.objects.filter(code=code)).exists():
        raise Refusal(f"Something is coded with “{code.name}”. Merge it into another code, or stop using it.")
    if is_coded_blind(researcher.study):
        raise Refusal(
            "Two are coding without seeing each other’s work, and a code that can be removed is one that neither gave. "
            "Until they are compared, stop using it instead."
        )


def take_back_change(*, researcher: Researcher, step: Step) -> int:
    """Take back any change of the codebook, whoever made it; how many of its rows are gone since.

    Raises Refusal where something of it changed since.
    """
    with changing_codebook(researcher):
        if not step.in_codebook or step.study_id != researcher.study.pk:
            raise Refusal(CHANGED_SINCE)
        if step.verb == ADDED_AND_GIVEN:
            _check_given(researcher, step)
        return take_back(researcher, step)


def _check_given(researcher: Researcher, step: Step) -> None:
    """What was coded in the same step goes with it."""
    made = [change["id"] for part in step.parts.all() for change in part.changes]
    given = Coding.objects.filter(pk__in=made, framework__study=researcher.study).select_related("framework", "coder")
    for coding in given:
        check_can_change_coding(researcher, coding)
    if visible(researcher, given).count() < len(given):
        raise Refusal("It was coded where two code without seeing each other’s work. Wait until they are compared.")


def _checked_colour(colour: str) -> str:
    colour = colour.lower()
    if colour and not _COLOUR.fullmatch(colour):
        raise Refusal("Choose a colour from the list.")
    return colour
