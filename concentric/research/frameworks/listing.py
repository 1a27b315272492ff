"""The list of a study's frameworks: which are shown, how many there are of each, and the same as a table to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from concentric.method.exchange.spreadsheet import Value
from concentric.method.instrument.vocabulary import Cohort
from concentric.research.frameworks.attributes import Kind
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.researcher import Researcher

HELD, REFLECTION = Framework.Status.HELD, Framework.Origin.REFLECTION
UNKNOWN = "unknown"
FIRST_COLUMNS = ("Code", "Site", "Received", "Version", "Came as", "In the study", "Why it is out")
LAST_COLUMN = "Still to confirm"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: a site's letter, a cohort (or UNKNOWN), in, out or gone, an attribute still to be confirmed."""

    site: str = ""
    cohort: str = ""
    standing: str = ""
    confirm: str = ""


STANDING = {
    "in": Q(status=HELD, included=True),
    "out": Q(status=HELD, included=False),
    "gone": ~Q(status=HELD),
}


def wanted_frameworks(researcher: Researcher, wanted: Wanted) -> QuerySet[Framework]:
    """The frameworks asked for, by code, without their documents. What was said in the de-brief is none."""
    found = researcher.study.frameworks.exclude(origin=REFLECTION).select_related("site").defer("document")
    if wanted.site:
        found = found.filter(site__letter=wanted.site)
    if wanted.cohort:
        found = found.filter(_of_cohort(wanted.cohort))
    if wanted.standing:
        found = found.filter(STANDING[wanted.standing])
    if wanted.confirm:
        found = found.filter(to_confirm(wanted.confirm))
    return found.order_by("code")


def to_confirm(key: str) -> Q:
    """The frameworks on whose attribute no researcher's word stands."""
    return Q(status=HELD) & ~Q(settled__has_key=key)


def _of_cohort(cohort: str) -> Q:
    return Q(status=HELD) & (~Q(values__has_key="cohort") if cohort == UNKNOWN else Q(values__cohort=cohort))


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many frameworks there are of each kind, by the values that `Wanted` takes."""

    site: dict[str, int]
    cohort: dict[str, int]
    standing: dict[str, int]
    confirm: dict[str, int]


def numbers(researcher: Researcher, kinds: Sequence[Kind]) -> Numbers:
    """Two queries, however many frameworks, sites and attributes there are."""
    listed = researcher.study.frameworks.exclude(origin=REFLECTION)
    asked = {
        **{f"cohort {key}": _of_cohort(key) for key in (*Cohort, UNKNOWN)},
        **{f"standing {key}": q for key, q in STANDING.items()},
        **{f"confirm {kind.key}": to_confirm(kind.key) for kind in kinds},
    }
    # Aliases have to be plain words, whatever an attribute is called.
    keys = dict(enumerate(asked))
    counted = listed.aggregate(**{f"n{at}": Count("pk", filter=asked[key]) for at, key in keys.items()})
    of: dict[str, dict[str, int]] = {"cohort": {}, "standing": {}, "confirm": {}}
    for at, key in keys.items():
        group, _, value = key.partition(" ")
        of[group][value] = counted[f"n{at}"]
    by_site = listed.order_by("site__pk").values_list("site__letter").annotate(n=Count("pk"))
    return Numbers(site=dict(by_site), **of)


def columns(kinds: Sequence[Kind]) -> list[str]:
    """The headings of the table: an attribute's label over each, so that the same table can be read back in."""
    return [*FIRST_COLUMNS, *(kind.label for kind in kinds), LAST_COLUMN]


def rows(frameworks: QuerySet[Framework], kinds: Sequence[Kind]) -> Iterator[list[Value]]:
    """One row for each framework. Sites are letters."""
    for one in frameworks.iterator(chunk_size=500):
        held = one.status == HELD
        unsettled = [kind.label for kind in kinds if held and kind.key not in one.settled]
        yield [
            one.code,
            one.site.letter,
            one.received_on,
            one.version,
            one.get_origin_display(),
            ("Yes" if one.included else "No") if held else one.get_status_display(),
            " ".join(one.ruled_out) if held and not one.included else "",
            *(_label(kind, one.values) for kind in kinds),
            "; ".join(unsettled),
        ]


def _label(kind: Kind, values: dict[str, Any]) -> str:
    value = values.get(kind.key, "")
    return kind.label_of(value) if value else ""


def next_to_confirm(researcher: Researcher, kinds: Sequence[Kind], after: str = "") -> Framework | None:
    """The next framework by code that has an attribute to confirm; from the first again after the last."""
    any_of_them = reduce(or_, (to_confirm(kind.key) for kind in kinds))
    found = wanted_frameworks(researcher, Wanted()).filter(any_of_them)
    return found.filter(code__gt=after).first() or found.exclude(code=after).first()
