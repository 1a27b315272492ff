"""Frameworks on their way to a study, as a viewer may see them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concentric.casework.cases.queries import visible_cases
from concentric.casework.signoff.models import Minutes
from concentric.foundation.accounts.models import Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.submission.review.models import Finding, FindingDecision, Outgoing
from concentric.submission.review.outgoing import instead_of
from concentric.submission.review.passages import Passage, passages
from concentric.submission.studies.models import StudyLink

Decision = Finding.Decision


def visible_outgoing(viewer: Viewer) -> QuerySet[Outgoing]:
    """What is or was on its way from the cases that the viewer may see, the latest first."""
    links = StudyLink.objects.filter(partnership_id=viewer.partnership_id)  # few: where a database does well to begin
    outgoing = Outgoing.objects.filter(case__in=visible_cases(viewer), study__in=links.values("pk"))
    return outgoing.select_related(
        "case__partnership",
        "case__lead_professional__user",
        "minutes__meeting__case",
        "study",
        "settled_by__user",
        "confirmed_by__user",
    )


def named(outgoing: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    """With what a line about each says, and no more: whose case it is of, and for which study."""
    brief = outgoing.select_related(None).select_related("case", "study")
    return brief.only("state", "case__reference", "study__name")


def get_outgoing(viewer: Viewer, outgoing_id: uuid.UUID) -> Outgoing:
    """One framework on its way. Raises NotVisible."""
    outgoing = visible_outgoing(viewer).filter(pk=outgoing_id).first()
    if outgoing is None:
        raise NotVisible
    return outgoing


def get_finding(outgoing: Outgoing, finding_id: uuid.UUID) -> Finding:
    """One finding of it. Raises NotVisible."""
    finding = outgoing.findings.filter(pk=finding_id).first()
    if finding is None:
        raise NotVisible
    return finding


def outgoing_of(viewer: Viewer, minutes: Minutes) -> QuerySet[Outgoing]:
    """What was made of these minutes, for whichever study."""
    return visible_outgoing(viewer).filter(minutes=minutes)


def under_review(viewer: Viewer) -> QuerySet[Outgoing]:
    """What the viewer reviews."""
    mine = visible_outgoing(viewer).filter(case__lead_professional_id=viewer.id)
    return mine.filter(state=Outgoing.State.REVIEW).defer("minutes__record")


def to_confirm(viewer: Viewer) -> QuerySet[Outgoing]:
    """What waits for a second person, for those who read the whole of its minutes and decided on nothing in it."""
    produced = Q(minutes__meeting__chair_id=viewer.id) | Q(minutes__meeting__minute_taker_id=viewer.id)
    reads = Q() if viewer.has(Role.COORDINATOR) else produced
    decided = decisions_by(viewer).filter(outgoing=OuterRef("pk"))
    waiting = visible_outgoing(viewer).filter(reads, ~Exists(decided), state=Outgoing.State.SECOND_LOOK)
    return waiting.exclude(settled_by_id=viewer.id).exclude(begun_by_id=viewer.id).defer("minutes__record")


def with_progress(outgoing: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    """Each with `decided` and `found`: how many findings, and of them how many are decided on."""
    is_decided = Q(findings__decision__in=(Decision.REPLACE, Decision.KEEP))
    counted = outgoing.annotate(found=Count("findings"), decided=Count("findings", filter=is_decided))
    return counted.defer("minutes__record")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is."""

    decided: int
    found: int

    @property
    def is_done(self) -> bool:
        return self.decided == self.found


def progress_of(findings: Iterable[Finding]) -> Progress:
    """How many findings there are, and how many of them are decided on."""
    counted = Counter(finding.decision == Decision.UNDECIDED for finding in findings)
    return Progress(decided=counted[False], found=counted.total())


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its words and what will stand instead."""

    finding: Finding
    passage: Passage
    words: str
    instead: str

    @property
    def is_undecided(self) -> bool:
        return self.finding.decision == Decision.UNDECIDED


def found_in(outgoing: Outgoing) -> list[Found]:
    """Every finding in the order of the minutes."""
    by_path = {passage.path: (place, passage) for place, passage in enumerate(passages(outgoing))}
    located = [(by_path[finding.passage], finding) for finding in outgoing.findings.all() if finding.passage in by_path]
    located.sort(key=lambda pair: (pair[0][0], pair[1].start))
    return [_found(finding, passage) for (_, passage), finding in located]


def _found(finding: Finding, passage: Passage) -> Found:
    words = passage.text[finding.start : finding.end]
    return Found(finding, passage, words, instead_of(finding, words))


def decisions_by(viewer: Viewer) -> QuerySet[FindingDecision]:
    """What the viewer decided or took back, of places that are no finding any more too.

    A scan that opens a finding again is nobody's decision.
    """
    opened = Q(decision=Decision.UNDECIDED, undoes=None)
    return FindingDecision.objects.filter(~opened, by_id=viewer.id)


def last_step(viewer: Viewer, outgoing: Outgoing) -> uuid.UUID | None:
    """The viewer's latest step that is neither an undoing nor undone, and of which a finding is left."""
    steps = decisions_by(viewer).filter(finding__outgoing=outgoing)
    undone = steps.exclude(undoes=None).values("undoes")
    latest = steps.filter(undoes=None).exclude(step__in=undone).order_by("-at", "-id").values_list("step", flat=True)
    return latest.first()
