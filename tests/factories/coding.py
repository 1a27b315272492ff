"""A small study in coding: received frameworks laid out as entries, codes below the beginning's, and codings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from concentric.foundation.audit.trail import recorded
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.framework import Framework as Document
from concentric.method.records.framework import SubmittedEntry
from concentric.research.coding.actions import apply_code, ensure_codebook, working
from concentric.research.coding.models import Code, Coding
from concentric.research.coding.steps import taking_step
from concentric.research.coding.tree import next_number
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.receive import receive
from concentric.research.frameworks.researcher import Researcher
from tests.factories.studies import StudyWorld, make_study
from tests.factories.submissions import small_framework

# Each framework's entries, in order; plain factors, and one text outside the basic plane of Unicode.
ENTRIES = (
    (ContextKey.SCHOOL, ColumnKey.RISK, "Nobody on duty in the corridors at break"),
    (ContextKey.SCHOOL, ColumnKey.ACTIONS, "Staff in the corridors from Monday"),
    (ContextKey.PEERS, ColumnKey.RISK, "Friends hold harmful attitudes 🙂 towards girls"),
    (ContextKey.INDIVIDUAL, ColumnKey.VULNERABILITY, "Often excluded from lessons"),
    (ContextKey.INDIVIDUAL, ColumnKey.STRENGTHS, "Enjoys cooking"),
)
COHORTS = (Cohort.SOLE, Cohort.GROUP, Cohort.BOTH)


@dataclass
class CodedStudy:
    """`frameworks` in the order in which they came. `codes` by name: the primary nodes by their key, `peer` and
    `school` (child nodes of risks), `attitudes` and `duty` (details below those), `exclusion`.
    """

    world: StudyWorld
    frameworks: list[Framework]
    codes: Mapping[str, Code]

    def entry(self, framework: int = 0, position: int = 0) -> Entry:
        found = Entry.objects.select_related("framework__study").filter(framework=self.frameworks[framework])
        return found.get(position=position)

    def code_entry(
        self,
        name: str,
        framework: int = 0,
        position: int = 0,
        *,
        by: Researcher | None = None,
        start: int | None = None,
        end: int | None = None,
    ) -> Coding:
        coder, entry = by or self.world.coder, self.entry(framework, position)
        return apply_code(researcher=coder, entry=entry, code=self.codes[name], start=start, end=end)


def make_coded_study(frameworks: int = 3, *, coded: bool = True) -> CodedStudy:
    """With `coded`, the coder of the team coded: in each framework the school risk as `duty` and, in all but the
    first, the words "harmful attitudes" of the peer risk as `attitudes`.
    """
    world = make_study()
    received = [_received(world, COHORTS[place % 3]) for place in range(frameworks)]
    made = CodedStudy(world, received, _codes(world.lead))
    for place in range(frameworks if coded else 0):
        made.code_entry("duty", place, 0)
        if place:
            made.code_entry("attitudes", place, 2, start=13, end=30)
    return made


def _received(world: StudyWorld, cohort: Cohort) -> Framework:
    submission = world.submission(coding_document(cohort))
    receive(world.sealed(submission), study=world.study)
    return Framework.objects.select_related("study", "site").get(study=world.study, code=submission.code)


def coding_document(cohort: Cohort = Cohort.SOLE) -> Document:
    """`ENTRIES` as a document, then a summary, a decision and a disagreement."""
    small = small_framework()
    entries = tuple(
        SubmittedEntry(f"{place:016x}", context, column, text) for place, (context, column, text) in enumerate(ENTRIES)
    )
    return replace(small, entries=entries, attributes=replace(small.attributes, cohort=cohort))


def _codes(lead: Researcher) -> dict[str, Code]:
    ensure_codebook(lead)
    made = {code.node: code for code in lead.study.codes.exclude(node="")}
    risks = {code.context: code for code in lead.study.codes.filter(parent=made[Node.RISKS.value])}
    made |= {"peer": risks[ContextKey.PEERS.value], "school": risks[ContextKey.SCHOOL.value]}
    individual = lead.study.codes.get(parent=made[Node.VULNERABILITIES.value], context=ContextKey.INDIVIDUAL.value)
    details = (
        ("attitudes", made["peer"], "Harmful attitudes"),
        ("duty", made["school"], "Unsupervised places"),
        ("exclusion", individual, "Exclusion"),
    )
    for key, parent, name in details:
        made[key] = new_detail(lead, parent, name)
    return made


def new_detail(researcher: Researcher, parent: Code, name: str) -> Code:
    """A code below another, as a step of the codebook."""
    with recorded(researcher, "test.detail", researcher.study), working(researcher) as coder:
        code = Code(study=researcher.study, parent=parent, name=name, number=next_number(researcher.study))
        with taking_step(researcher, coder, "code.added", f"Added {name}", in_codebook=True) as step:
            step.create(code)
    return code
