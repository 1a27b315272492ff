"""What a step says of itself to whoever takes it back."""

from __future__ import annotations

import uuid
from typing import Any

from concentric.research.coding.models import Coder, Step
from concentric.research.frameworks.models import Entry, Framework

GIVEN, TAKEN, PLACED, ADDED_AND_GIVEN = "coding.applied", "coding.removed", "entry.replaced", "code.added_and_given"


def gone_since(rows: int) -> str:
    """Said with a step that was taken back or done again, of what somebody took away since."""
    if not rows:
        return ""
    was, stays = ("was", "stays") if rows == 1 else ("were", "stay")
    return f" Of what it had changed, {rows:,} {was} taken away since and {stays} so."


def touched_entry(step: Step) -> Entry | None:
    """The first entry that a step in one framework touched, if it is still there."""
    for framework, changes in _places(step):
        for change in changes:
            found = change["id"] if change["model"] == "entry" else change.get("entry")
            if found:
                held = Entry.objects.filter(framework__status=Framework.Status.HELD, framework=framework)
                return held.select_related("framework").defer("framework__document").filter(pk=found).first()
    return None


def _places(step: Step) -> list[tuple[uuid.UUID, list[dict[str, Any]]]]:
    """The one framework of a step, with what changed there. A merge or a split has many, and is in none."""
    if step.framework_id:
        return [(step.framework_id, step.changes)]
    parts = step.parts.all()[:2] if step.verb == ADDED_AND_GIVEN else ()
    return [(part.framework_id, part.changes) for part in parts]


def last_given(coder: Coder) -> uuid.UUID | None:
    """The code that the coder gave last."""
    steps = Step.objects.filter(study=coder.study_id, by=coder, state=Step.State.DONE)
    given = steps.filter(verb__in=(GIVEN, ADDED_AND_GIVEN))
    last = given.order_by("-at", "-id").values_list("verb", "changes").first()
    if last is None:
        return None
    verb, (change, *_) = last
    return uuid.UUID(change["id"] if verb == ADDED_AND_GIVEN else change["after"]["code_id"])
