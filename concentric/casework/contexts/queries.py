"""Which contexts a viewer may see.

A name reaches whoever may see an entry that names it, or a case in whose list somebody put it openly; whoever added it;
and coordinators. Schools and places are everybody's once they are in the register openly, or in an entry that is not
limited to some agencies.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import CASEWORK_ROLES, visible_cases
from concentric.casework.contexts.models import SHARED_KINDS, CaseContext, Context
from concentric.casework.contexts.names import fold
from concentric.casework.meetings.models import Entry
from concentric.casework.meetings.queries import visible_entries
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible
from concentric.method.instrument.vocabulary import Sharing

SUGGESTED = 8


def visible_contexts(viewer: Viewer) -> QuerySet[Context]:
    """Contexts of the viewer's partnership, merged ones included (they lead on to what they were merged into)."""
    contexts = Context.objects.filter(partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return contexts
    if not viewer.has(*CASEWORK_ROLES):
        return contexts.none()
    listed = CaseContext.objects.filter(context=OuterRef("pk"), openly=True, case__in=visible_cases(viewer))
    told = Q(openly=True) | Exists(_naming(Entry.objects.exclude(sharing=Sharing.AGENCIES.value)))
    seen = Exists(listed) | Exists(_naming(visible_entries(viewer)))
    return contexts.filter(Q(created_by_id=viewer.id) | Q(kind__in=SHARED_KINDS) & told | seen)


def _naming(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of `entries` that name the context of the outer query."""
    return entries.filter(instance=OuterRef("pk")).order_by()


def _known_names(viewer: Viewer) -> QuerySet[Context]:
    """Names that were merged into another, as far as the viewer may hear them: no entry bears them any more."""
    merged = Context.objects.exclude(merged_into=None)
    return merged if viewer.sees_every_case else merged.filter(Q(openly=True) | Q(created_by_id=viewer.id))


def get_context(viewer: Viewer, context_id: uuid.UUID) -> Context:
    """One context, with what it was merged into. Raises NotVisible."""
    context = visible_contexts(viewer).select_related("merged_into", "created_by__user").filter(pk=context_id).first()
    if context is None:
        raise NotVisible
    return context


def register(viewer: Viewer, kind: str = "", text: str = "") -> QuerySet[Context]:
    """The register's rows: names in use and out of use, found by their own name or by one merged into them."""
    rows = visible_contexts(viewer).filter(merged_into=None)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(_named(viewer, text))
    mine = Q(case_contexts__case__in=visible_cases(viewer))
    counted = rows.annotate(case_count=Count("case_contexts", filter=mine, distinct=True))
    others = Prefetch("merged_from", _known_names(viewer))
    return counted.order_by("kind", "folded_name").prefetch_related(others)  # counting drops the model's order


def cases_of_doubles(viewer: Viewer, rows: Iterable[Context]) -> dict[uuid.UUID, list[Case]]:
    """Of `rows` that bear the name of another: their cases that the viewer may see, to tell them apart."""
    named: defaultdict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        named[row.kind, row.folded_name].append(row.pk)
    doubles: dict[uuid.UUID, list[Case]] = {pk: [] for pks in named.values() if len(pks) > 1 for pk in pks}
    if doubles:
        links = CaseContext.objects.filter(context__in=doubles, case__in=visible_cases(viewer)).order_by("added_at")
        for link in links.select_related("case"):
            doubles[link.context_id].append(link.case)
    return doubles


def for_case(viewer: Viewer, case: Case, *, room: bool = False) -> QuerySet[Context]:
    """The contexts that matter in a case, in the order they were named: the chips of the meeting screen.

    In the `room` view, those that all in the room may hear of. `case` was reached through what the viewer may see: the
    case, or one of its meetings.
    """
    linked = Context.objects.filter(partnership_id=viewer.partnership_id, case_contexts__case=case, is_active=True)
    listed = Exists(CaseContext.objects.filter(context=OuterRef("pk"), case=case, openly=True))  # in this case's list
    if room:
        told = Entry.objects.filter(sharing=Sharing.EVERYONE.value, struck_at=None)
        linked = linked.filter(listed | Exists(_naming(told.filter(meeting__case=case))))
    elif not viewer.sees_every_case:
        mine = linked.filter(listed | Q(created_by_id=viewer.id))
        if not linked.exclude(pk__in=mine.values("pk")).exists():  # who sees which entry costs more than all the rest
            return mine.order_by("kind", "case_contexts__added_at")
        seen = _naming(visible_entries(viewer).filter(meeting__case=case))
        linked = linked.filter(listed | Q(created_by_id=viewer.id) | Exists(seen))
    return linked.order_by("kind", "case_contexts__added_at")


def ever_of(case: Case) -> QuerySet[Context]:
    """Every name that a case's contexts have had, those out of use and merged away too, in the order they came."""
    own = CaseContext.objects.filter(case=case).values("context")
    return Context.objects.filter(Q(pk__in=own) | Q(merged_into__in=own)).order_by("created_at", "pk")


def suggest(viewer: Viewer, kind: str, text: str, limit: int = SUGGESTED) -> list[Context]:
    """Names in use for what is being typed: those that start with it first."""
    folded = fold(text)
    if not folded:
        return []
    found = visible_contexts(viewer).filter(_named(viewer, text), kind=kind, merged_into=None, is_active=True)
    ranked = sorted(found.order_by("folded_name")[:50], key=lambda context: not context.folded_name.startswith(folded))
    return ranked[:limit]


def _named(viewer: Viewer, text: str) -> Q:
    folded = fold(text)
    other_names = _known_names(viewer).filter(merged_into=OuterRef("pk"), folded_name__contains=folded)
    return Q(folded_name__contains=folded) | Q(Exists(other_names))
