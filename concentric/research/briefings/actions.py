"""Beginning a briefing, writing in it, working out what it hides, releasing it."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.exchange.report.content import to_plain
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.parts import PART, USUAL
from concentric.research.briefings.permissions import check_can_begin, check_can_release, check_can_write
from concentric.research.briefings.protection import is_laxer, policy_of, released, strictest_released
from concentric.research.briefings.queries import lock_draft
from concentric.research.briefings.standing import Standing, standing_of
from concentric.research.cohorts.data import freeze
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.researcher import Researcher

NOT_WORKED_OUT = "What must be hidden is not worked out yet, or must be again: something changed since."
CHANGED = "Somebody else changed this briefing in the meantime. Open it again; what you typed is still here."


class NotWorkedOut(Refusal):
    """What must be hidden is to be worked out first."""


def begin(*, researcher: Researcher, title: str) -> Briefing:
    """A draft with every part, on the data as they are now. Raises Refusal where there is nothing to count."""
    check_can_begin(researcher)
    with recorded(researcher, "briefing.begun") as note:
        snapshot = freeze(researcher, title)
        if not snapshot.frameworks:
            raise Refusal("No framework is in the study yet, so there is nothing to write a briefing from.")
        note.subject = briefing = Briefing.objects.create(
            study=researcher.study,
            snapshot=snapshot,
            title=title,
            parts=list(USUAL),
            policy=asdict(strictest_released(researcher.study)),
            by=researcher.place,
        )
        return briefing


def write(*, researcher: Researcher, briefing: Briefing, part: str, words: str, version: int) -> None:
    """Keep the author's words of one part. `version` is that of the page they were typed on. Raises Refusal."""
    with recorded(researcher, "briefing.written", briefing, part=part):
        locked = _locked(researcher, briefing, version)
        if part not in PART:
            raise Refusal("A briefing has no such part.")
        locked.words = {**locked.words, part: words}
        _save(locked, "words")


def set_up(
    *, researcher: Researcher, briefing: Briefing, title: str, parts: list[str], policy: Policy, version: int
) -> None:
    """Its title, which parts it has, and from where on counts are small. Raises Refusal."""
    with recorded(researcher, "briefing.set_up", briefing, parts=parts, policy=asdict(policy)):
        locked = _locked(researcher, briefing, version)
        if is_laxer(policy, policy_of(locked)):
            check_can_release(researcher, locked)  # what a lead answers for
        locked.title, locked.parts, locked.policy = title, [key for key in USUAL if key in parts], asdict(policy)
        locked.worked_at = None
        _save(locked, "title", "parts", "policy", "worked_at")


def count_anew(*, researcher: Researcher, briefing: Briefing, version: int) -> None:
    """Take the data as they are now instead of the snapshot that it began with."""
    with recorded(researcher, "briefing.counted_anew", briefing):
        locked = _locked(researcher, briefing, version)
        locked.snapshot, locked.worked_at = freeze(researcher, locked.title), None
        _save(locked, "snapshot", "worked_at")


def release(*, researcher: Researcher, briefing: Briefing, version: int) -> None:
    """Freeze the briefing as it is for good. Raises Refusal while any small count could be worked out."""
    check_can_release(researcher, briefing)
    standing = standing_of(briefing)
    if not standing.protection.is_whole:
        raise NotWorkedOut(f"{NOT_WORKED_OUT} {standing.small_in_words()}")
    if standing.problems:
        raise Refusal(" ".join(standing.problems))
    with recorded(researcher, "briefing.released", briefing, hidden=len(standing.protection.hidden)):
        locked = _locked(researcher, briefing, version)
        check_can_release(researcher, locked)
        _check_nothing_came_between(standing)
        locked.state, locked.released_at = Briefing.State.RELEASED, timezone.now()
        report = standing.draft(locked.released_at, f"Released {locked.released_at:%d.%m.%Y}")
        hidden = frozenset(standing.protection.hidden)
        locked.published = {"report": to_plain(report), "counts": standing.figures.gathered.counts(hidden)}
        _save(locked, "state", "released_at", "published")


def _check_nothing_came_between(standing: Standing) -> None:
    """Neither another release nor a framework that left. The study's row is held, so that of two releases one waits."""
    study = Study.objects.select_for_update().get(pk=standing.briefing.study_id)
    if [str(one.pk) for one in released(standing.briefing)] != [one.id for one in standing.earlier]:
        raise NotWorkedOut("Another briefing was released in the meantime: what must be hidden is another now.")
    snapshot = standing.briefing.snapshot
    if study.last_left_at and snapshot and study.last_left_at > snapshot.at:
        raise Refusal("A framework has left the study since this was counted. Count it anew, then release it.")


def delete_draft(*, researcher: Researcher, briefing: Briefing) -> None:
    """Raises Refusal for one that is released."""
    check_can_write(researcher, briefing)
    with recorded(researcher, "briefing.deleted", briefing):
        Briefing.objects.filter(pk=briefing.pk, state=Briefing.State.DRAFT).delete()


def _locked(researcher: Researcher, briefing: Briefing, version: int) -> Briefing:
    locked = lock_draft(researcher, briefing)
    if locked.version != version:
        raise Refusal(CHANGED)
    return locked


def _save(briefing: Briefing, *fields: str) -> None:
    briefing.version += 1
    briefing.save(update_fields=["version", *fields])
