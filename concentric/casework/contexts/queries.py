"""Which contexts a viewer may see.

Schools and places are everybody's. A home or a peer group names people, and so it is seen by those who may see a case
that it belongs to, by whoever added it, and by coordinators.
"""

from __future__ import annotations

import uuid

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import CASEWORK_ROLES, visible_cases
from concentric.casework.contexts.models import SHARED_KINDS, CaseContext, Context
from concentric.casework.contexts.names import fold
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.permissions.checks import NotVisible

SUGGESTED = 8


def visible_contexts(viewer: Viewer) -> QuerySet[Context]:
    """Contexts of the viewer's partnership, merged ones included (they lead on to what they were merged into)."""
    contexts = Context.objects.filter(partnership_id=viewer.partnership_id)
    if viewer.sees_every_case:
        return contexts
    if not viewer.has(*CASEWORK_ROLES):
        return contexts.none()
    mine = CaseContext.objects.filter(context=OuterRef("pk"), case__in=visible_cases(viewer))
    return contexts.filter(Q(kind__in=SHARED_KINDS) | Q(created_by_id=viewer.id) | Exists(mine))


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
        rows = rows.filter(_named(text))
    counted = rows.annotate(case_count=Count("case_contexts", distinct=True))
    return counted.order_by("kind", "folded_name").prefetch_related("merged_from")  # counting drops the model's order


def for_case(viewer: Viewer, case: Case) -> QuerySet[Context]:
    """The contexts that matter in a case, in the order they were named: the chips of the meeting screen.

    `case` was reached through what the viewer may see: the case, or one of its meetings.
    """
    linked = Context.objects.filter(partnership_id=viewer.partnership_id, case_contexts__case=case, is_active=True)
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
    found = visible_contexts(viewer).filter(_named(text), kind=kind, merged_into=None, is_active=True)
    ranked = sorted(found.order_by("folded_name")[:50], key=lambda context: not context.folded_name.startswith(folded))
    return ranked[:limit]


def _named(text: str) -> Q:
    folded = fold(text)
    other_names = Context.objects.filter(merged_into=OuterRef("pk"), folded_name__contains=folded)
    return Q(folded_name__contains=folded) | Q(Exists(other_names))
