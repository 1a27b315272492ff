"""What was answered of a checklist, what was sent back, and what waits for whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from concentric.casework.meetings.queries import get_meeting, visible_meetings
from concentric.casework.signoff.models import Minutes
from concentric.casework.signoff.queries import get_minutes
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.records.quality import WHY, Check, Line
from concentric.submission.quality.checklist import checklist
from concentric.submission.quality.models import QualityAnswer, SendBack

FRESH_DAYS = 60  # signed minutes that nobody has checked wait at home for as long


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A line with what was said of it: left as it is, waiting with the minute-taker, or neither."""

    line: Line
    answer: QualityAnswer | None
    sent_back: SendBack | None

    @property
    def is_open(self) -> bool:
        return self.answer is None and self.sent_back is None


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one rule, those nobody has answered first."""

    check: Check
    why: str
    lines: tuple[AnsweredLine, ...]

    @property
    def open(self) -> int:
        return sum(each.is_open for each in self.lines)


@dataclass(frozen=True, slots=True)
class Checked:
    """The checklist as its page shows it."""

    groups: tuple[Group, ...]
    total: int
    settled: int
    clear: tuple[Check, ...]

    @property
    def open(self) -> list[AnsweredLine]:
        return [each for group in self.groups for each in group.lines if each.is_open]


def signed_minutes(viewer: Viewer, meeting_id: uuid.UUID) -> Minutes:
    """The minutes of a meeting the viewer may see. Raises NotVisible; whether they are signed is for the checks."""
    return get_minutes(viewer, get_meeting(viewer, meeting_id))


def checked(viewer: Viewer, minutes: Minutes) -> Checked:
    """The checklist with its answers. A fixed number of queries."""
    lines = checklist(viewer, minutes)
    answers = {answer.line: answer for answer in minutes.quality_answers.select_related("by__user")}
    waiting = {key: back for back in open_send_backs(minutes) for key in back.lines}
    each = [AnsweredLine(line, answers.get(line.key), waiting.get(line.key)) for line in lines]
    groups = tuple(_groups(each))
    settled = sum(one.answer is not None for one in each)
    found = {group.check for group in groups}
    return Checked(groups, len(each), settled, tuple(check for check in Check if check not in found))


def _groups(lines: list[AnsweredLine]) -> Iterable[Group]:
    for check in Check:
        its = sorted((each for each in lines if each.line.check is check), key=lambda each: not each.is_open)
        if its:
            yield Group(check, WHY[check], tuple(its))


def send_backs(minutes: Minutes) -> QuerySet[SendBack]:
    """Everything that was sent back of these minutes, the latest first."""
    return minutes.send_backs.select_related("by__user", "answered_by__user", "amendment")


def open_send_backs(minutes: Minutes) -> QuerySet[SendBack]:
    """What was sent back and is not closed: waiting for an answer, or its answer for the lead professional."""
    return send_backs(minutes).filter(accepted_at=None)


def get_send_back(viewer: Viewer, send_back_id: uuid.UUID) -> SendBack:
    """One send-back, of minutes that the viewer leads or produced. Raises NotVisible."""
    found = (
        SendBack.objects.filter(_concerns(viewer), pk=send_back_id, minutes__meeting__in=visible_meetings(viewer))
        .select_related("minutes__meeting__case", "by__user", "answered_by__user", "amendment")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def _concerns(viewer: Viewer) -> Q:
    produced = Q(minutes__meeting__chair_id=viewer.id) | Q(minutes__meeting__minute_taker_id=viewer.id)
    return produced | Q(minutes__meeting__case__lead_professional_id=viewer.id)


def lines_of(viewer: Viewer, send_back: SendBack) -> list[Line]:
    """The lines that were sent back, for those who read the whole record."""
    return [line for line in checklist(viewer, send_back.minutes) if line.key in send_back.lines]


def to_answer(viewer: Viewer) -> QuerySet[SendBack]:
    """What waits for this viewer, who took or chaired the minutes, to answer."""
    produced = Q(minutes__meeting__chair_id=viewer.id) | Q(minutes__meeting__minute_taker_id=viewer.id)
    return _waiting(viewer).filter(produced, answered_at=None)


def to_accept(viewer: Viewer) -> QuerySet[SendBack]:
    """Answers that wait for this viewer, who leads the case."""
    return _waiting(viewer).filter(minutes__meeting__case__lead_professional_id=viewer.id, answered_at__isnull=False)


def _waiting(viewer: Viewer) -> QuerySet[SendBack]:
    partnership = Q(minutes__meeting__case__partnership_id=viewer.partnership_id)
    return SendBack.objects.filter(partnership, accepted_at=None).select_related("minutes__meeting__case")


def to_check(viewer: Viewer) -> QuerySet[Minutes]:
    """Minutes signed of late, of cases this viewer leads, of which they have not answered a line yet."""
    since = timezone.now() - dt.timedelta(days=FRESH_DAYS)
    begun = Exists(QualityAnswer.objects.filter(minutes=OuterRef("pk"))) | Exists(
        SendBack.objects.filter(minutes=OuterRef("pk"))
    )
    return (
        Minutes.objects.filter(
            meeting__case__lead_professional_id=viewer.id,
            meeting__case__partnership_id=viewer.partnership_id,
            signed_at__gt=since,
        )
        .exclude(begun)
        .select_related("meeting__case")
        .order_by("signed_at")
    )
