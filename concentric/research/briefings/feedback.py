"""What a site may hear of its own frameworks: how they were filled, what was misplaced, which contexts were silent.

The others stand beside it as one, only where they are enough not to be any one site, and without what is said of few of
them. Who counts among them changes by fives, so that two sheets do not tell of one newcomer.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from concentric.method.exchange.report.content import Block, Heading, Report, Sheet, Words
from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS
from concentric.research.cohorts.data import counted_frameworks
from concentric.research.frameworks.models import Entry, Framework, Site
from concentric.research.frameworks.researcher import Researcher

ENOUGH = 5
"""So many frameworks of at least two other sites, or the others are not shown; and so many more until they change."""
FEW = "hidden"

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


def feedback_for(researcher: Researcher, site: Site, made: datetime) -> Report:
    """The sheet of one site."""
    frameworks = counted_frameworks(researcher.study).filter(
        origin__in=(Framework.Origin.BUNDLE, Framework.Origin.WORD)
    )
    own = _filled(frameworks.filter(site=site)).get(site.letter, Filled(1))
    others = _together(_filled(frameworks.filter(pk__in=_by_fives(frameworks.exclude(site=site), made))).values())
    return Report(
        f"Feedback for site {site.letter}",
        researcher.study.name,
        f"For site {site.letter} alone",
        made,
        tuple(_blocks(own, others if _are_enough(others) else None)),
    )


def _by_fives(others: QuerySet[Framework], made: datetime) -> list[uuid.UUID]:
    """Those received before this day, the first so many fives: their order is settled, and one more changes nothing."""
    before = others.filter(received_on__lt=timezone.localdate(made)).order_by("received_on", "code")
    found = list(before.values_list("pk", flat=True))
    return found[: len(found) - len(found) % ENOUGH]


def _filled(frameworks: QuerySet[Framework]) -> dict[str, Filled]:
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


def _together(many: Collection[Filled]) -> Filled:
    whole = Filled()
    for one in many:
        whole.sites += one.frameworks > 0
        whole.frameworks += one.frameworks
        whole.entries += one.entries
        whole.without_source += one.without_source
        for name in ("moved", "in_context", "entries_in"):
            getattr(whole, name).update(getattr(one, name))
    return whole


def _are_enough(others: Filled) -> bool:
    return others.sites > 1 and others.frameworks >= ENOUGH


def _blocks(own: Filled, others: Filled | None) -> list[Block]:
    if not own.frameworks:
        return [Words("The study has no framework of this site.")]
    return [
        Words(
            "Thank you for your frameworks. This sheet is for your site alone: it says how they were filled, what the "
            "researchers read in another place than where it was written, and where nothing was written at all."
        ),
        Heading("How they were filled"),
        _how(own, others),
        Heading("Contexts"),
        _contexts(own, others),
        Words(
            "A context without an entry may have been discussed and found clear, or not discussed. Marking which of "
            "the two it was takes one key in the meeting, and makes your framework say much more.",
            is_quiet=True,
        ),
        Heading("What was read elsewhere"),
        *_moves(own),
    ]


def _how(own: Filled, others: Filled | None) -> Sheet:
    rows = [
        ("Frameworks", str(own.frameworks), str(others.frameworks) if others else "–"),
        ("Entries in a framework", _mean(own.entries, own.frameworks), _mean_of(others)),
        ("Entries without a source", _share(own.without_source, own.entries), _part(others, "without_source")),
        ("Entries read in another place", _share(sum(own.moved.values()), own.entries), _moved_part(others)),
    ]
    note = (
        "Of the other sites, what is true of only few is hidden, and the newest frameworks wait until they are five."
        if others
        else "The other sites are too few to be shown without being told apart."
    )
    return Sheet("Your frameworks", ("", "Your site", "The other sites together"), tuple(rows), note)


def _contexts(own: Filled, others: Filled | None) -> Sheet:
    rows = []
    for context in CONTEXTS:
        key = context.key.value
        silent, theirs = own.frameworks - own.in_context[key], "–"
        if others:
            theirs = _share_of_others(others.frameworks - others.in_context[key], others.frameworks)
        mean = _mean(own.entries_in[key], own.frameworks)
        rows.append((context.label, mean, _share(silent, own.frameworks), theirs))
    head = ("Context", "Entries in a framework", "Frameworks with none", "With none, other sites")
    return Sheet("Each context, as you wrote it", head, tuple(rows))


def _moves(own: Filled) -> list[Block]:
    if not own.moved:
        return [Words("Everything was read where it was written.")]
    rows = tuple(
        (_place(first_context, first_column), _place(context, column), str(count))
        for (first_context, first_column, context, column), count in own.moved.most_common()
    )
    return [
        Words(
            "What is true of the young person belongs under the individual, even where it happens at school; under a "
            "context belongs what is true of the context. What was agreed belongs among the planned actions."
        ),
        Sheet("Re-placed entries", ("Written under", "Read under", "Entries"), rows, numbers=False),
    ]


def _place(context: str, column: str) -> str:
    where = [CONTEXT[context].short] if context in CONTEXT else []
    return " · ".join([*where, *([COLUMN[column].short] if column in COLUMN else [])]) or "Outside the grid"


def _mean(total: int, of: int) -> str:
    return f"{total / of:.1f}" if of else "–"


def _mean_of(others: Filled | None) -> str:
    return _mean(others.entries, others.frameworks) if others else "–"


def _share(n: int, of: int) -> str:
    return f"{n} of {of} ({n / of:.0%})" if of else "–"


def _share_of_others(n: int, of: int) -> str:
    return FEW if _tells_of_few(n, of) else _share(n, of)


def _part(others: Filled | None, name: str) -> str:
    return _percent(getattr(others, name), others.entries) if others else "–"


def _moved_part(others: Filled | None) -> str:
    return _percent(sum(others.moved.values()), others.entries) if others else "–"


def _percent(n: int, of: int) -> str:
    if not of:
        return "–"
    return FEW if _tells_of_few(n, of) else f"{n / of:.0%}"


def _tells_of_few(n: int, of: int) -> bool:
    """Few, or all but few."""
    return 0 < n < ENOUGH or 0 < of - n < ENOUGH
