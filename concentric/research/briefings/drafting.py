"""The draft of a briefing: parts with their figures, the author's words between, and nothing that must be hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from concentric.method.analysis.asking import Cell, Table
from concentric.method.analysis.disclosure.gathering import GAP_WAYS, written
from concentric.method.analysis.disclosure.release import Policy
from concentric.method.analysis.gaps import Gap
from concentric.method.analysis.proportions import wilson
from concentric.method.analysis.question import Counting
from concentric.method.exchange.drawing.dot_plot import Dot, DotRow, dot_plot
from concentric.method.exchange.report.content import Block, Bullets, Heading, Picture, Report, Sheet, Words
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import CONTEXT
from concentric.research.briefings.figures import Figures
from concentric.research.briefings.parts import PART
from concentric.research.cohorts.gaps import WAYS
from concentric.research.cohorts.shown import p_value, percent

HIDDEN = "hidden"
_PROFILE = 8  # findings told of each cohort
_MOST_DOTS = 14
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What a briefing says of its study beside the figures. `rule`: what it takes in, a sentence each."""

    name: str
    question: str
    rule: tuple[str, ...]
    sites: int
    frozen: date
    agreement: str = ""


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
            yield from self._table(PART[key].heading, self.figures.tables[key])
            return
        ours = {
            "background": self._background,
            "method": self._method,
            "gaps": self._gaps,
            "cohorts": self._profiles,
            "limitations": self._limitations,
            "codebook": self._codebook,
        }
        yield from ours[key]()

    def _background(self) -> Iterator[Block]:
        yield Words(self.facts.question)

    def _method(self) -> Iterator[Block]:
        facts, data = self.facts, self.figures.data
        sites = f"{facts.sites} site{'s' if facts.sites != 1 else ''}"
        yield Words(
            f"This briefing rests on {data.frameworks} frameworks from {sites}, shown as letters. Each framework is "
            "the record of one young person’s multi-agency meeting in five contexts, without names, and was given with "
            "the consent of the professionals who made it. "
            f"The figures were counted from the data as they stood on {facts.frozen.day} {facts.frozen:%B %Y}."
        )
        if facts.rule:
            yield Words("The study takes in:")
            yield Bullets(facts.rule)
        yield Words(
            f"Entries were coded with a codebook of {len(data.tree.codes)} codes (see the appendix). A framework holds "
            "a code when it, or a detail below it, was recorded at least once. Shares come with Wilson’s 95% interval, "
            "and p-values are exact (Fisher, Freeman and Halton), across all cohorts."
        )
        if facts.agreement:
            yield Words(facts.agreement)
        smallest, largest = self.policy.smallest, self.policy.largest
        yield Words(
            f"Counts from {smallest} to {largest} are hidden, and so are others that would give them back, in this and "
            "in earlier releases of the study. Whatever is worked out from a hidden count is hidden with it.",
            is_quiet=True,
        )

    def _table(self, title: str, table: Table) -> Iterator[Block]:
        """The table and, where frameworks are counted, its dot plot. Rows of which nothing is shown are left out."""
        compares = table.question.counting is Counting.FRAMEWORKS
        head = ["Attribute" if table.question.attributes else "Code"]
        head += [f"{column.label} ({column.size})" for column in table.columns]
        rows, left_out, dots = [], 0, []
        alone = [at for at, column in enumerate(table.columns) if column.is_alone]
        for row in table.rows:
            told = [
                self._cell(cell, is_hidden=self.figures.key(table, row, column) in self.hidden, compares=compares)
                for column, cell in zip(table.columns, row.cells, strict=True)
            ]
            if all(one == HIDDEN for one in told):
                left_out += 1
                continue
            if table.question.attributes and not row.cells[-1].n:  # a value that nobody has
                continue
            is_head = row.level == 2 or table.question.attributes
            name = f"{row.path[-1]}: {row.name}" if row.path and is_head else row.name
            if compares and not table.question.attributes:
                whole = row.test and all(told[at] != HIDDEN for at in alone)
                told.append(p_value(row.test.p) if row.test and whole else "–")
                dots.append(DotRow(name, tuple(self._dot(row.cells[at], told[at]) for at in alone)))
            rows.append((name, *told))
        if not rows:
            yield Words("Every count of this table is hidden." if left_out else "Nothing was recorded.", is_quiet=True)
            return
        if compares and not table.question.attributes:
            head.append("Exact p")
        yield Sheet(title, tuple(head), tuple(rows), self._note(table, left_out))
        dots = [row for row in dots if any(dot.share for dot in row.dots)]
        if dots:
            series = [f"{table.columns[at].label} ({table.columns[at].size})" for at in alone]
            yield Picture(dot_plot(f"{title}: shares by cohort", series, dots[:_MOST_DOTS]))

    def _cell(self, cell: Cell, *, is_hidden: bool, compares: bool) -> str:
        if is_hidden:
            return HIDDEN
        if not compares or not cell.of:
            return str(cell.n)
        return f"{cell.n} ({percent(cell.n / cell.of)})"

    def _dot(self, cell: Cell, told: str) -> Dot:
        if told == HIDDEN or not cell.of:
            return Dot(None, label=HIDDEN if told == HIDDEN else "nobody")
        interval = wilson(cell.n, cell.of)
        return Dot(cell.n / cell.of, interval.low, interval.high, f"{cell.n} of {cell.of}")

    def _note(self, table: Table, left_out: int) -> str:
        counted = {
            Counting.FRAMEWORKS: "Frameworks, and their share of the column.",
            Counting.ENTRIES: "Entries, not frameworks.",
            Counting.SEGMENTS: "Interventions, not frameworks.",
        }[table.question.counting]
        gone = f" {left_out} rows are left out: everything in them is hidden." if left_out > 1 else ""
        gone = gone or (" One row is left out: everything in it is hidden." if left_out else "")
        return f"{counted} Exploratory: the groups are small, and were not drawn at random.{gone}"

    def _gaps(self) -> Iterator[Block]:
        """Of each need, how many plan what for it."""
        head = ("Frameworks with a need", *WAYS)
        if self.figures.contexts:
            rows = [(CONTEXT[gap.context].label, *self._ways(gap)) for gap in self.figures.contexts]
            yield Sheet(
                "By context",
                ("Context", *head),
                tuple(rows),
                "A need is anything coded under vulnerabilities or risks.",
            )
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
        keys = self.figures.gathered.gap_atoms(gap)
        whole = written(self.figures.gathered.need_atoms(gap))
        told = [HIDDEN if whole in self.hidden else str(gap.frameworks)]
        ways = (HIDDEN if written(keys[way]) in self.hidden else str(getattr(gap, way)) for way in GAP_WAYS)
        return (*told, *ways)

    def _profiles(self) -> Iterator[Block]:
        """For each cohort, what was recorded most often in it."""
        table = self.figures.everything
        for at, column in enumerate(table.columns) if table else ():
            if not table or not column.is_alone or not column.size:
                continue
            told = []
            for row in sorted(table.rows, key=lambda one: -one.cells[at].n):
                key = self.figures.key(table, row, column)
                if row.level > 2 and row.cells[at].n and key not in self.hidden:
                    told.append(f"{_lower(row.name)} ({row.cells[at].n})")
            if told:
                most = _listed(told[:_PROFILE])
                yield Words(f"{column.label}: of {column.size} young people, most often recorded were {most}.")

    def _limitations(self) -> Iterator[Block]:
        """Written from what the data are."""
        data, table = self.figures.data, self.figures.everything
        yield Words(
            "The frameworks are those of young people who were discussed while the study ran, not a sample drawn at "
            "random: nothing here says how common anything is elsewhere. What a framework does not record may have "
            "been there all the same; it is not counted as absent. Differences between cohorts are exploratory."
        )
        sizes = [f"{c.label.lower()} {c.size}" for c in (table.columns if table else ()) if c.is_alone]
        if sizes:
            yield Words(
                f"The cohorts are small: {_listed(sizes)}. Intervals are wide, and a single case moves a share by much."
            )
        silent = list(self._silent(table)) if table else []
        if silent:
            yield Words("Least was recorded of these, so least can be said of them:")
            yield Bullets(tuple(silent))
        not_known = data.frameworks - sum(c.size for c in (table.columns if table else ()) if c.is_alone)
        if not_known > self.policy.largest:
            yield Words(f"Of {not_known} frameworks the cohort is not known; they stand in no column.")

    def _silent(self, table: Table) -> Iterator[str]:
        """The parts of the grid in which fewest frameworks recorded anything."""
        last = len(table.columns) - 1
        found = []
        for row in table.rows:
            code = self.figures.data.tree.by_number[int(row.key[1:])]
            is_need = self.figures.data.tree.node(code) in (Node.VULNERABILITIES, Node.RISKS, Node.STRENGTHS)
            is_shown = self.figures.key(table, row, table.columns[last]) not in self.hidden
            if row.level == 2 and code.context and is_need and is_shown:
                found.append((row.cells[last].n, row))
        for n, row in sorted(found, key=lambda one: one[0])[:_LEAST]:
            yield f"{' › '.join((*row.path, row.name))}: recorded in {n} of {row.cells[last].of} frameworks"

    def _codebook(self) -> Iterator[Block]:
        """Every code, a chapter for each primary node."""
        tree = self.figures.data.tree
        for top in tree.children(None):
            yield Heading(top.name, 2)
            details = [tree.path(code).partition(" › ")[2] for code in tree.under(top)[1:]]
            yield Bullets(tuple(details)) if details else Words("No details yet.", is_quiet=True)


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _lower(name: str) -> str:
    """For the middle of a sentence; abbreviations stay."""
    return name if len(name) > 1 and name[1].isupper() else name[:1].lower() + name[1:]
