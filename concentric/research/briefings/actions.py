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
from concentric.research.briefings.protection import given_away, go_on, is_laxer, policy_of
from concentric.research.briefings.standing import standing_of
from concentric.research.cohorts.data import freeze
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.researcher import Researcher

CHANGED = "Somebody else changed this briefing in the meantime. Open it again; what you typed is still here."


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
            policy=asdict(Policy()),
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
        _save(locked, "title", "parts", "policy")


def count_anew(*, researcher: Researcher, briefing: Briefing, version: int) -> None:
    """Take the data as they are now instead of the snapshot that it began with."""
    with recorded(researcher, "briefing.counted_anew", briefing):
        locked = _locked(researcher, briefing, version)
        locked.snapshot = freeze(researcher, locked.title)
        _save(locked, "snapshot")


def protect(*, researcher: Researcher, briefing: Briefing) -> bool:
    """Work out a little more of what is hidden. Says whether all is done."""
    check_can_write(researcher, briefing)
    standing = standing_of(briefing)
    further = go_on(standing.protection, standing.release, standing.policy)
    with recorded(researcher, "briefing.protected", briefing, done=further.done, of=further.parts):
        Briefing.objects.filter(pk=briefing.pk, state=Briefing.State.DRAFT).update(protection=further.plain())
    return further.is_whole


def release(*, researcher: Researcher, briefing: Briefing, version: int) -> None:
    """Freeze the briefing as it is for good. Raises Refusal while any small count could be worked out."""
    check_can_release(researcher, briefing)
    left = Study.objects.values_list("last_left_at", flat=True).get(pk=researcher.study.pk)
    if left and briefing.snapshot and left > briefing.snapshot.at:
        raise Refusal("A framework has left the study since this was counted. Count it anew, then release it.")
    standing = standing_of(briefing)
    if not standing.protection.is_whole:
        raise Refusal("What must be hidden is not worked out yet.")
    if standing.protection.problems:
        raise Refusal(" ".join(standing.protection.problems))
    found = given_away(standing.protection, standing.release, standing.policy)
    if found:
        told = "; ".join(standing.in_words(key) for key in found[:3])
        raise Refusal(f"It would give children away: {told}.")
    with recorded(researcher, "briefing.released", briefing, hidden=len(standing.protection.hidden)):
        locked = _locked(researcher, briefing, version)
        check_can_release(researcher, locked)
        if locked.study.briefings.filter(state=Briefing.State.RELEASED, released_at__gt=standing.looked_at).exists():
            raise Refusal("Another briefing was released in the meantime. Work out again what must be hidden.")
        locked.state, locked.released_at = Briefing.State.RELEASED, timezone.now()
        report = standing.draft(locked.released_at, f"Released {locked.released_at:%d.%m.%Y}")
        locked.published = {
            "report": to_plain(report),
            "counts": standing.figures.gathered.counts(frozenset(standing.protection.hidden)),
            "hidden": standing.figures.gathered.hidden_counts(frozenset(standing.protection.hidden)),
            "sizes": standing.figures.sizes(),
        }
        _save(locked, "state", "released_at", "published")


def delete_draft(*, researcher: Researcher, briefing: Briefing) -> None:
    """Raises Refusal for one that is released."""
    check_can_write(researcher, briefing)
    with recorded(researcher, "briefing.deleted", briefing):
        Briefing.objects.filter(pk=briefing.pk, state=Briefing.State.DRAFT).delete()


def _locked(researcher: Researcher, briefing: Briefing, version: int) -> Briefing:
    locked = Briefing.objects.select_for_update(of=("self",)).select_related("study").get(pk=briefing.pk)
    check_can_write(researcher, locked)
    if locked.version != version:
        raise Refusal(CHANGED)
    return locked


def _save(briefing: Briefing, *fields: str) -> None:
    briefing.version += 1
    briefing.save(update_fields=["version", *fields])
