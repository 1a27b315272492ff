"""What is no person and tells all the same: homes, schools, places, agencies, and what their descriptions mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Agency, Partnership
from concentric.method.deidentify.find import find
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.forms import STREET_TYPES
from concentric.method.deidentify.roster import Roster, Thing
from concentric.method.deidentify.spans import Span
from concentric.method.deidentify.vocabulary import is_ordinary
from concentric.method.instrument.grid import ContextKey
from concentric.submission.review.roles import telling_words

Part = tuple[str, Iterable[Thing]]
_PARTS = {ContextKey.SCHOOL.value: "schools", ContextKey.NEIGHBOURHOOD.value: "places"}
_MENTIONED = {"school": "schools", "street": "streets", "address": "streets", "place": "places", "word": "contexts"}
_STREETS = frozenset(STREET_TYPES) | {short for short in STREET_TYPES.values() if short}
_NO_REFERENCE = frozenset({"school", "street", "address", "place", "person", "word", "date", "age", "school year"})


def context_things(context: Context) -> Iterator[Part]:
    """A home, peer group, school or place under the key of what it was merged into, and what its detail names."""
    key = f"context:{context.merged_into_id or context.pk}"
    words = context.name.split()
    in_street = len(words) > 1 and folded(words[-1]) in _STREETS
    part = _PARTS.get(context.kind, "contexts")
    yield "streets" if in_street and part != "schools" else part, [Thing(key, context.name)]
    yield from _mentioned(context.detail)


def meeting_things(place: str) -> Iterator[Part]:
    """Where a meeting was held, as a whole and in the parts that are more than "Room 2"."""
    for name in dict.fromkeys([place, *re.split(r"[,;\n]", place)]):
        words = [word for word in map(folded, name.split()) if not word.isdigit()]
        if len(words) > 2 or any(len(word) > 2 and not is_ordinary(word) for word in words):
            yield "places", [Thing(f"held at:{folded(name)[:80]}", name)]
    yield from _mentioned(place)


def agency_things(partnership: Partnership, agencies: Iterable[Agency]) -> Iterator[Part]:
    """Agencies and the partnership by name, where the name says which they are: they tell the site."""
    sites = [telling_words(partnership.name)]
    for agency in agencies:
        if telling := telling_words(agency.name):
            yield "places", [Thing(f"agency:{agency.pk}", agency.name)]
            sites.append(telling)
    shared = [site for site in dict.fromkeys(sites) if site and (sites.count(site) > 1 or site == sites[0])]
    yield "towns", [Thing("site", name) for name in (partnership.name, *shared)]


def number_things(written: str) -> list[Thing]:
    """Telephone numbers, e-mail addresses and the like in a text."""
    found = (written[span.start : span.end] for span in _spans(written) if span.kind not in _NO_REFERENCE)
    return [Thing(f"reference:{folded(text)}", text) for text in found]


def names_mentioned(detail: str) -> list[str]:
    """People named in a text by a title: "Mr Bell"."""
    return [detail[span.start : span.end] for span in _spans(detail) if span.kind == "person"]


def _mentioned(detail: str) -> Iterator[Part]:
    yield "references", number_things(detail)
    for span in _spans(detail):
        text = detail[span.start : span.end]
        if part := _MENTIONED.get(span.kind):
            yield part, [Thing(f"named:{folded(text)[:80]}", text)]


def _spans(text: str) -> tuple[Span, ...]:
    return find(text, Roster()) if text.strip() else ()
