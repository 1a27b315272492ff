"""Memos: on the study, a framework, an entry or a code; and on some coded words, where they stand with the coding."""

from __future__ import annotations

import hashlib
import uuid

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.actions import ANOTHER_SINCE, hold_entry, hold_framework, working
from concentric.research.coding.models import Code, Coding, Memo
from concentric.research.coding.permissions import (
    check_can_change_coding,
    check_can_change_memo,
    check_can_code,
)
from concentric.research.coding.steps import taking_step
from concentric.research.frameworks.models import Entry, Framework, Study
from concentric.research.frameworks.researcher import Researcher

About = Study | Framework | Entry | Code
_KINDS: dict[type[About], Memo.About] = {
    Study: Memo.About.STUDY,
    Framework: Memo.About.FRAMEWORK,
    Entry: Memo.About.ENTRY,
    Code: Memo.About.CODE,
}


class OtherWords(Exception):
    """Somebody wrote other words since these were read; `now` is what stands."""

    def __init__(self, now: str) -> None:
        super().__init__("changed meanwhile")
        self.now = now


def mark_of(words: str) -> str:
    """Stands for a memo's words as somebody read them, in the form in which they change it."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def check_as_read(now: str, mark: str, text: str) -> None:
    """Raise OtherWords where the words are not any more what `mark` stands for; unless they are those of `text`."""
    if mark not in ("", mark_of(now)) and text != now:
        raise OtherWords(now)


def write_memo(*, researcher: Researcher, about: About, text: str, memo_id: uuid.UUID | None = None) -> Memo:
    """A new memo. Once only: the same `memo_id` again is the memo there is."""
    check_can_code(researcher)
    kind = _KINDS[type(about)]
    framework = about.framework if isinstance(about, Entry) else about if isinstance(about, Framework) else None
    with working(researcher) as coder:
        if memo_id and (there := Memo.objects.filter(pk=memo_id).first()):
            if (there.by_id, there.study_id) != (coder.pk, researcher.study.pk):
                raise Refusal(ANOTHER_SINCE)
            return there
        if isinstance(about, Entry):
            hold_entry(researcher, about)
        elif isinstance(about, Framework):
            hold_framework(researcher, about)
        memo = Memo(
            id=memo_id or uuid.uuid4(),
            study=researcher.study,
            about=kind,
            framework=framework,
            entry=about if isinstance(about, Entry) else None,
            code=about if isinstance(about, Code) else None,
            text=text,
            by=coder,
        )
        words = f"Wrote a memo on {_named(about)}"
        with taking_step(researcher, coder, "memo.written", words, framework=framework) as step:
            step.create(memo)
    return memo


def change_memo(*, researcher: Researcher, memo: Memo, text: str, mark: str = "") -> None:
    """Other words for a memo; none removes it. Raises OtherWords where it is not any more what `mark` stands for."""
    check_can_change_memo(researcher, memo)
    with working(researcher) as coder:
        current = Memo.objects.select_for_update().filter(pk=memo.pk).first()
        if current is None:
            raise Refusal(ANOTHER_SINCE)
        check_as_read(current.text, mark, text)
        words = f"{'Changed' if text else 'Removed'} a memo on {memo.get_about_display().lower()}"
        with taking_step(researcher, coder, "memo.changed", words, framework=memo.framework) as step:
            step.change(current, text=text) if text else step.delete(current)


def note_coding(*, researcher: Researcher, coding: Coding, text: str, mark: str = "") -> None:
    """What is noted of just these coded words; none removes it. Raises OtherWords as `change_memo`."""
    check_can_change_coding(researcher, coding)
    with working(researcher) as coder:
        current = Coding.objects.select_for_update().filter(pk=coding.pk).first()
        if current is None:
            raise Refusal(ANOTHER_SINCE)
        check_as_read(current.memo, mark, text)
        words = f"{coding.framework.code}: wrote a memo on entry {coding.entry.position + 1}, {coding.code.name}"
        with taking_step(researcher, coder, "coding.noted", words, framework=coding.framework) as step:
            step.change(current, memo=text)


def _named(about: About) -> str:
    if isinstance(about, Entry):
        return f"entry {about.position + 1} of {about.framework.code}"
    if isinstance(about, Framework):
        return about.code
    return f"the code {about.name}" if isinstance(about, Code) else "the study"
