"""The instrument: five contexts by eight columns (Appendix A of the study's briefing), as data.

A new column is an entry here, not a view. Keys are stored in the database and in exchanged files and never
change; labels are shown and may.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ContextKey(StrEnum):
    """The rows of the grid, from the young person outwards."""

    INDIVIDUAL = "individual"
    FAMILY = "family"
    PEERS = "peers"
    SCHOOL = "school"
    NEIGHBOURHOOD = "neighbourhood"


class ColumnKey(StrEnum):
    """The columns of the grid, in the order of Appendix A."""

    HSB = "hsb"
    VULNERABILITY = "vulnerability"
    RISK = "risk"
    RESILIENCE = "resilience"
    STRENGTHS = "strengths"
    INVOLVEMENT = "involvement"
    ACTIONS = "actions"
    CHALLENGES = "challenges"


class Band(StrEnum):
    """How the meeting screen groups columns, so that help stands beside harm."""

    HAPPENED = "happened"
    LIKELIER = "likelier"
    HOLDS = "holds"
    INVOLVED = "involved"
    WILL_DO = "will_do"


@dataclass(frozen=True, slots=True)
class Context:
    """One row. `letter` starts the quick-capture prefix; `instance_name` is what a named one is called."""

    key: ContextKey
    label: str
    short: str
    letter: str
    instance_name: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `is_need` marks what a planned action can answer."""

    key: ColumnKey
    label: str
    short: str
    letter: str
    band: Band
    is_need: bool = False


CONTEXTS: tuple[Context, ...] = (
    Context(ContextKey.INDIVIDUAL, "Individual young person", "Individual", "i", None),
    Context(ContextKey.FAMILY, "Family and home", "Family", "f", "home"),
    Context(ContextKey.PEERS, "Peer group", "Peers", "p", "peer group"),
    Context(ContextKey.SCHOOL, "School", "School", "s", "school"),
    Context(ContextKey.NEIGHBOURHOOD, "Neighbourhood spaces", "Neighbourhood", "n", "place"),
)

COLUMNS: tuple[Column, ...] = (
    Column(ColumnKey.HSB, "Harmful sexual behaviour", "HSB", "h", Band.HAPPENED),
    Column(ColumnKey.VULNERABILITY, "Vulnerability factors", "Vulnerability", "v", Band.LIKELIER, is_need=True),
    Column(ColumnKey.RISK, "Risk factors", "Risk", "r", Band.LIKELIER, is_need=True),
    Column(ColumnKey.RESILIENCE, "Resilience factors", "Resilience", "e", Band.HOLDS),
    Column(ColumnKey.STRENGTHS, "Strengths", "Strengths", "s", Band.HOLDS),
    Column(ColumnKey.INVOLVEMENT, "Professional involvement", "Involvement", "i", Band.INVOLVED),
    Column(ColumnKey.ACTIONS, "Planned actions", "Actions", "a", Band.WILL_DO),
    Column(ColumnKey.CHALLENGES, "Challenges and barriers", "Barriers", "b", Band.WILL_DO),
)

CONTEXT: dict[str, Context] = {context.key.value: context for context in CONTEXTS}
COLUMN: dict[str, Column] = {column.key.value: column for column in COLUMNS}
NEED_COLUMNS: tuple[ColumnKey, ...] = tuple(column.key for column in COLUMNS if column.is_need)
