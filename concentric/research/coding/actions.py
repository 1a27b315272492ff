"""Coding: codes given and taken away, entries re-placed; all of it taken back and done again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Code, Coder, Coding, Step
from concentric.research.coding.naming import label_of
from concentric.research.coding.permissions import (
    check_can_change_coding,
    check_can_code,
    check_can_code_framework,
)
from concentric.research.coding.replay import CHANGED_SINCE
from concentric.research.coding.stepping import GIVEN, PLACED, TAKEN
from concentric.research.coding.steps import Taking, do_again, last_done, last_undone, pass_over, take_back, taking_step
from concentric.research.coding.tree import begin_codebook
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

ANOTHER_SINCE = (
    "This page was out of date: what it asked for is something else by now. Look again, and do it once more."
)
CORRECTED = (
    "The site sent a correction in this moment, and the entry is another one now. Read what stands here now, and do it "
    "once more."
)
_CONTEXTS = {one.key: one.label for one in CONTEXTS}
_COLUMNS = {one.key: one.label for one in COLUMNS}


def ensure_codebook(researcher: Researcher) -> None:
    """Give the study the codes of the beginning, where it has none yet."""
    if researcher.study.codes.exists():
        return
    with recorded(researcher, "codebook.begun", researcher.study):
        Study.objects.select_for_update(no_key=True).get(pk=researcher.study.pk)
        begin_codebook(researcher.study)


@contextmanager
def working(researcher: Researcher) -> Iterator[Coder]:
    """The researcher as a coder, in one transaction; their steps come one after the other.

    Whatever is held while coding is held without its key: who codes points at the study, its coders, codes and entries,
    and is not to wait, when they commit, for somebody who waits for a framework that they hold.
    """
    with transaction.atomic():
        yield Coder.objects.select_for_update(no_key=True).get(pk=coder_of(researcher).pk)


@contextmanager
def in_framework(researcher: Researcher, coder: Coder, verb: str, words: str, of: Framework) -> Iterator[Taking]:
    """A step in one framework, which its words begin with."""
    with taking_step(researcher, coder, verb, f"{of.code}: {words}"[:2_000], framework=of) as step:
        yield step


def apply_code(
    *,
    researcher: Researcher,
    entry: Entry,
    code: Code,
    start: int | None = None,
    end: int | None = None,
    coding_id: uuid.UUID | None = None,
) -> Coding:
    """Give a code to the code points from `start` to before `end` of an entry; without them, to the whole of it.

    Once only: the same code on the same words again, or the same `coding_id`, is the coding there is. Raises Refusal.
    """
    check_can_code_framework(researcher, entry.framework)
    first, last = span_in(entry, start, end)
    wanted = {"entry": entry, "code": code, "start": first, "end": last}
    with working(researcher) as coder:
        _check_code(researcher, Code.objects.select_for_update(no_key=True).filter(pk=code.pk).first())
        hold_entry(researcher, entry)
        resent = Coding.objects.filter(pk=coding_id).first() if coding_id else None
        there = Coding.objects.filter(coder=coder, **wanted).first()
        if resent and resent != there:
            raise Refusal(ANOTHER_SINCE)
        if there:
            return there
        new = new_coding(coder, entry, code, (first, last), coding_id)
        words = f"coded {'' if new.is_whole else 'part of '}entry {entry.position + 1} with {label_of(code)}"
        with in_framework(researcher, coder, GIVEN, words, entry.framework) as step:
            step.create(new)
    return new


def hold_framework(researcher: Researcher, framework: Framework) -> None:
    """To the end of the transaction nothing takes it, or an entry of it, out of the study. Raises Refusal where it is
    gone already.
    """
    current = Framework.objects.select_for_update(no_key=True).only("status").get(pk=framework.pk)
    check_can_code_framework(researcher, current)


def hold_entry(researcher: Researcher, entry: Entry) -> None:
    """The same of an entry: a correction may just have taken it away."""
    hold_framework(researcher, entry.framework)
    if not Entry.objects.filter(pk=entry.pk).exists():
        raise Refusal(CORRECTED)


def new_coding(
    coder: Coder, entry: Entry, code: Code, span: tuple[int, int], coding_id: uuid.UUID | None = None
) -> Coding:
    """Not saved yet."""
    start, end = span
    return Coding(
        id=coding_id or uuid.uuid4(),
        framework=entry.framework,
        entry=entry,
        code=code,
        coder=coder,
        start=start,
        end=end,
        is_whole=span == (0, len(entry.text)),
    )


def _check_code(researcher: Researcher, code: Code | None) -> None:
    """As it stands now: somebody may be changing the codebook."""
    if code is None or code.study_id != researcher.study.pk or code.is_removed:
        raise Refusal("This code is not in the codebook any more. Choose another.")
    if code.is_deprecated:
        raise Refusal(
            f"“{code.name}” is not to be used any more. Choose another code, or bring it back in the codebook."
        )


def span_in(entry: Entry, start: int | None, end: int | None) -> tuple[int, int]:
    """Both None: the whole entry. Raises Refusal where these are no words of it."""
    if start is None and end is None:
        return 0, len(entry.text)
    if start is None or end is None or not 0 <= start < end <= len(entry.text):
        raise Refusal("These words are not in the entry. Select them again.")
    return start, end


def remove_coding(*, researcher: Researcher, coding: Coding) -> None:
    """Take a code away from what it was given to."""
    check_can_change_coding(researcher, coding)
    with working(researcher) as coder:
        current = Coding.objects.select_for_update().filter(pk=coding.pk).first()
        if current is None:  # sent twice
            return
        words = f"took {label_of(coding.code)} away from entry {coding.entry.position + 1}"
        with in_framework(researcher, coder, TAKEN, words, coding.framework) as step:
            step.delete(current)


def re_place(*, researcher: Researcher, entry: Entry, context: ContextKey | None, column: ColumnKey | None) -> None:
    """Put an entry where it belongs in the grid. Where the site put it stays. Both None: outside the grid."""
    check_can_code_framework(researcher, entry.framework)
    _check_nobody_codes_it_blind(entry.framework)
    if (context is None) != (column is None):
        raise Refusal("Choose both a context and a column.")
    if context is None and entry.first_context:
        raise Refusal("This entry stood in the grid. Choose a context and a column.")
    place = f"{_CONTEXTS[context]}, {_COLUMNS[column]}" if context and column else "outside the grid"
    with working(researcher) as coder:
        current = Entry.objects.select_for_update(no_key=True).filter(pk=entry.pk).first()
        if current is None:  # its framework was corrected
            raise Refusal(ANOTHER_SINCE)
        words = f"moved entry {entry.position + 1} to {place}"
        with in_framework(researcher, coder, PLACED, words, entry.framework) as step:
            step.change(current, context=context or "", column=column or "")
    entry.context, entry.column = current.context, current.column


def _check_nobody_codes_it_blind(framework: Framework) -> None:
    """Where an entry stands is the same for both, and would tell one that the other moved it."""
    if framework.double.filter(sample__opened_at=None).exists():
        raise Refusal("Two are coding this framework without seeing each other’s work. Move it when they are compared.")


def undo(researcher: Researcher) -> tuple[Step, int]:
    """Take back the researcher's last step, whatever it was; how much of it is gone since.

    Raises Refusal where something of it changed since.
    """
    return _replay(researcher, back=True)


def redo(researcher: Researcher) -> tuple[Step, int]:
    """Do again what was taken back last."""
    return _replay(researcher, back=False)


def leave_as_it_is(researcher: Researcher, step_id: uuid.UUID) -> None:
    """Pass over the step that undo or redo would come to, where that is refused: what is beneath it is within reach."""
    check_can_code(researcher)
    with working(researcher) as coder:
        step = next((one for one in (last_done(coder), last_undone(coder)) if one and one.pk == step_id), None)
        if step is None:
            raise Refusal(ANOTHER_SINCE)
        pass_over(researcher, step)


def _replay(researcher: Researcher, *, back: bool) -> tuple[Step, int]:
    check_can_code(researcher)
    try:
        with working(researcher) as coder:
            step = last_done(coder) if back else last_undone(coder)
            if step is None:
                raise Refusal("There is nothing to take back." if back else "There is nothing to do again.")
            if step.verb == PLACED and step.framework:
                _check_nobody_codes_it_blind(step.framework)
            return step, (take_back if back else do_again)(researcher, step)
    except IntegrityError:  # a correction took its entry away in this moment
        raise Refusal(CHANGED_SINCE) from None
