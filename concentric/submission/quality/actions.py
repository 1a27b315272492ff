"""Answering the checklist: leaving lines as they are, sending minutes back, and closing what was sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from concentric.casework.signoff.actions import amend
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible
from concentric.submission.quality.checklist import checklist
from concentric.submission.quality.models import QualityAnswer, SendBack
from concentric.submission.quality.permissions import check_can_accept, check_can_answer, check_can_check


def leave(*, viewer: Viewer, minutes: Minutes, lines: Iterable[str], remark: str) -> None:
    """Leave lines as they are, with a remark. A line that was left before keeps its first remark.

    Raises NotVisible for a key that is not of this checklist.
    """
    with recorded(viewer, "quality.left", minutes) as note:
        check_can_check(viewer, minutes)
        note.details["lines"] = keys = _known(viewer, minutes, lines)
        _settle(viewer, minutes, keys, remark)


def reopen(*, viewer: Viewer, minutes: Minutes, line: str) -> None:
    """Take back what was said of a line. Raises NotVisible when nothing was."""
    with recorded(viewer, "quality.reopened", minutes, lines=[line]):
        check_can_check(viewer, minutes)
        removed, _ = minutes.quality_answers.filter(line=line).delete()
        if not removed:
            raise NotVisible


def send_back(*, viewer: Viewer, minutes: Minutes, lines: Iterable[str], note_text: str) -> SendBack:
    """Ask those who produced the minutes to look again, at some lines or at the whole."""
    with recorded(viewer, "framework.sent_back") as note:
        check_can_check(viewer, minutes)
        keys = _known(viewer, minutes, lines)
        note.subject = sent = SendBack.objects.create(minutes=minutes, note=note_text, lines=keys, by=viewer.membership)
        note.details["lines"] = keys
        return sent


def answer_by_amendment(*, viewer: Viewer, send_back: SendBack, text: str, reason: str) -> SendBack:
    """Answer with an amendment beside the signed minutes."""
    with recorded(viewer, "send_back.answered", send_back, means="amendment"):
        sent = _held(viewer, send_back)
        sent.amendment = amend(viewer=viewer, minutes=sent.minutes, text=text, reason=reason)
        return _answered(viewer, sent)


def answer_in_words(*, viewer: Viewer, send_back: SendBack, answer: str) -> SendBack:
    """Answer with why the minutes stay as they are."""
    with recorded(viewer, "send_back.answered", send_back, means="words"):
        sent = _held(viewer, send_back)
        sent.answer = answer
        return _answered(viewer, sent)


def accept(*, viewer: Viewer, send_back: SendBack) -> SendBack:
    """Close a send-back with its answer, which settles the lines that it named."""
    with recorded(viewer, "send_back.accepted", send_back):
        sent = SendBack.objects.select_for_update(of=("self",)).get(pk=send_back.pk)
        check_can_accept(viewer, sent)
        remark = f"Amendment {sent.amendment.number} answers it." if sent.amendment else sent.answer
        _settle(viewer, sent.minutes, sent.lines, remark)
        sent.accepted_at = timezone.now()
        sent.save(update_fields=["accepted_at"])
        return sent


def _known(viewer: Viewer, minutes: Minutes, lines: Iterable[str]) -> list[str]:
    keys = list(dict.fromkeys(lines))
    if set(keys) - {line.key for line in checklist(viewer, minutes)}:
        raise NotVisible
    return keys


def _settle(viewer: Viewer, minutes: Minutes, keys: Iterable[str], remark: str) -> None:
    answers = [QualityAnswer(minutes=minutes, line=key, remark=remark, by=viewer.membership) for key in keys]
    QualityAnswer.objects.bulk_create(answers, ignore_conflicts=True)


def _held(viewer: Viewer, send_back: SendBack) -> SendBack:
    sent = (
        SendBack.objects.select_for_update(of=("self",)).select_related("minutes__meeting__case").get(pk=send_back.pk)
    )
    check_can_answer(viewer, sent)
    return sent


def _answered(viewer: Viewer, sent: SendBack) -> SendBack:
    sent.answered_by, sent.answered_at = viewer.membership, timezone.now()
    sent.save(update_fields=["answer", "amendment", "answered_by", "answered_at"])
    return sent
