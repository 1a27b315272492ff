"""The register of homes, peer groups, schools and places.

Schools and places recur, and so the partnership names each once. A home or a peer group names people: each case has
its own, and two families' homes of one name are two, until a coordinator merges them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from concentric.casework.base import LINE, SHORT, Record
from concentric.casework.cases.models import Case
from concentric.foundation.accounts.models import Membership, Partnership
from concentric.method.instrument.grid import CONTEXTS, ContextKey

SHARED_KINDS = (ContextKey.SCHOOL.value, ContextKey.NEIGHBOURHOOD.value)


class Context(Record):
    """A named home, peer group, school or place of a partnership. `kind` is the grid row it belongs to."""

    KINDS: ClassVar[list[tuple[str, str]]] = [(c.key.value, c.label) for c in CONTEXTS if c.instance_name]

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="contexts")
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=SHORT)
    folded_name = models.CharField(max_length=SHORT, editable=False)
    detail = models.CharField(max_length=LINE, blank=True, help_text="What helps people recognise it.")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    is_active = models.BooleanField(default=True)
    openly = models.BooleanField(
        default=False, help_text="Named in the register or in a case’s own list, not in the words of an entry alone."
    )
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "folded_name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "folded_name"],
                condition=models.Q(kind__in=SHARED_KINDS),
                name="shared_context_name_unique",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "kind", "folded_name"], name="context_by_name")
        ]

    def __str__(self) -> str:
        return self.name


class CaseContext(Record):
    """A context that matters in a case; the chips of the meeting screen."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_contexts")
    context = models.ForeignKey(Context, on_delete=models.PROTECT, related_name="case_contexts")
    added_at = models.DateTimeField(auto_now_add=True)
    openly = models.BooleanField(default=False, help_text="Added to the case’s own list, not by naming it in an entry.")

    class Meta:
        ordering = ("added_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "context"], name="case_context_once")
        ]
