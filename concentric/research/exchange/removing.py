"""An import that was stopped or broke off is taken back whole, batch by batch, the last one first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import ProtectedError, Q

from concentric.foundation.audit.trail import recorded
from concentric.research.coding.counting import count_anew
from concentric.research.coding.models import Code, Coder, Coding, DoubleCoding, Memo, Step
from concentric.research.exchange.models import ImportBatch, ImportRun
from concentric.research.frameworks.models import Attribute, Framework, Site

_OWN: dict[str, type[models.Model]] = {
    "coding": Coding,
    "memo": Memo,
    "framework": Framework,
    "step": Step,
    "sample": DoubleCoding,
}
_SHARED: dict[str, type[models.Model]] = {"coder": Coder, "attribute": Attribute, "site": Site}
_EMPTY = {"name": "A code of an import that was taken back", "description": "", "includes": "", "excludes": ""}


def remove(run: ImportRun) -> None:
    """Nothing of it is left but that it was. What somebody began to use meanwhile (a code, a site) stays."""
    for batch in ImportBatch.objects.filter(run=run).order_by("-pk"):
        with transaction.atomic():
            _take_back(batch)
    kept = ImportRun.objects.filter(pk=run.pk)
    if kept.exists():
        with recorded(None, "project.import_removed", run.study):
            kept.update(state=ImportRun.State.REMOVED, file=None, done=0)


def _take_back(batch: ImportBatch) -> None:
    made = {name: [uuid.UUID(pk) for pk in ids] for name, ids in batch.made.items()}
    codings = Coding.objects.filter(pk__in=made.get("coding", ()))
    coded_further = set(codings.values_list("framework_id", flat=True))
    for name, model in _OWN.items():
        model._default_manager.filter(pk__in=made.get(name, ())).delete()
    count_anew(coded_further)
    _remove_codes(made.get("code", ()))
    for name, model in _SHARED.items():
        for pk in made.get(name, ()):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=pk).delete()
            except ProtectedError:
                continue
    batch.delete()


def _remove_codes(ids: Sequence[uuid.UUID]) -> None:
    """They stay as rows without a word of theirs: a code's number is not given twice."""
    in_use = Q(codings__isnull=False) | Q(memos__isnull=False) | Q(adjudications__isnull=False)
    for pk in reversed(ids):  # a code goes before the one above it
        code = Code.objects.filter(pk=pk).exclude(in_use).exclude(children__is_removed=False)
        code.update(is_removed=True, **_EMPTY)
