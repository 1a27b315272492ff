"""Where plans miss the need, which codes come together, and where anything was recorded: pages with drawings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.method.analysis.asking import answer
from concentric.method.analysis.cooccurrence import Together, together
from concentric.method.analysis.question import Only, Question, reference
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import StudyData
from concentric.research.coding.blind import coded_blind_by
from concentric.research.cohorts.data import live
from concentric.research.cohorts.gaps import WAYS, gap_table
from concentric.research.cohorts.pictures import contexts_map, together_map, told_apart
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.researcher import researcher_in
from concentric.web import forms

MOST_CODES = 14
PAIRS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes: frameworks with `both`, and with each."""

    first: str
    second: str
    both: int
    of_first: int
    of_second: int
    overlap: float


class GapForm(forms.Form):
    """Which frameworks, and how finely needs are told apart."""

    of = forms.ChoiceField(label="Frameworks", required=False)
    level = forms.ChoiceField(label="Needs", choices=[("3", "By detail"), ("2", "By context")], required=False)

    def __init__(self, *args: Any, data: StudyData, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = _groups(data)
        numbered = [(str(at), label) for at, (_, label) in enumerate(self._groups)]
        self.fields["of"].choices = [("", "All"), *numbered]  # type: ignore[attr-defined]

    def only(self) -> tuple[Only, ...]:
        chosen = self.cleaned_data["of"]
        return (self._groups[int(chosen)][0],) if chosen else ()


class TogetherForm(forms.Form):
    """Codes below which to look."""

    under = forms.ChoiceField(label="Codes under", required=False)

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = [(reference(code), tree.path(code)) for code in tree.codes if tree.children(code)]
        self.fields["under"].choices = [("", "The whole codebook"), *heads]  # type: ignore[attr-defined]


def _groups(data: StudyData) -> list[tuple[Only, str]]:
    """Every value of every attribute that some framework has. An address holds its number, not somebody's own words."""
    return [
        (Only(kind.key, (value,)), f"{kind.label}: {kind.label_of(value)} ({size})")
        for kind in data.attributes
        for value, size in data.sizes(kind.key).items()
        if size
    ]


@without_partnership
@require_GET
def gaps(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """For each need, whether an action answers it, whether anything is planned where it lies, and what instead."""
    researcher = researcher_in(request.user, study_id)
    note_read(researcher, "gaps.read", researcher.study)
    blind = coded_blind_by(researcher)
    data = live(researcher.study, without=blind)
    form = GapForm(request.GET or None, data=data)
    chosen = form.is_valid()
    level = int(form.cleaned_data["level"] or 3) if chosen else 3
    table = gap_table(data, form.only() if chosen else (), level=level)
    recorded = contexts_map(data.tree, answer(data, Question(level=2)))
    context: dict[str, Any] = {
        "form": form, "table": table, "ways": WAYS, "map": recorded, "left_out": len(blind)
    }  # fmt: skip
    return study_page(request, researcher, "cohorts/gaps.html", "compare", **context)


@without_partnership
@require_GET
def come_together(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The codes recorded most often, and how often two of them are recorded in one framework."""
    researcher = researcher_in(request.user, study_id)
    note_read(researcher, "cooccurrence.read", researcher.study)
    blind = coded_blind_by(researcher)
    data = live(researcher.study, whole=False, without=blind)
    form = TogetherForm(request.GET or None, tree=data.tree)
    head = form.cleaned_data["under"] if form.is_valid() else ""
    found = _most_often(data, _details(data.tree, head))
    names = told_apart([code.name for code in found.codes], [data.tree.path(code) for code in found.codes])
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "map": together_map(found, names),
        "pairs": _pairs(found, names),
        "left_out": len(blind),
    }
    return study_page(request, researcher, "cohorts/together.html", "compare", **context)


def _details(tree: Tree, head: str) -> list[TreeCode]:
    """The codes without codes below them, under one or all."""
    code = tree.by_number.get(int(head[1:])) if head else None
    return [one for one in (tree.under(code) if code else tree.codes) if not tree.children(one)]


def _most_often(data: StudyData, codes: Iterable[TreeCode]) -> Together:
    found = together(data, list(codes))
    held = sorted(range(len(found.codes)), key=lambda at: -int(found.both[at, at]))
    chosen = sorted(at for at in held[:MOST_CODES] if found.both[at, at])
    return Together(tuple(found.codes[at] for at in chosen), found.both[chosen][:, chosen], found.frameworks)


def _pairs(found: Together, names: Sequence[str]) -> list[Pair]:
    """Two codes each, those that overlap most first."""
    pairs = [
        Pair(
            names[one],
            names[other],
            int(found.both[one, other]),
            int(found.both[one, one]),
            int(found.both[other, other]),
            found.overlap(one, other),
        )
        for one in range(len(found.codes))
        for other in range(one + 1, len(found.codes))
        if found.both[one, other]
    ]
    return sorted(pairs, key=lambda pair: -pair.overlap)[:PAIRS_SHOWN]
