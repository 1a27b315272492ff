"""Drawings of tables: what stands in them can be told apart."""

from __future__ import annotations

import pytest

from concentric.method.instrument.codebook import Node
from concentric.research.coding.actions import apply_code
from concentric.research.cohorts.asking import Question, answer
from concentric.research.cohorts.data import live
from concentric.research.cohorts.pictures import dots_of
from concentric.research.cohorts.shown import Statistic, sheet, shown
from tests.factories.coding import make_coded_study

pytestmark = pytest.mark.django_db


def test_a_row_that_nobody_holds_or_everybody_has_no_p_on_the_page_and_in_its_files() -> None:
    study = make_coded_study(4)
    for framework, cohort in zip(study.frameworks, ("sole", "group", "group", "both"), strict=True):
        framework.values["cohort"] = cohort
        framework.save(update_fields=["values"])
    table = answer(live(study.world.study), Question())
    told = {row.name: row for row in shown(table, (Statistic.P, Statistic.ADJUSTED)).rows}
    names, rows = sheet(table)
    numbers = {values[0]: dict(zip(names, values, strict=False)) for values in rows}

    held = "Harmful attitudes"
    assert float(told[held].statistics[0]) > 0
    assert {told["Exclusion"].statistics, told["Unsupervised places"].statistics} == {("–", "–; –")}
    assert numbers[held]["p, Holm"] is not None
    assert [numbers["Exclusion"][p] for p in ("Exact p", "p, Holm", "p, Benjamini–Hochberg")] == [None] * 3


def test_two_rows_of_one_name_are_drawn_with_what_stands_above_them() -> None:
    study = make_coded_study(2)
    lead = study.world.lead
    vulnerable = lead.study.codes.get(parent__node=Node.VULNERABILITIES.value, context=study.codes["peer"].context)
    apply_code(researcher=lead, entry=study.entry(1, 2), code=vulnerable)
    drawing = dots_of(answer(live(lead.study), Question()), "Everything")
    assert drawing is not None
    rows = [sentence.partition(":")[0] for sentence in drawing.words.split(". ")]
    assert {"Vulnerabilities › Peer", "Risks › Peer"} <= set(rows)
    assert "Harmful attitudes" in rows, "by its name alone, where there is no other of it"
