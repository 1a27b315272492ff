"""An attacker who knows nothing of relations: who tries out which frameworks would print the same briefing.

Each framework is one of the kinds that there can be: a cohort, the codes it was given, what was looked for and not
found in it, where it plans something that nobody coded, which of its needs a plan answers. How many there are of each
kind is all that is not known. So this shares nothing with the relations by which counts are hidden, and finds where one
of them is untrue, or missing.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeVar

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from concentric.method.analysis.asking import answer
from concentric.method.analysis.disclosure.attack import Open, attack
from concentric.method.analysis.disclosure.check import check
from concentric.method.analysis.disclosure.gathering import Gathered
from concentric.method.analysis.disclosure.release import Policy, Release
from concentric.method.analysis.disclosure.suppress import suppress
from concentric.method.analysis.question import Question
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import COLUMN_KEYS, CONTEXT_KEYS, AttributeKind, StudyData
from concentric.research.briefings.figures import figures_of

T = TypeVar("T")
POLICY = Policy()
COHORTS = ("sole", "group", "both")
PEERS, FAMILY = ContextKey.PEERS, ContextKey.FAMILY
TREE = Tree(
    [
        TreeCode("v", 1, "Vulnerabilities", None, Node.VULNERABILITIES),
        TreeCode("vp", 2, "Peer", "v", None, PEERS),
        TreeCode("r", 3, "Risks", None, Node.RISKS),
        TreeCode("rp", 4, "Peer", "r", None, PEERS),
        TreeCode("d", 5, "Drift", "rp"),
        TreeCode("p", 6, "Response", None, Node.RESPONSE),
        TreeCode("pp", 7, "Peer", "p", None, PEERS),
        TreeCode("pf", 8, "Family", "p", None, FAMILY),
    ]
)
NAMED = {2: "code:#2", 4: "need:#4", 5: "code:#5"}
"""Codes that are needs, and how a briefing calls them: of 4, which has a detail, what was coded with just that code."""
PLANS = {7: PEERS, 8: FAMILY}
LOOKED_FOR = {2: {2}, 4: {4, 5}}
"""Codes of which all three states are told, and by which codes they are recorded."""
GROUPS = ("cohort=sole", "cohort=group", "cohort=both", "cohort=both+group", "cohort=both+sole")
PARTS = ("peers", "interventions", "responses", "gaps")


@dataclass(frozen=True)
class Kind:
    """A framework's cohort, the codes it was given, where it plans without a code, which of its needs are answered, and
    what was looked for and not found.
    """

    cohort: str
    codes: frozenset[int]
    uncoded: frozenset[ContextKey] = frozenset()
    answered: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()

    @property
    def contexts(self) -> set[ContextKey]:
        return {*self.uncoded, *(context for code, context in PLANS.items() if code in self.codes)}

    def counted_in(self) -> Iterator[str]:
        """The counts of a briefing that it stands in, by their keys."""
        for code in {above.number for own in self.codes for above in TREE.line(TREE.by_number[own])}:
            yield f"code:#{code}"
            yield from (f"code:#{code} & {group}" for group in GROUPS if self.cohort in group)
        yield from (f"{'absent' if code in self.absent else 'not_recorded'}:#{code}" for code in open_to(self.codes))
        held = {"need:peers": self.codes & NAMED.keys()}
        held |= {key: frozenset({code}) for code, key in NAMED.items()}
        for key, codes in held.items():
            if codes & self.codes:
                if key.startswith("need:"):
                    yield key
                yield f"{key} & way:{self.way(codes)}"

    def way(self, codes: Set[int]) -> str:
        if codes & self.answered:
            return "answered"
        if PEERS in self.contexts:
            return "beside"
        return "elsewhere" if self.contexts else "unplanned"


def subsets(of: Iterable[T]) -> Iterator[frozenset[T]]:
    chosen = list(of)
    return (frozenset(one) for size in range(len(chosen) + 1) for one in combinations(chosen, size))


def open_to(codes: Set[int]) -> list[int]:
    """What is not recorded, and may be absent."""
    return [code for code, by in LOOKED_FOR.items() if not by & codes]


def kinds() -> Iterator[Kind]:
    """All that there can be."""
    for cohort, codes in product(COHORTS, subsets((*NAMED, 6, *PLANS))):
        for uncoded in subsets(context for code, context in PLANS.items() if code not in codes):
            met = codes & NAMED.keys() if uncoded or codes & PLANS.keys() else ()
            others = product(subsets(met), subsets(open_to(codes)))
            yield from (Kind(cohort, codes, uncoded, answered, absent) for answered, absent in others)


KINDS = tuple(kinds())


def study(frameworks: list[Kind], passages: list[int]) -> StudyData:
    """Each code on an entry of its own, and each plan without a code. `passages`: how often a plan of each is coded."""
    codings, entries, answers = [], [], []
    for at, one in enumerate(frameworks):
        plans = [code for code in PLANS if code in one.codes]
        for code in sorted(one.codes):
            codings += [(at, code, part) for part in range(passages[at] if code in PLANS else 1)]
        for position, context in enumerate(sorted(one.uncoded), start=100):
            entries.append((at, position, CONTEXT_KEYS.index(context), COLUMN_KEYS.index(ColumnKey.ACTIONS)))
            plans.append(position)
        answers += [(at, plans[0], need) for need in sorted(one.answered)]
    return StudyData(
        tree=TREE,
        values=tuple({"cohort": one.cohort} for one in frameworks),
        held=np.array(sorted({(at, code) for at, code, _ in codings}), np.int32).reshape(-1, 2),
        framework=np.array([at for at, _, _ in codings], np.int32),
        rows=np.array([(code, code, 1, part, part + 1, 1) for _, code, part in codings], np.int32).reshape(-1, 6),
        absent=np.array(
            [(at, code) for at, one in enumerate(frameworks) for code in sorted(one.absent)], np.int32
        ).reshape(-1, 2),
        entries=np.array(entries, np.int32).reshape(-1, 4),
        answers=np.array(answers, np.int32).reshape(-1, 3),
        attributes=(AttributeKind("cohort", "Cohort", tuple((one, one.title()) for one in COHORTS)),),
        ids=tuple(f"mark {at}" for at in range(len(frameworks))),
    )


def gathered_of(data: StudyData) -> Gathered:
    gathered, heads = figures_of(data, PARTS).gathered, answer(data, Question(codes=("#2", "#4")))
    for row in heads.rows:
        gathered.add_states(heads, row)
    return gathered


class Attacker:
    """Knows the kinds, the cohorts' sizes, and what is in print."""

    def __init__(self) -> None:
        place: dict[str, int] = {}
        found = [(place.setdefault(key, len(place)), at) for at, kind in enumerate(KINDS) for key in kind.counted_in()]
        found += [(place.setdefault(f"all {kind.cohort}", len(place)), at) for at, kind in enumerate(KINDS)]
        self.place = place
        self.weights = csr_array((np.ones(len(found)), tuple(zip(*found, strict=True))))

    def limits(self, printed: dict[str, int], sizes: dict[str, int]) -> LinearConstraint:
        """What is in print, as so many of the kinds."""
        known = {f"all {cohort}": (size, size) for cohort, size in sizes.items()}
        known |= {key: (value, value) for key, value in printed.items() if "counting:" not in key}
        for key, value in printed.items():
            if "counting:" in key:  # a framework with any passage has one at least
                known.setdefault(key.replace(" & counting:segments", ""), (min(value, 1), value))
        rows = [self.place[key] for key in known]
        least, most = np.array(list(known.values()), float).T
        return LinearConstraint(self.weights[rows], least, most)

    def left(self, printed: dict[str, int], sizes: dict[str, int], key: str) -> tuple[int, int]:
        """The least and the most that a count can be."""
        counted, limits = self.weights[[self.place[key]]].toarray()[0], self.limits(printed, sizes)
        ends = []
        for sign in (1, -1):
            found = milp(sign * counted, integrality=np.ones(len(KINDS)), constraints=limits, bounds=Bounds(0, np.inf))
            assert found.x is not None, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


@pytest.fixture(scope="module")
def attacker() -> Attacker:
    return Attacker()


def drawn(seed: int) -> StudyData:
    """Small cohorts; each code is common, rare or in nobody."""
    draw = random.Random(seed)
    often = {code: draw.choice([0, 0.1, 0.3, 0.5, 0.8, 0.95]) for code in (*NAMED, *PLANS)}
    unsaid, looked = draw.choice([0, 0.1, 0.5]), draw.choice([0.1, 0.4])
    frameworks = []
    for cohort in COHORTS:
        for _ in range(draw.randint(6, 16)):
            codes = frozenset(code for code, share in often.items() if draw.random() < share)
            unplanned = [context for code, context in PLANS.items() if code not in codes]
            uncoded = frozenset(context for context in unplanned if draw.random() < unsaid)
            met = codes & NAMED.keys() if uncoded or codes & PLANS.keys() else frozenset()
            answered = frozenset(code for code in met if draw.random() < 0.3)
            absent = frozenset(code for code in open_to(codes) if draw.random() < looked)
            frameworks.append(Kind(cohort, codes, uncoded, answered, absent))
    return study(frameworks, [draw.choice([1, 2, 3, 4]) for _ in frameworks])


def narrow(
    attacker: Attacker, gathered: Gathered, release: Release, hidden: frozenset[str]
) -> dict[str, tuple[int, int]]:
    """The small counts of frameworks of which the attacker is left with too few values."""
    printed, sizes = gathered.counts(hidden), dict(gathered.divided.sizes["cohort"])
    found = {
        key: attacker.left(printed, sizes, key) for key in map(str, release.small(POLICY)) if "counting:" not in key
    }
    return {
        key: (low, high) for key, (low, high) in found.items() if high - low + 1 < POLICY.enough(release.by_key[key])
    }


def some(*counts: tuple[int, int, int, set[int], int]) -> StudyData:
    """So many of sole, group and both have these codes, and so many passages of each plan."""
    made = [
        (Kind(cohort, frozenset(codes)), passages)
        for *many_of, codes, passages in counts
        for cohort, many in zip(COHORTS, many_of, strict=True)
        for _ in range(many)
    ]
    return study([kind for kind, _ in made], [passages for _, passages in made])


STUDIES = {
    "the need is the only risk": some((2, 3, 3, {5}, 0), (5, 4, 4, set(), 0)),
    "all but one have a plan": some((10, 10, 0, {2, 8}, 1), (1, 0, 0, {2}, 0), (1, 0, 8, {8}, 1)),
    **{f"drawn {seed}": drawn(seed) for seed in (0, 20)},
}


@pytest.mark.parametrize("name", STUDIES)
def test_who_tries_out_all_kinds_of_frameworks_finds_no_small_count(attacker: Attacker, name: str) -> None:
    gathered = gathered_of(STUDIES[name])
    release = gathered.release()
    hidden = frozenset(map(str, suppress(release, POLICY).hidden))

    assert check(release, POLICY, hidden) == ()
    assert narrow(attacker, gathered, release, hidden) == {}


def test_what_is_counted_in_all_is_held_in_each_cohort_by_what_binds_it_there() -> None:
    """Vulnerabilities are of the sole, risks of the groups: each 6 in all, and the need of both is 12."""
    release = gathered_of(some((6, 0, 0, {2}, 0), (0, 6, 0, {5}, 0), (6, 6, 8, set(), 0))).release()
    needs = frozenset(key for key in map(str, release.by_key) if "need:" in key or "way:" in key)

    assert attack(release, needs, ["need:peers"]) == {"need:peers": Open(12, 12)}
