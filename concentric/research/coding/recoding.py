"""Merging codes and splitting one: the changes of the codebook that re-code what was coded. No coded word is lost."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.codebook import (
    changing_codebook,
    check_unused,
    codebook_step,
    is_coded_blind,
    last_position,
    plain_name,
    standing,
)
from concentric.research.coding.models import Code, Coding
from concentric.research.coding.permissions import check_made_by_study
from concentric.research.coding.redeciding import decided_of_both, split_decided
from concentric.research.coding.steps import Taking
from concentric.research.coding.tree import next_number, tree_of
from concentric.research.frameworks.models import LINE
from concentric.research.frameworks.researcher import Researcher


@dataclass(frozen=True, slots=True)
class NewCode:
    """One of the codes that another is split into, with the ids of the codings that go to it."""

    name: str
    codings: frozenset[uuid.UUID] = frozenset()


def merge(*, researcher: Researcher, source: Code, target: Code, reason: str) -> int:
    """Code with `target` all that is coded with `source`, which then goes; how many codings that were.

    Where one coder gave both codes to the same words, one coding stays, with the memos of both. What stands below
    `source`, the memos on it, and what two coders decided of it, go to `target`; but not what they decided of one of
    the two where the other says otherwise.
    """
    with changing_codebook(researcher) as coder:
        goes, stays = standing(researcher, source), standing(researcher, target)
        check_made_by_study(goes)
        _check_apart(researcher, goes, stays)
        codings, others = (list(Coding.objects.select_for_update().filter(code=one)) for one in (goes, stays))
        there = {_words_of(one): one for one in others}
        twice = [one for one in codings if _words_of(one) in there]
        again = {one.pk for one in twice}
        stand, fall = decided_of_both(goes, stays, [*codings, *others])
        words = f"Merged “{goes.name}” into “{stays.name}”"
        if not is_coded_blind(researcher.study):
            words += f": {_counted(len(codings), 'coding')}"
            words += f", {len(twice)} of them on words that had both" if twice else ""
        words += f"; {_counted(len(fall), 'decision')} of two coders set aside" if fall else ""
        with codebook_step(researcher, coder, "code.merged", words, reason) as step:
            step.delete_all(twice)
            for one in twice:
                _take_over(step, there[_words_of(one)], one)
            step.change_all([one for one in codings if one.pk not in again], code=stays)
            last = last_position(researcher, stays)
            for place, child in enumerate(goes.children.filter(is_removed=False), start=last + 1):
                step.change(child, parent=stays, position=place)
            step.change_all(goes.memos.all(), code=stays)
            step.change_all(stand, code=stays)
            step.delete_all(fall)
            step.change(goes, is_removed=True)
            step.mention(stays)
    return len(codings)


def _check_apart(researcher: Researcher, goes: Code, stays: Code) -> None:
    if goes.pk == stays.pk:
        raise Refusal("Choose another code to merge it into.")
    tree = tree_of(researcher.study)
    if tree.by_id[goes.pk] in tree.line(tree.by_id[stays.pk]):
        raise Refusal(f"“{stays.name}” stands below “{goes.name}”. Move it out first, or merge the other way round.")
    names = {one.name.casefold() for one in tree.children(tree.by_id[stays.pk]) if one.id != goes.pk}
    if both := next((one for one in tree.children(tree.by_id[goes.pk]) if one.name.casefold() in names), None):
        raise Refusal(f"Both have a code “{both.name}” below them. Merge these two first.")


def _words_of(coding: Coding) -> tuple[uuid.UUID, uuid.UUID, int, int]:
    return coding.entry_id, coding.coder_id, coding.start, coding.end


def _take_over(step: Taking, stays: Coding, goes: Coding) -> None:
    """What was noted of the same words under the other code."""
    notes = [stays.memo, *([goes.memo] if goes.memo not in stays.memo else [])]
    step.change(
        stays,
        memo="\n\n".join(filter(None, notes)),
        is_whole=stays.is_whole or goes.is_whole,
    )


def split(
    *, researcher: Researcher, code: Code, into: Sequence[NewCode], below: bool, reason: str, retire: bool = False
) -> list[Code]:
    """New codes below a code or beside it, each with those of its codings that were chosen; the rest stay with it.

    With `retire`, the code goes, if nothing is left of it. Beside a code of the beginning no new one can stand.
    """
    names = [plain_name(one.name) for one in into]
    if not names:
        raise Refusal("Name at least one new code.")
    with changing_codebook(researcher) as coder:
        current = standing(researcher, code)
        if not below or retire:
            check_made_by_study(current)
        parts = list(zip(_new_codes(researcher, current, names, below=below), _chosen(current, into), strict=True))
        is_told = not is_coded_blind(researcher.study)
        listed = [f"“{new.name}”" + is_told * f" with {_counted(len(some), 'coding')}" for new, some in parts]
        words = f"Split “{current.name}”: {', '.join(listed)}"[:LINE]
        with codebook_step(researcher, coder, "code.split", words, reason) as step:
            for new, codings in parts:
                step.create(new)
                step.change_all(codings, code=new)
            split_decided(step, current, parts)
            if retire:
                check_unused(researcher, current)
                step.change(current, is_removed=True)
            step.mention(current)
    return [new for new, _ in parts]


def _new_codes(researcher: Researcher, code: Code, names: list[str], *, below: bool) -> list[Code]:
    """Not yet saved; in the colour of the code that they come from."""
    study, parent = researcher.study, code if below else code.parent
    number, last = next_number(study), last_position(researcher, parent)
    return [
        Code(study=study, number=number + at, parent=parent, position=last + 1 + at, name=name, colour=code.colour)
        for at, name in enumerate(names)
    ]


def _chosen(code: Code, into: Sequence[NewCode]) -> list[list[Coding]]:
    """The codings of each new code. Raises Refusal where one is asked for twice, or is the code's no more."""
    asked = [key for one in into for key in one.codings]
    found = {one.pk: one for one in Coding.objects.select_for_update().filter(code=code)}
    if len(set(asked)) != len(asked) or not set(asked) <= set(found):
        raise Refusal("What is coded with it has changed since. Look again, and choose once more.")
    return [[found[key] for key in one.codings] for one in into]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
