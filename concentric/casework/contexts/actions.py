"""Naming a context, correcting it, merging two, taking one out of use."""

from __future__ import annotations

import unicodedata

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Case
from concentric.casework.contexts.models import SHARED_KINDS, CaseContext, Context
from concentric.casework.contexts.names import fold
from concentric.casework.contexts.permissions import (
    check_can_change_context,
    check_can_tidy_register,
    check_can_use_register,
)
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.invalid import Invalid
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.vocabulary import Sharing


def name_context(*, viewer: Viewer, case: Case, kind: str, name: str, openly: bool = True) -> Context:
    """The context of that name, made when there is none, and linked to the case. Naming it twice is once.

    Case, accents, punctuation and spaces do not make another name; a merged name leads to what it was merged into.
    A school or place is the partnership's one of that name. A home or peer group is the case's own: another case's of
    that name is never found, so that guessing a name shows nothing of another family.
    Named `openly`, it is in the case's own list for all who see the case. Otherwise an entry is about to name it, and
    it is for whoever may see that entry. The caller has checked that the viewer may write in the case, or in a meeting
    of it.
    """
    with transaction.atomic():
        if kind not in SHARED_KINDS:  # no constraint keeps a case's own names apart: two at once wait for each other
            Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        context = find_or_create(viewer=viewer, kind=kind, name=name, case=case, openly=openly)
        said = {"openly": True} if openly else {}
        if not CaseContext.objects.filter(case=case, context=context, **said).exists():
            with recorded(viewer, "context.linked", context) as note:
                CaseContext.objects.update_or_create(case=case, context=context, defaults=said)
                note.case_id = case.pk
    return context


def find_or_create(
    *, viewer: Viewer, kind: str, name: str, detail: str = "", case: Case | None = None, openly: bool = True
) -> Context:
    """The context of that name, made when there is none, and back in use if it was not.

    A school or place is looked for in the viewer's partnership; a home or peer group in `case`, and among those that
    the viewer added to the register and no case has yet.
    """
    check_can_use_register(viewer)
    _check_keepable(name)
    found = _of_name(viewer, kind, name, case)
    if found and found.is_active and (found.openly or not openly):
        return found
    with recorded(viewer, "context.named", found, kind=kind) as note:
        context = found or _made(viewer, kind, name, detail)
        context.is_active, context.openly = True, context.openly or openly
        context.save(update_fields=["is_active", "openly"])
        note.subject = context
    return context


def _made(viewer: Viewer, kind: str, name: str, detail: str) -> Context:
    """A new context; of a school or place, the one that somebody else made in the same moment."""
    said = {"name": " ".join(name.split()), "detail": detail, "created_by": viewer.membership}
    key = {"partnership": viewer.partnership, "kind": kind, "folded_name": _folded(name)}
    if kind in SHARED_KINDS:
        context, _ = Context.objects.get_or_create(**key, defaults=said)
        return context.merged_into or context
    return Context.objects.create(**key, **said)


def change_context(*, viewer: Viewer, context: Context, name: str, detail: str) -> None:
    """Correct a name or its detail. Refused when there is another of that name, which is to be merged instead.

    Of a school or place that is another in the register; of a home or peer group, another in one of its cases.
    """
    check_can_change_context(viewer, context)
    others = _named(viewer, context.kind, name).exclude(Q(pk=context.pk) | Q(merged_into=context))
    if context.kind not in SHARED_KINDS:
        cases = CaseContext.objects.filter(context=context).values("case")
        others = others.filter(Exists(_links().filter(case__in=cases)))
    if others.exists():
        raise Refusal("There is another of this name. Ask a coordinator to merge the two.")
    with recorded(viewer, "context.changed", context):
        context.name, context.folded_name, context.detail = " ".join(name.split()), _folded(name), detail
        context.save(update_fields=["name", "folded_name", "detail"])


def merge_contexts(*, viewer: Viewer, context: Context, into: Context) -> None:
    """Make two names one: everything recorded about `context` is about `into` from now on; both names find it."""
    check_can_tidy_register(viewer)
    if context.pk == into.pk:
        raise Refusal("Choose another name: this one cannot be merged into itself.")
    with recorded(viewer, "context.merged", context, into=str(into.pk)) as note:
        _as_they_stand(context, into)
        _check_mergeable(context, into)
        linked = CaseContext.objects.filter(context=into).values("case_id")
        CaseContext.objects.filter(context=context, case__in=linked).delete()
        context.openly = context.openly or context.entries.exclude(sharing=Sharing.AGENCIES.value).exists()
        note.details["moved"] = sum(_move(relation, context, into) for relation in relations())
        context.merged_into, context.is_active = into, False
        context.save(update_fields=["merged_into", "is_active", "openly"])


def _as_they_stand(*contexts: Context) -> None:
    """Read anew and lock, always in one order: somebody else may be merging the same names the other way round."""
    for context in sorted(contexts, key=lambda each: each.pk):
        context.refresh_from_db(from_queryset=Context.objects.select_for_update(no_key=True))


def _check_mergeable(context: Context, into: Context) -> None:
    if context.kind != into.kind or context.partnership_id != into.partnership_id:
        raise Refusal("Only two names of the same kind can be merged.")
    if context.merged_into_id or into.merged_into_id:
        raise Refusal("One of these names was merged already. Open the register again.")


def set_in_use(*, viewer: Viewer, context: Context, in_use: bool) -> None:
    """Offer the name in meetings, or no longer. What was recorded about it stays."""
    check_can_tidy_register(viewer)
    with recorded(viewer, "context.in_use" if in_use else "context.out_of_use", context):
        _as_they_stand(context)
        if context.merged_into_id:
            raise Refusal("This name was merged into another. Change that one instead.")
        context.is_active = in_use
        context.save(update_fields=["is_active"])


def relations() -> list[models.ForeignObjectRel]:
    """Every foreign key that points at a context, whichever later stage holds it: a new one cannot be forgotten."""
    return [relation for relation in Context._meta.related_objects if relation.one_to_many or relation.one_to_one]


def _move(relation: models.ForeignObjectRel, context: Context, into: Context) -> int:
    name = relation.field.name
    return relation.related_model._base_manager.filter(**{name: context}).update(**{name: into})


def _of_name(viewer: Viewer, kind: str, name: str, case: Case | None) -> Context | None:
    found = _named(viewer, kind, name).select_related("merged_into")
    if kind not in SHARED_KINDS:
        found = found.annotate(here=Exists(_links().filter(case=case)))
        unplaced = Q(created_by=viewer.id) & ~Exists(_links())
        found = found.filter(Q(here=True) | unplaced).order_by("-here", "created_at")
    first = found.first()
    return first and (first.merged_into or first)


def _named(viewer: Viewer, kind: str, name: str) -> QuerySet[Context]:
    return Context.objects.filter(partnership=viewer.partnership_id, kind=_known(kind), folded_name=_folded(name))


def _links() -> QuerySet[CaseContext]:
    """The cases of the context of the outer query, or of what it was merged into."""
    return CaseContext.objects.filter(context=Coalesce(OuterRef("merged_into"), OuterRef("pk")))


def _check_keepable(name: str) -> None:
    """A name may come from a capture line or a file, where no form has looked at it."""
    if len(" ".join(name.split())) > SHORT:
        raise Invalid({"name": f"This name has {len(name):,} characters; the most is {SHORT}. Shorten it."})
    if any(unicodedata.category(character) in ("Cc", "Cs") and not character.isspace() for character in name):
        raise Invalid({"name": "This name holds characters that cannot be kept (control characters). Type it again."})


def _known(kind: str) -> str:
    if kind not in dict(Context.KINDS):
        raise Refusal("Only homes, peer groups, schools and places are named in the register.")
    return kind


def _folded(name: str) -> str:
    folded = fold(name)
    if not folded:
        raise Refusal("Enter a name.")
    return folded
