"""Samples that two coders coded elsewhere: whose codings count in an import's new frameworks, and what was decided.

Frameworks that the study held before stay as they are: who counts there was settled here.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from concentric.method.records.coded import Decided, DoubleCoded
from concentric.research.coding.models import Adjudication, Code, Coder, DoubleCoding
from concentric.research.exchange.database_text import time_said
from concentric.research.frameworks.models import LINE, SHORT
from concentric.research.frameworks.researcher import Researcher


@dataclass(frozen=True, slots=True)
class Sampled:
    """A document of a sample, with what was decided in it."""

    sample: DoubleCoding
    decided: tuple[Decided, ...]


def samples_in(
    researcher: Researcher, coders: Mapping[str, Coder], doubles: Iterable[DoubleCoded], new: set[str]
) -> dict[str, Sampled]:
    """By document. A framework is in one sample; one of nobody's, or without one of the `new` documents, is none."""
    found: dict[str, Sampled] = {}
    taken = {name.casefold() for name in researcher.study.double_codings.values_list("name", flat=True)}
    for one in doubles:
        first, second = coders.get(one.first), coders.get(one.second)
        inside = [document for document in one.documents if document in new and document not in found]
        if first is None or second is None or first.pk == second.pk or not inside:
            continue
        sample = _sample(researcher, first, second, _free(one.name, taken))
        decided: dict[str, list[Decided]] = defaultdict(list)
        for each in one.decided:
            decided[each.document].append(each)
        found |= {document: Sampled(sample, tuple(decided[document])) for document in inside}
    return found


def _sample(researcher: Researcher, first: Coder, second: Coder, name: str) -> DoubleCoding:
    """Open from the first: what is in a file was coded, and everybody sees it."""
    now = timezone.now()
    times = dict.fromkeys(("at", "opened_at", "first_done_at", "second_done_at"), now)
    study, by = researcher.study, researcher.place
    return DoubleCoding(study=study, name=name, first=first, second=second, by=by, **times)


def _free(name: str, taken: set[str]) -> str:
    name, number = (" ".join(name.split()) or "Double-coded")[: SHORT - 8], 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free.casefold())
    return free


def decisions(sampled: Sampled, places: list[str], codes: Mapping[str, Code]) -> Iterator[Adjudication]:
    """What was decided, in the name of whoever brings it in. `places`: the document's entries, by their ids."""
    for one in sampled.decided:
        if not 1 <= one.entry <= len(places) or one.code not in codes:
            continue
        yield Adjudication(
            sample=sampled.sample,
            entry_id=uuid.UUID(places[one.entry - 1]),
            code=codes[one.code],
            holds=one.holds,
            given_by=one.given_by,
            reason=one.reason[:LINE],
            by=sampled.sample.by,
            at=time_said(one.at),
        )
