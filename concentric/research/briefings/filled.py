"""How frameworks were filled, site by site: counted from where their entries were put."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from concentric.research.cohorts.data import counted_frameworks
from concentric.research.frameworks.models import Entry, Framework, Study

Move = tuple[str, str, str, str]


@dataclass
class Filled:
    """How some frameworks were filled. `in_context`: of how many anything stands in a context."""

    sites: int = 0
    frameworks: int = 0
    entries: int = 0
    without_source: int = 0
    moved: Counter[Move] = field(default_factory=Counter)
    in_context: Counter[str] = field(default_factory=Counter)
    entries_in: Counter[str] = field(default_factory=Counter)


def sent(study: Study) -> QuerySet[Framework]:
    """The frameworks that sites filled."""
    return counted_frameworks(study).filter(origin__in=(Framework.Origin.BUNDLE, Framework.Origin.WORD))


def filled(frameworks: QuerySet[Framework]) -> dict[str, Filled]:
    """By the site's letter. Four queries, however many frameworks."""
    found: dict[str, Filled] = defaultdict(lambda: Filled(1))
    for letter, count in frameworks.order_by().values_list("site__letter").annotate(count=Count("pk")):
        found[letter].frameworks = count
    entries = Entry.objects.filter(framework__in=frameworks, kind=Entry.Kind.ENTRY).order_by()
    for letter, count, bare in entries.values_list("framework__site__letter").annotate(
        count=Count("pk"), bare=Count("pk", filter=Q(source=""))
    ):
        found[letter].entries, found[letter].without_source = count, bare
    by_context = entries.values_list("framework__site__letter", "first_context")
    for letter, context, count, held in by_context.annotate(count=Count("pk"), held=Count("framework", distinct=True)):
        found[letter].entries_in[context], found[letter].in_context[context] = count, held
    moves = entries.exclude(context=F("first_context"), column=F("first_column"))
    places = ("first_context", "first_column", "context", "column")
    for letter, *move, count in moves.values_list("framework__site__letter", *places).annotate(count=Count("pk")):
        found[letter].moved[(move[0], move[1], move[2], move[3])] = count
    return dict(found)


def together(many: Collection[Filled]) -> Filled:
    whole = Filled()
    for one in many:
        whole.sites += one.frameworks > 0
        whole.frameworks += one.frameworks
        whole.entries += one.entries
        whole.without_source += one.without_source
        for name in ("moved", "in_context", "entries_in"):
            getattr(whole, name).update(getattr(one, name))
    return whole
