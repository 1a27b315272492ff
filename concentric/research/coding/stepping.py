"""What a step says of itself to whoever takes it back."""

from __future__ import annotations

import uuid

from concentric.research.coding.models import Coder, Step
from concentric.research.frameworks.models import Entry, Framework


def touched_entry(step: Step) -> Entry | None:
    """The first entry that a step in one framework touched, if it is still there."""
    for change in step.changes:
        found = change["id"] if change["model"] == "entry" else change.get("entry")
        if found and step.framework_id:
            held = Entry.objects.filter(framework__status=Framework.Status.HELD, framework=step.framework_id)
            return held.select_related("framework").defer("framework__document").filter(pk=found).first()
    return None


def last_given(coder: Coder) -> uuid.UUID | None:
    """The code that the coder gave last."""
    steps = Step.objects.filter(study=coder.study_id, by=coder, state=Step.State.DONE, verb="coding.applied")
    last = steps.order_by("-at", "-id").values_list("changes", flat=True).first()
    return uuid.UUID(last[0]["after"]["code_id"]) if last else None
