"""What a briefing hides, and what an attacker makes of the rest.

The release falls apart into parts that say nothing of each other. They are protected one by one, in a fixed order, and
at the end all that is shown is attacked together. How far it has come is kept with the briefing, under a sum of
everything that it depends on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.disclosure.check import check
from concentric.method.analysis.disclosure.gathering import Earlier
from concentric.method.analysis.disclosure.release import Policy, Release
from concentric.method.analysis.disclosure.suppress import CannotProtectError, Suppression, suppress
from concentric.research.briefings.figures import Figures, figures_of
from concentric.research.briefings.models import Briefing
from concentric.research.cohorts.data import from_snapshot
from concentric.research.frameworks.models import Study

FORGOTTEN = (
    "“{}” was released from data that were destroyed when the study’s time was up. What it hides can no longer be kept "
    "from being worked out, so nothing more is counted or released."
)


@dataclass(frozen=True, slots=True)
class Protection:
    """`small` are hidden for themselves, `others` so that the small stay so. `steps`: the parts, and the attack.

    `problems` block the release, and so do small counts that are `given_away`.
    """

    digest: str
    done: int
    steps: int
    small: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    given_away: tuple[str, ...] = ()

    @property
    def hidden(self) -> frozenset[str]:
        return self.small | self.others

    @property
    def is_whole(self) -> bool:
        """Nothing is left to be worked out."""
        return self.done == self.steps

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "small": sorted(self.small), "others": sorted(self.others)}


def policy_of(briefing: Briefing) -> Policy:
    return replace(Policy(), **briefing.policy)


def strictest_released(study: Study) -> Policy:
    """What a new briefing begins with: it hides no less than any that is out."""
    policies = [policy_of(one) for one in study.briefings.filter(state=Briefing.State.RELEASED)] or [Policy()]
    return replace(
        Policy(),
        largest=max(policy.largest for policy in policies),
        open_values=max(policy.open_values for policy in policies),
        complements=any(policy.complements for policy in policies),
    )


def released(briefing: Briefing) -> list[Briefing]:
    """What the study released before, the oldest first."""
    others = Briefing.objects.filter(study=briefing.study_id, state=Briefing.State.RELEASED).exclude(pk=briefing.pk)
    return list(others.select_related("snapshot").order_by("released_at"))


def earlier_of(briefing: Briefing) -> tuple[Earlier, ...]:
    """The same as later releases are held against it: what it hides is counted again from its snapshot, and kept
    nowhere else. Raises Refusal where the snapshot went with the frameworks.
    """
    return tuple(_as_released(one) for one in released(briefing) if one.published)


def _as_released(briefing: Briefing) -> Earlier:
    if briefing.snapshot is None:
        raise Refusal(FORGOTTEN.format(briefing.title))
    gathered = figures_of(from_snapshot(briefing.snapshot), briefing.parts).gathered
    counts = briefing.published["counts"] if briefing.published else {}
    return Earlier(str(briefing.pk), briefing.title, gathered, counts, policy_of(briefing))


def is_laxer(policy: Policy, than: Policy) -> bool:
    """Whether it hides less."""
    return (
        policy.largest < than.largest
        or policy.open_values < than.open_values
        or (than.complements and not policy.complements)
    )


def protection_of(briefing: Briefing, figures: Figures, release: Release, earlier: Iterable[Earlier]) -> Protection:
    """How far it has come; from the beginning again where anything that it depends on has changed."""
    policy = policy_of(briefing)
    problems = (*figures.too_narrow(policy), *figures.too_close(earlier, policy))
    digest = _digest(release, policy, problems)
    kept = briefing.protection
    if kept.get("digest") != digest:
        return Protection(digest, 0, len(_parts(release, policy)) + 1, problems=problems)
    small, others = frozenset(kept["small"]), frozenset(kept["others"])
    return Protection(digest, kept["done"], kept["steps"], small, others, problems, tuple(kept["given_away"]))


def provisional(protection: Protection, release: Release, policy: Policy) -> frozenset[str]:
    """What must not be shown now: what is hidden, and of parts not worked out yet everything."""
    waiting = _parts(release, policy)[protection.done :]
    return protection.hidden | frozenset(str(cell.key) for part in waiting for cell in part.cells if not cell.is_public)


def worked_out(protection: Protection, release: Release, policy: Policy) -> Iterator[Protection]:
    """What is left to be done, step by step."""
    for part in _parts(release, policy)[protection.done :]:
        found = _protected(part, policy)
        protection = replace(
            protection,
            done=protection.done + 1,
            small=protection.small | {str(key) for key in found.small},
            others=protection.others | {str(key) for key in found.others},
        )
        yield protection
    if not protection.is_whole:
        found_out = check(release, policy, frozenset(protection.hidden))
        yield replace(protection, done=protection.steps, given_away=tuple(str(one.key) for one in found_out))


def _protected(part: Release, policy: Policy) -> Suppression:
    """Where nothing protects it, all of it is hidden; the attack then says what is given away all the same."""
    try:
        return suppress(part, policy)
    except CannotProtectError:
        small = part.small(policy)
        others = frozenset(cell.key for cell in part.cells if not cell.is_public) - small
        return Suppression(small - part.unprinted, others - part.unprinted)


def _parts(release: Release, policy: Policy) -> list[Release]:
    """Those with something small, the largest last, so that the progress is seen to move."""
    return sorted((part for part in release.apart() if part.small(policy)), key=lambda part: len(part.cells))


def _digest(release: Release, policy: Policy, problems: tuple[str, ...]) -> str:
    # Sets have no order of their own: another worker finds the same relations in another one.
    ties = sorted([sorted((str(k), w) for k, w in r.terms.items()), str(r.low), str(r.high)] for r in release.relations)
    read = json.dumps([asdict(policy), [asdict(cell) for cell in release.cells], ties, problems], sort_keys=True)
    return hashlib.sha256(read.encode()).hexdigest()
