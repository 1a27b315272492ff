"""Looking again at what a correction touched (`coding.following`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Count, QuerySet
from django.urls import reverse

from concentric.foundation.audit.trail import recorded
from concentric.research.coding.models import DoubleCoding, Recheck
from concentric.research.coding.permissions import check_can_code_framework
from concentric.research.coding.queries import sample_of, visible, visible_on
from concentric.research.frameworks import pages
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.researcher import Researcher
from concentric.web.onward import Onward


def register() -> None:
    pages.of_framework.append(on_framework_page)


def rechecks(researcher: Researcher) -> QuerySet[Recheck]:
    """What the researcher may see of it, in the whole study."""
    found = Recheck.objects.filter(framework__study=researcher.study, framework__status=Framework.Status.HELD)
    return visible(researcher, found)


def rechecks_on(researcher: Researcher, framework: Framework, sample: DoubleCoding | None) -> QuerySet[Recheck]:
    """Of one framework, in `sample`, with the entries, codes and coders. Mostly there are none."""
    found = Recheck.objects.prefetch_related("entry", "code", "coder")
    return visible_on(researcher, framework, sample, found)


def waiting(researcher: Researcher) -> list[tuple[uuid.UUID, str, int]]:
    """The frameworks in which something waits: id, code, and how many."""
    found = rechecks(researcher).order_by("framework__code").values_list("framework", "framework__code")
    return list(found.annotate(n=Count("pk")))


def looked_at(*, researcher: Researcher, framework: Framework, version: int) -> None:
    """A coder has looked at what the corrections up to this version touched, as far as they see it."""
    with recorded(researcher, "correction.looked_at", framework) as note:
        check_can_code_framework(researcher, framework)
        seen = rechecks(researcher).filter(framework=framework, version__lte=version).values_list("pk", flat=True)
        note.details["rows"] = Recheck.objects.filter(pk__in=list(seen)).delete()[0]


def on_framework_page(researcher: Researcher, framework: Framework) -> Iterator[Onward]:
    page = reverse("coding:framework", args=[framework.study_id, framework.pk])
    for one in rechecks_on(researcher, framework, sample_of(framework)):
        yield Onward(
            title_of(one), f"{page}?entry={one.entry.position + 1}#in-hand" if one.entry else page, said_of(one)
        )


def title_of(recheck: Recheck) -> str:
    """The entry, as it is numbered now, and the code."""
    entry = f"Entry {recheck.entry.position + 1}" if recheck.entry else "An entry that is gone"
    return f"{entry}: {recheck.code.name}" if recheck.code else entry


def said_of(recheck: Recheck) -> str:
    """What became of it, and whose it is."""
    whose = f" ({recheck.coder.name})" if recheck.coder else ""
    return f"{recheck.get_what_display()}{whose}. Version {recheck.version}."
