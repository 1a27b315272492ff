"""Working out what a briefing hides, a little at a time: each step is a short request that others need not wait for.

The release falls apart into parts that say nothing of each other. They are protected one by one, in a fixed order; how
far it has come is kept with the briefing, under a sum of everything that it depends on.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from concentric.method.analysis.disclosure.check import check
from concentric.method.analysis.disclosure.gathering import Earlier
from concentric.method.analysis.disclosure.release import Policy, Release
from concentric.method.analysis.disclosure.suppress import CannotProtectError, suppress
from concentric.research.briefings.figures import Figures
from concentric.research.briefings.models import Briefing

SECONDS = 1.5
"""How long one step works before it answers; a single large part may take longer."""


@dataclass(frozen=True, slots=True)
class Protection:
    """`small` are hidden for themselves, `others` so that the small stay so. `problems` block the release."""

    digest: str
    done: int
    parts: int
    small: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    @property
    def hidden(self) -> frozenset[str]:
        return self.small | self.others

    @property
    def is_whole(self) -> bool:
        """Nothing is left to be worked out."""
        return self.done == self.parts

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "small": sorted(self.small), "others": sorted(self.others)}


def policy_of(briefing: Briefing) -> Policy:
    return replace(Policy(), **briefing.policy)


def earlier_of(briefing: Briefing) -> list[Earlier]:
    """What the study released before, the oldest first."""
    released = Briefing.objects.filter(study=briefing.study_id, state=Briefing.State.RELEASED).exclude(pk=briefing.pk)
    return [
        Earlier(
            str(one.pk),
            one.title,
            one.published["counts"],
            {key: (value, high) for key, (value, high) in one.published["hidden"].items()},
            one.published["sizes"],
        )
        for one in released.order_by("released_at")
        if one.published
    ]


def is_laxer(policy: Policy, than: Policy) -> bool:
    """Whether it hides less."""
    return (
        policy.largest < than.largest
        or policy.open_values < than.open_values
        or (than.complements and not policy.complements)
    )


def protection_of(briefing: Briefing, figures: Figures, release: Release, earlier: list[Earlier]) -> Protection:
    """How far it has come; from the beginning again where anything that it depends on has changed.

    Until all is worked out, every small count is hidden, and everything that hangs together with one.
    """
    policy, parts = policy_of(briefing), _parts(release, policy_of(briefing))
    digest = _digest(briefing, release, policy)
    kept = briefing.protection
    if kept.get("digest") == digest:
        sets = {name: frozenset(kept[name]) for name in ("small", "others")}
        return Protection(digest, kept["done"], kept["parts"], **sets, problems=tuple(kept["problems"]))
    problems = (*figures.too_narrow(policy), *figures.too_close(earlier, policy))
    return Protection(digest, 0, len(parts), problems=problems)


def provisional(protection: Protection, release: Release, policy: Policy) -> frozenset[str]:
    """What must not be shown now: what is hidden, and of parts not worked out yet everything."""
    waiting = _parts(release, policy)[protection.done :]
    return protection.hidden | frozenset(str(cell.key) for part in waiting for cell in part.cells if not cell.is_public)


def go_on(protection: Protection, release: Release, policy: Policy, seconds: float = SECONDS) -> Protection:
    """Protect further parts for about so long."""
    until = time.monotonic() + seconds
    parts = _parts(release, policy)
    while not protection.is_whole:
        part = parts[protection.done]
        small, others, problems = set(protection.small), set(protection.others), list(protection.problems)
        try:
            found = suppress(part, policy)
        except CannotProtectError as fault:
            small |= {str(key) for key in part.small(policy)}
            problems.append(f"A small count is given away by what is in print already: {fault.key}")
        else:
            small |= {str(key) for key in found.small}
            others |= {str(key) for key in found.others}
        protection = replace(
            protection,
            done=protection.done + 1,
            small=frozenset(small),
            others=frozenset(others),
            problems=tuple(problems),
        )
        if time.monotonic() >= until:
            break
    return protection


def given_away(protection: Protection, release: Release, policy: Policy) -> list[str]:
    """The keys of small counts that an attacker could work out from all that is shown. Empty: it may go out."""
    return [str(one.key) for one in check(release, policy, frozenset(protection.hidden))]


def _parts(release: Release, policy: Policy) -> list[Release]:
    """Those with something small, the largest last, so that the progress is seen to move."""
    return sorted((part for part in release.apart() if part.small(policy)), key=lambda part: len(part.cells))


def _digest(briefing: Briefing, release: Release, policy: Policy) -> str:
    cells = [[str(cell.key), cell.value, cell.low, cell.high, cell.is_public] for cell in release.cells]
    # Sets have no order of their own: another worker finds the same relations in another one.
    ties = sorted([sorted((str(k), w) for k, w in r.terms.items()), r.low, str(r.high)] for r in release.relations)
    read = json.dumps([asdict(policy), cells, ties], sort_keys=True)
    return hashlib.sha256(read.encode()).hexdigest()
