"""A spreadsheet of attributes, as researchers keep one: codes of frameworks down its first column, attributes across.

What it would do is shown first, with all that cannot be used, and nothing is done before somebody says so.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.spreadsheet_reading import Table
from concentric.research.frameworks.attributes import Kind, judged_by_researchers
from concentric.research.frameworks.classifying import Word, classify_each
from concentric.research.frameworks.listing import FIRST_COLUMNS, LAST_COLUMN
from concentric.research.frameworks.models import SHORT, Framework
from concentric.research.frameworks.own_attributes import add_attribute, values_met
from concentric.research.frameworks.permissions import check_can_classify
from concentric.research.frameworks.researcher import Researcher

# Columns of our own list, which say nothing that a researcher could change.
_PASSED_OVER = frozenset(name.casefold() for name in (*FIRST_COLUMNS, LAST_COLUMN, "Site"))
_SAYS_UNKNOWN = frozenset({"not known", "unknown", "not_known", "n/k", "?"})


@dataclass(frozen=True, slots=True)
class Change:
    """What one cell would do: `old` and `new` as people read them."""

    code: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What cannot be used, and why. `row` counts as the spreadsheet does; 0 for a whole column."""

    row: int
    what: str
    why: str


@dataclass(slots=True)
class Plan:
    """What a sheet would do. `confirmed` counts cells that say what stands already and no researcher has confirmed."""

    words: dict[uuid.UUID, dict[str, str]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    confirmed: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    new_labels: list[str] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.changes or self.confirmed)


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    kind: Kind
    spellings: Mapping[str, str]


def plan_of(researcher: Researcher, table: Table, *, add_columns: bool) -> Plan:
    """What the table would do to the study as it is now. With `add_columns`, unknown columns become attributes."""
    plan = Plan()
    columns = list(_columns(researcher, table[0], plan, add_columns=add_columns))
    held = researcher.study.frameworks.exclude(origin=Framework.Origin.REFLECTION).defer("document")
    by_code = {one.code.casefold(): one for one in held}
    times = Counter(row[0].casefold() for row in table[1:] if row[0])
    for number, row in enumerate(table[1:], 2):
        framework = by_code.get(row[0].casefold())
        if why := _refused(row[0], framework, times):
            plan.troubles.append(Trouble(number, row[0], why))
        elif framework:
            _plan_row(plan, number, row, framework, columns)
    return plan


def carry_out(*, researcher: Researcher, table: Table, add_columns: bool, reason: str) -> Plan:
    """Do what the plan says, as it stands at this moment, with one reason for all of it. Raises Refusal."""
    with recorded(researcher, "attributes.imported", researcher.study) as note:
        check_can_classify(researcher)
        if add_columns:
            for label in plan_of(researcher, table, add_columns=True).new_labels:
                add_attribute(researcher=researcher, label=label)
        plan = plan_of(researcher, table, add_columns=False)
        if not plan.does_something:
            raise Refusal("The table changes nothing.")
        words = {pk: {key: Word(value, reason) for key, value in of.items()} for pk, of in plan.words.items()}
        classify_each(researcher=researcher, words=words, versions={})
        note.details |= {"changed": len(plan.changes), "confirmed": plan.confirmed, "left_out": len(plan.troubles)}
    return plan


def _columns(researcher: Researcher, header: Sequence[str], plan: Plan, *, add_columns: bool) -> Iterator[_Column]:
    kinds = judged_by_researchers(researcher.study)
    known = {kind.key.casefold(): kind for kind in kinds} | {kind.label.casefold(): kind for kind in kinds}
    met = values_met(researcher.study, kinds)
    seen: set[str] = set()
    for at, title in enumerate(header[1:], 1):
        folded = title.casefold()
        kind = known.get(folded)
        if kind is None and (not title or folded in _PASSED_OVER):
            continue
        if kind is None and add_columns and len(title) <= SHORT:
            kind = Kind(f"new {at}", title)
            plan.new_labels.extend([title] if folded not in seen else [])
        if kind is None:
            plan.troubles.append(Trouble(0, title, "The study has no attribute of this name"))
        elif kind.label.casefold() in seen:
            plan.troubles.append(Trouble(0, title, "An earlier column is the same attribute"))
        else:
            seen |= {folded, kind.label.casefold()}
            yield _Column(at, kind, _spellings(kind, met.get(kind.key, Counter())))


def _spellings(kind: Kind, met: Counter[str]) -> dict[str, str]:
    """What people may write for each value, folded: its key or its label; of as-met values, one met before."""
    if not kind.choices:
        return {value.casefold(): value for value in met}
    return {key.casefold(): key for key, _ in kind.choices} | {label.casefold(): key for key, label in kind.choices}


def _refused(code: str, framework: Framework | None, times: Counter[str]) -> str:
    if not code:
        return "No code in the first column"
    if framework is None:
        return "The study has no framework of this code"
    if framework.status != Framework.Status.HELD:
        return "Nothing of this framework is held any more"
    return "The code is there more than once" if times[code.casefold()] > 1 else ""


def _plan_row(plan: Plan, number: int, row: Sequence[str], framework: Framework, columns: Sequence[_Column]) -> None:
    for column in columns:
        typed, kind = row[column.at], column.kind
        if not typed:
            continue
        value = "" if typed.casefold() in _SAYS_UNKNOWN else column.spellings.get(typed.casefold(), typed)
        if kind.choices and value not in ("", *dict(kind.choices)):
            allowed = ", ".join(label for _, label in kind.choices)
            plan.troubles.append(Trouble(number, f"{row[0]}, {kind.label}: {typed[:60]}", f"Not one of: {allowed}"))
        elif len(value) > SHORT:
            plan.troubles.append(Trouble(number, f"{row[0]}, {kind.label}", f"Longer than {SHORT} characters"))
        else:
            _plan_value(plan, framework, kind, value)


def _plan_value(plan: Plan, framework: Framework, kind: Kind, value: str) -> None:
    old = framework.values.get(kind.key, "")
    if value == old and kind.key in framework.settled:
        return
    plan.words.setdefault(framework.pk, {})[kind.key] = value
    if value != old:
        plan.changes.append(Change(framework.code, kind.label, *(_shown(kind, one) for one in (old, value))))
    else:
        plan.confirmed += 1


def _shown(kind: Kind, value: str) -> str:
    return kind.label_of(value) if value else "Not known"
