"""What a step says of itself to whoever takes it back."""

from __future__ import annotations

from concentric.research.coding.models import Code, Coder, Step
from concentric.research.frameworks.models import Entry, Framework


def touched_entry(step: Step) -> Entry | None:
    """The first entry that a step in one framework touched, if it is still there."""
    for change in step.changes:
        found = change["id"] if change["model"] == "entry" else change.get("entry")
        if found and step.framework_id:
            held = Entry.objects.filter(framework__status=Framework.Status.HELD, framework=step.framework_id)
            return held.select_related("framework").defer("framework__document").filter(pk=found).first()
    return None


def last_given(coder: Coder) -> Code | None:
    """The code that the coder gave last, if it may still be given."""
    steps = Step.objects.filter(study=coder.study_id, by=coder, state=Step.State.DONE, verb="coding.applied")
    last = steps.order_by("-at", "-id").first()
    made = last.changes[0]["after"] if last and last.changes else None
    if made is None:
        return None
    found = Code.objects.filter(pk=made["code_id"], is_removed=False, is_deprecated=False)
    return found.select_related("parent").first()
