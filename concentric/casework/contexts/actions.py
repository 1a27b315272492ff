"""Naming a context, correcting it, merging two, taking one out of use."""

from __future__ import annotations

import unicodedata

from django.db import models

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Case
from concentric.casework.contexts.models import CaseContext, Context
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


def name_context(*, viewer: Viewer, case: Case, kind: str, name: str) -> Context:
    """The context of that name, made when the register has none, and linked to the case. Naming it twice is once.

    Case, accents, punctuation and spaces do not make another name; a merged name leads to what it was merged into.
    The caller has checked that the viewer may write in the case, or in a meeting of it.
    """
    context = find_or_create(viewer=viewer, kind=kind, name=name)
    if not CaseContext.objects.filter(case=case, context=context).exists():
        with recorded(viewer, "context.linked", context) as note:
            CaseContext.objects.get_or_create(case=case, context=context)
            note.case_id = case.pk
    return context


def find_or_create(*, viewer: Viewer, kind: str, name: str, detail: str = "") -> Context:
    """The context of that name in the viewer's partnership, made when there is none, and back in use if it was not."""
    check_can_use_register(viewer)
    _check_keepable(name)
    found = _of_name(viewer, kind, name)
    if found and found.is_active:
        return found
    with recorded(viewer, "context.named", found, kind=kind) as note:
        context, _ = Context.objects.get_or_create(
            partnership=viewer.partnership,
            kind=_known(kind),
            folded_name=_folded(name),
            defaults={"name": " ".join(name.split()), "detail": detail, "created_by": viewer.membership},
        )
        context = context.merged_into or context
        Context.objects.filter(pk=context.pk).update(is_active=True)
        context.is_active = True
        note.subject = context
    return context


def change_context(*, viewer: Viewer, context: Context, name: str, detail: str) -> None:
    """Correct a name or its detail. Refused when the register has another of that name: those are merged instead."""
    check_can_change_context(viewer, context)
    other = _of_name(viewer, context.kind, name)
    if other and other.pk != context.pk:
        raise Refusal("The register has this name already. Ask a coordinator to merge the two.")
    with recorded(viewer, "context.changed", context):
        context.name, context.folded_name, context.detail = " ".join(name.split()), _folded(name), detail
        context.save(update_fields=["name", "folded_name", "detail"])


def merge_contexts(*, viewer: Viewer, context: Context, into: Context) -> None:
    """Make two names one: everything recorded about `context` is about `into` from now on; both names find it."""
    check_can_tidy_register(viewer)
    if context.pk == into.pk:
        raise Refusal("Choose another name: this one cannot be merged into itself.")
    if context.kind != into.kind or context.partnership_id != into.partnership_id:
        raise Refusal("Only two names of the same kind can be merged.")
    if context.merged_into_id or into.merged_into_id:
        raise Refusal("One of these names was merged already. Open the register again.")
    with recorded(viewer, "context.merged", context, into=str(into.pk)) as note:
        linked = CaseContext.objects.filter(context=into).values("case_id")
        CaseContext.objects.filter(context=context, case__in=linked).delete()
        note.details["moved"] = sum(_move(relation, context, into) for relation in relations())
        context.merged_into, context.is_active = into, False
        context.save(update_fields=["merged_into", "is_active"])


def set_in_use(*, viewer: Viewer, context: Context, in_use: bool) -> None:
    """Offer the name in meetings, or no longer. What was recorded about it stays."""
    check_can_tidy_register(viewer)
    if context.merged_into_id:
        raise Refusal("This name was merged into another. Change that one instead.")
    with recorded(viewer, "context.in_use" if in_use else "context.out_of_use", context):
        context.is_active = in_use
        context.save(update_fields=["is_active"])


def relations() -> list[models.ForeignObjectRel]:
    """Every foreign key that points at a context, whichever later stage holds it: a new one cannot be forgotten."""
    return [relation for relation in Context._meta.related_objects if relation.one_to_many or relation.one_to_one]


def _move(relation: models.ForeignObjectRel, context: Context, into: Context) -> int:
    name = relation.field.name
    return relation.related_model._base_manager.filter(**{name: context}).update(**{name: into})


def _of_name(viewer: Viewer, kind: str, name: str) -> Context | None:
    found = (
        Context.objects.filter(partnership_id=viewer.partnership_id, kind=_known(kind), folded_name=_folded(name))
        .select_related("merged_into")
        .first()
    )
    return found and (found.merged_into or found)


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
