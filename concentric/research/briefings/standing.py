"""A briefing with everything that follows from it: its figures, what is hidden, its draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from concentric.foundation.permissions.checks import Refusal
from concentric.method.analysis.disclosure.gathering import Earlier
from concentric.method.analysis.disclosure.release import Policy, Release
from concentric.method.analysis.disclosure.truths import read
from concentric.method.exchange.report.content import DRAFT, Report, from_plain
from concentric.method.instrument.grid import CONTEXT
from concentric.research.briefings.drafting import Drafting, listed
from concentric.research.briefings.facts import facts_of
from concentric.research.briefings.figures import Figures, figures_of
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.parts import PART
from concentric.research.briefings.protection import (
    Protection,
    earlier_of,
    policy_of,
    protection_of,
    provisional,
)
from concentric.research.cohorts.data import from_snapshot
from concentric.research.cohorts.gaps import WAYS

GIVEN_AWAY = "Counts of few young people can be worked out from what is shown and what was released before: {}."
NAMED = 3
NOT_IN_IT = "In earlier releases, or behind what this one prints"
GONE = "The data that this briefing was counted from were destroyed when the study’s time was up."
_OF_CODES = {"code": "", "need": "", "absent": ": looked into, nothing found", "not_recorded": ": not recorded"}
_WAY = dict(zip(("answered", "beside", "elsewhere", "unplanned"), WAYS, strict=True))


@dataclass(frozen=True)
class Standing:
    """As a briefing stands at one moment."""

    briefing: Briefing
    figures: Figures
    release: Release
    policy: Policy
    protection: Protection
    earlier: tuple[Earlier, ...]

    @property
    def problems(self) -> list[str]:
        """What must be done before it can go out."""
        given_away = self.protection.given_away
        if not given_away:
            return list(self.protection.problems)
        held_by = self.figures.parts_with(given_away)
        parts = [f"“{PART[key].heading}”" for key in self.briefing.parts if key in held_by]
        way_out = f" They stand in {listed(parts)}. Leave these out." if parts else ""
        return [*self.protection.problems, GIVEN_AWAY.format(self._first_in_words(given_away)) + way_out]

    def draft(self, made: datetime, marked: str = DRAFT) -> Report:
        """What it says now; of what is not worked out yet, nothing that could be small is shown."""
        briefing, study = self.briefing, self.briefing.study
        if briefing.snapshot is None:
            raise Refusal(GONE)
        hidden = provisional(self.protection, self.release, self.policy)
        facts = facts_of(study, briefing.snapshot, self.figures.data)
        drafting = Drafting(facts, self.figures, hidden, self.policy)
        marking = f"{study.name} · {marked}"
        day = timezone.localtime(made)
        report = drafting.report(briefing.title, tuple(briefing.parts), briefing.words, marking=marking, made=day)
        return replace(report, by=str(briefing.by), is_draft=marked == DRAFT)

    def small_in_words(self) -> str:
        """What would give a child away if all were shown, with a few of the counts by their names."""
        small = [str(key) for key in self.release.small(self.policy)]
        return f"Counts of so few young people would give one away: {self._first_in_words(small)}." if small else ""

    def _first_in_words(self, keys: Collection[str]) -> str:
        named = [one for _, counts in self.by_table(keys) for one in counts]
        others = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        return "; ".join(f"“{one}”" for one in named[:NAMED]) + others

    def by_table(self, keys: Collection[str]) -> list[tuple[str, list[str]]]:
        """Counts in words, each once: under the first part that it stands in, in the order in which it does."""
        left, found = set(keys), []
        for part in self.briefing.parts:
            here = [key for key in dict.fromkeys(self.figures.by_part.get(part, ())) if key in left]
            left.difference_update(here)
            found.append((PART[part].heading, [self.in_words(key) for key in here]))
        found.append((NOT_IN_IT, sorted(map(self.in_words, left))))
        return [(heading, counts) for heading, counts in found if counts]

    def in_words(self, key: str) -> str:
        """What a count counts, for people, its column last: "Social isolation; Cohort: Both"."""
        by = self.figures.by
        atoms = sorted(read(key), key=lambda one: ("=" in one, one.partition("=")[0] in by, one))
        told = map(self._atom, atoms)
        return "; ".join(one for one in told if one) or "all frameworks"

    def _atom(self, atom: str) -> str:
        tree, data = self.figures.data.tree, self.figures.data
        kind_of, _, number = atom.partition(":#")
        if number and kind_of in _OF_CODES:
            code = tree.by_number.get(int(number))
            return (tree.path(code) if code else "a code") + _OF_CODES[kind_of]
        if atom.startswith("need:"):
            return f"any need: {CONTEXT[atom[5:]].label.lower()}"
        if atom.startswith("way:"):
            return _WAY[atom[4:]].lower()
        if atom.startswith("counting:"):
            return "interventions" if atom.endswith("segments") else "entries"
        if atom.startswith("release:"):
            return next((f"as it was in “{one.name}”" for one in self.earlier if one.id == atom[8:]), "released before")
        name, _, values = atom.partition("=")
        try:
            kind = data.kind(name)
        except LookupError:
            return atom
        apart = " or ".join(kind.label_of(value) for value in values.split("+"))
        return f"{kind.label}: {self.figures.together.get(atom, apart)}"


def standing_of(briefing: Briefing) -> Standing:
    """Count it and see how far its protection has come. Raises Refusal where its data are gone."""
    if briefing.snapshot is None:
        raise Refusal(GONE)
    figures = figures_of(from_snapshot(briefing.snapshot), briefing.parts)
    earlier, policy = earlier_of(briefing), policy_of(briefing)
    release = figures.gathered.release(earlier, policy)
    protection = protection_of(briefing, figures, release, earlier)
    return Standing(briefing, figures, release, policy, protection, earlier)


def report_of(briefing: Briefing) -> Report:
    """The briefing to be read: as it was released, otherwise as it stands. Raises Refusal where its data are gone."""
    if briefing.published:
        return from_plain(briefing.published["report"])
    return standing_of(briefing).draft(timezone.now())
