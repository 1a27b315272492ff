"""The draft of a briefing: parts with their figures, the author's words between, and nothing that must be hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from concentric.method.analysis.asking import Table
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.disclosure.truths import GAP_WAYS, written
from concentric.method.analysis.gaps import Gap
from concentric.method.analysis.question import reference
from concentric.method.exchange.report.content import Block, Bullets, Heading, Picture, Report, Sheet, Words
from concentric.method.instrument.grid import CONTEXT, CONTEXTS
from concentric.method.records.codebook import TreeCode
from concentric.research.briefings.facts import Facts
from concentric.research.briefings.figures import Figures
from concentric.research.briefings.looked_into import looked_into
from concentric.research.briefings.parts import PART
from concentric.research.briefings.sheets import HIDDEN, sheets, small_groups
from concentric.research.cohorts.gaps import WAYS, needs_flow
from concentric.research.cohorts.pictures import contexts_map

_PROFILE = 8  # findings told of each cohort


class Drafting:
    """One draft. `hidden` are the keys of the counts that must not be shown."""

    def __init__(self, facts: Facts, figures: Figures, hidden: frozenset[str], policy: Policy) -> None:
        self.facts, self.figures, self.hidden, self.policy = facts, figures, hidden, policy

    def report(
        self, title: str, parts: tuple[str, ...], words: Mapping[str, str], *, marking: str, made: datetime
    ) -> Report:
        blocks: list[Block] = []
        for key in parts:
            blocks.append(Heading(PART[key].heading))
            blocks += self.part(key)
            if said := words.get(key, "").strip():
                blocks.append(Words(said, key=key))
        return Report(title, self.facts.name, marking, made, tuple(blocks))

    def part(self, key: str) -> Iterator[Block]:
        """What is drafted of one part."""
        if key in self.figures.tables:
            yield from sheets(PART[key].heading, self.figures, self.figures.tables[key], self.hidden)
            return
        ours = {
            "background": self._background,
            "method": self._method,
            "gaps": self._gaps,
            "cohorts": self._cohorts,
            "limitations": self._limitations,
            "codebook": self._codebook,
        }
        yield from ours[key]()

    def _background(self) -> Iterator[Block]:
        yield Words(self.facts.question)

    def _method(self) -> Iterator[Block]:
        facts, data = self.facts, self.figures.data
        sites = f"{facts.sites} sites, shown as letters" if facts.sites != 1 else "one site"
        given = "Each was given with the consent of the professionals who made it."
        if facts.has_imported:
            given = "Those that sites sent were given with the consent of the professionals who made them; others were "
            given += "taken in from files."
        yield Words(
            f"This briefing rests on {data.frameworks} frameworks from {sites}. Each framework is the record of one "
            f"young person’s multi-agency meeting in five contexts, without names. {given} "
            f"The figures were counted from the data as they stood on {facts.frozen.day} {facts.frozen:%B %Y}."
        )
        if facts.rule:
            yield Words("The study takes in:")
            yield Bullets(facts.rule)
        yield Words(
            f"Entries were coded with a codebook of {len(data.tree.codes)} codes (see the appendix). A framework holds "
            "a code when it, or a detail below it, was recorded at least once. Shares come with Wilson’s 95% interval. "
            "p-values are exact (Fisher, Freeman and Halton), across all cohorts, and not adjusted for how many there "
            "are; a row that everybody holds, or nobody, has none."
        )
        if facts.agreement:
            yield Words(facts.agreement.in_words())
            yield from facts.agreement.by_code(self._is_told)
        smallest, largest = self.policy.smallest, self.policy.largest
        yield Words(
            f"Counts from {smallest} to {largest} are hidden, and so are others that would give them back, in this and "
            "in earlier releases of the study. Whatever is worked out from a hidden count is hidden with it.",
            is_quiet=True,
        )

    def _is_told(self, code: TreeCode) -> bool:
        """Whether it is in print how many hold a code."""
        keys = self.figures.in_all(reference(code))
        return bool(keys) and self.hidden.isdisjoint(keys)

    def _gaps(self) -> Iterator[Block]:
        """Of each need, how many plan what for it."""
        head = ("Frameworks with a need", *WAYS)
        place = {context.key.value: at for at, context in enumerate(CONTEXTS)}
        contexts = sorted(self.figures.contexts, key=lambda gap: place[gap.context])
        if contexts:
            yield Sheet(
                "By context",
                ("Context", *head),
                tuple((CONTEXT[gap.context].label, *self._ways(gap)) for gap in contexts),
                "A need is anything coded under vulnerabilities or risks.",
            )
            yield Picture(needs_flow(contexts, self._shown_ways))
        tree = self.figures.data.tree
        rows = []
        order = {code.number: at for at, code in enumerate(tree.codes)}  # by what is hidden nothing may be ordered
        for gap in sorted(self.figures.needs, key=lambda one: order[int(one.code or 0)]):
            told = self._ways(gap)
            if gap.code is not None and any(one != HIDDEN for one in told):
                name = f"{CONTEXT[gap.context].short}: {tree.by_number[int(gap.code)].name}"
                rows.append((name, *told))
        if rows:
            yield Sheet("By need", ("Need", *head), tuple(rows), "Needs of which everything is hidden are left out.")

    def _ways(self, gap: Gap) -> tuple[str, ...]:
        whole = written(self.figures.gathered.need_atoms(gap))
        ways = (HIDDEN if count is None else str(count) for count in self._shown_ways(gap))
        return (HIDDEN if whole in self.hidden else str(gap.frameworks), *ways)

    def _shown_ways(self, gap: Gap) -> list[int | None]:
        """In the order of WAYS; None where it is hidden."""
        keys = self.figures.gathered.gap_atoms(gap)
        return [None if written(keys[way]) in self.hidden else int(getattr(gap, way)) for way in GAP_WAYS]

    def _cohorts(self) -> Iterator[Block]:
        """Where anything was recorded; for each cohort, what was recorded most often in it."""
        table = self.figures.everything
        if table is None:
            return
        last = table.columns[-1]
        hidden = {row.key for row in table.rows if self.figures.key(table, row, last) in self.hidden}
        yield Picture(contexts_map(self.figures.data.tree, table, hidden))
        for at, column in enumerate(table.columns):
            if column.is_alone and column.size:
                yield from self._profile(table, at)

    def _profile(self, table: Table, at: int) -> Iterator[Block]:
        column = table.columns[at]
        details = [row for row in table.rows if row.level > 2]
        shown = [row for row in details if self.figures.key(table, row, column) not in self.hidden]
        most = sorted((row for row in shown if row.cells[at].n), key=lambda row: -row.cells[at].n)[:_PROFILE]
        if most:
            told = listed([f"{_lower(row.name)} ({row.cells[at].n})" for row in most])
            which = "" if len(shown) == len(details) else ", of those whose count can be shown,"
            yield Words(f"{column.label}: of {column.size} young people, most often recorded{which} were {told}.")

    def _limitations(self) -> Iterator[Block]:
        """Written from what the data are."""
        data, table = self.figures.data, self.figures.everything
        yield Words(
            "The frameworks are those of young people who were discussed while the study ran, not a sample drawn at "
            "random: nothing here says how common anything is elsewhere. What a framework does not record may have "
            "been there all the same; it is not counted as absent. Differences between cohorts are exploratory."
        )
        if table and (small := small_groups(table)):
            yield Words(
                f"Few frameworks: {listed(small)}. Intervals are wide, and a single case moves a share by much."
            )
        if table:
            yield from looked_into(self.figures, table, self.hidden)
        not_known = data.frameworks - sum(c.size for c in (table.columns if table else ()) if c.is_alone)
        if not_known > self.policy.largest:
            yield Words(f"Of {not_known} frameworks the cohort is not known; they stand in no column.")

    def _codebook(self) -> Iterator[Block]:
        """Every code, a chapter for each primary node."""
        tree = self.figures.data.tree
        for top in tree.children(None):
            yield Heading(top.name, 2)
            details = [tree.path(code).partition(" › ")[2] for code in tree.under(top)[1:]]
            yield Bullets(tuple(details)) if details else Words("No details yet.", is_quiet=True)


def listed(items: list[str]) -> str:
    """For a sentence: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _lower(name: str) -> str:
    """For the middle of a sentence; abbreviations stay."""
    return name if len(name) > 1 and name[1].isupper() else name[:1].lower() + name[1:]
