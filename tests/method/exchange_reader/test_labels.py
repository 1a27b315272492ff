"""What headings and row labels are taken to mean: a table of cases, as partnerships write them."""

from __future__ import annotations

import pytest

from concentric.method.exchange.framework_docx.labels import columns_of, context_of, is_corner
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey

C, X = ColumnKey, ContextKey

HEADINGS = [
    ("Young person’s HSB", {C.HSB}),
    ("YP’s HSB", {C.HSB}),
    ("Harmful sexual behavior", {C.HSB}),
    ("Vulnerability factors\n(pre-existing factors)", {C.VULNERABILITY}),
    ("Vunerabilities", {C.VULNERABILITY}),
    ("Vuln. factors", {C.VULNERABILITY}),
    ("Pre-existing factors", {C.VULNERABILITY}),
    ("Risk factors (factors directly related to HSB)", {C.RISK}),
    ("RISKS", {C.RISK}),
    ("Resiliance", {C.RESILIENCE}),
    ("Resilience / protective factors", {C.RESILIENCE}),
    ("Strenghts", {C.STRENGTHS}),
    ("Family strengths", {C.STRENGTHS}),
    ("Prof. involvement to date", {C.INVOLVEMENT}),
    ("Agencies involved", {C.INVOLVEMENT}),
    ("Planned actions/interventions", {C.ACTIONS}),
    ("Interventions planned", {C.ACTIONS}),
    ("Challenges / barriers to intervention", {C.CHALLENGES}),
    ("Obstacles", {C.CHALLENGES}),
    ("Protective factors", {C.RESILIENCE, C.STRENGTHS}),
    ("Risks and vulnerabilities", {C.RISK, C.VULNERABILITY}),
    ("Actions / barriers", {C.ACTIONS, C.CHALLENGES}),
    ("Date", set()),
    ("Mother works nights and sees risk in the long way home", set()),
    ("", set()),
]

LABELS = [
    ("Individual young person’s characteristics", {X.INDIVIDUAL}, ""),
    ("YP", {X.INDIVIDUAL}, ""),
    ("Family /\nHome(s)\ncharacteristics", {X.FAMILY}, ""),
    ("Familly and home", {X.FAMILY}, ""),
    ("Mother’s home", {X.FAMILY}, "Mother’s home"),
    ("Peer group(s)", {X.PEERS}, ""),
    ("Peer group at school", {X.PEERS}, "Peer group at school"),
    ("School(s)", {X.SCHOOL}, ""),
    ("School(s) – Harrow Lane Academy", {X.SCHOOL}, "Harrow Lane Academy"),
    ("School 2: Millbrook College", {X.SCHOOL}, "Millbrook College"),
    ("School 2", {X.SCHOOL}, "School 2"),
    ("Harrow Lane Academy", {X.SCHOOL}, "Harrow Lane Academy"),
    ("Neighbourhood spaces (specify)", {X.NEIGHBOURHOOD}, ""),
    ("Neighborhood spaces (specify): Tower Park", {X.NEIGHBOURHOOD}, "Tower Park"),
    ("Neighbourhood spaces (Tower Park stairwell)", {X.NEIGHBOURHOOD}, "Tower Park stairwell"),
    ("Community / neighbourhood", {X.NEIGHBOURHOOD}, ""),
    ("Street outside school", {X.NEIGHBOURHOOD}, "Street outside school"),
    ("Home and school", {X.FAMILY, X.SCHOOL}, ""),
    ("Individual and contextual factors to consider", set(), ""),
    ("Millbrook", set(), ""),
]


@pytest.mark.parametrize(("text", "columns"), HEADINGS)
def test_headings(text: str, columns: set[ColumnKey]) -> None:
    assert columns_of(text) == columns


@pytest.mark.parametrize(("text", "contexts", "instance"), LABELS)
def test_row_labels(text: str, contexts: set[ContextKey], instance: str) -> None:
    label = context_of(text)
    assert (label.contexts, label.instance) == (contexts, instance)


@pytest.mark.parametrize("text", ["Individual and contextual factors to consider", "Contexts", "Factors to consider"])
def test_corners(text: str) -> None:
    assert is_corner(text)


def test_our_own_labels_are_understood() -> None:
    assert [columns_of(name) for column in COLUMNS for name in (column.label, column.short)] == [
        {column.key} for column in COLUMNS for _ in range(2)
    ]
    assert [context_of(name).contexts for context in CONTEXTS for name in (context.label, context.short)] == [
        {context.key} for context in CONTEXTS for _ in range(2)
    ]
