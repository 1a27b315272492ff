"""What lead professionals said when the study went back to them, by site and question, to be coded like any entry.

A site's reflections hang on one `Framework` of origin REFLECTION, which is never included and never counted.
"""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.method.instrument.vocabulary import Labelled
from concentric.research.frameworks.entries import add_texts
from concentric.research.frameworks.leaving import clear, clear_derived
from concentric.research.frameworks.models import Entry, Framework, InclusionDecision, Site, Study
from concentric.research.frameworks.permissions import check_can_import, check_can_receive, check_can_take_out
from concentric.research.frameworks.researcher import Researcher

REFLECTION, HELD = Framework.Origin.REFLECTION, Framework.Status.HELD


class Why(Labelled):
    """Why something is taken out: in closed words, since free ones might repeat what is to be gone."""

    TAKEN_BACK = "taken_back", "Whoever it is from took it back"
    TWICE = "twice", "It was recorded twice"
    MISPLACED = "misplaced", "It belongs to another site, question or study"
    IDENTIFIES = "identifies", "It could identify somebody"


def reflections(researcher: Researcher) -> QuerySet[Entry]:
    """What was said, by question and then by site."""
    said = Entry.objects.filter(framework__study=researcher.study, framework__origin=REFLECTION)
    return said.select_related("framework__site").order_by("name", "framework__site__pk", "position")


def get_reflection(researcher: Researcher, entry_id: uuid.UUID) -> Entry:
    """One of them. Raises NotVisible."""
    found = reflections(researcher).filter(pk=entry_id).first()
    if found is None:
        raise NotVisible
    return found


def add_reflection(*, researcher: Researcher, site: Site, question: str, text: str) -> Entry:
    """Record what somebody of a site said to a question."""
    with recorded(researcher, "reflection.added", site) as note:
        check_can_import(researcher)
        Study.objects.select_for_update().get(pk=researcher.study.pk)  # one row of its site, positions in turn
        framework = _framework(researcher.study, site)
        add_texts(framework, [(question, text)])
        said = framework.entries.order_by("-position")[0]
        note.subject = said
        return said


def remove_reflection(*, researcher: Researcher, reflection: Entry, why: Why) -> None:
    """Remove one, with everything coded on it. That one was removed, and why, is in the study's trail."""
    with recorded(researcher, "reflection.removed", reflection, why=why.value):
        check_can_receive(researcher)
        reflection.delete()
        clear_derived(reflection.framework)


def take_out(*, researcher: Researcher, framework: Framework, why: Why) -> None:
    """Take an imported framework out of the study, with all that was drawn from it; that there was one stays."""
    with recorded(researcher, "framework.taken_out", framework, why=why.value):
        check_can_take_out(researcher, framework)
        clear(Framework.objects.filter(pk=framework.pk))
        framework.status, framework.document, framework.included = Framework.Status.WITHDRAWN, None, False
        framework.cohort, framework.age_low, framework.age_high = "", None, None
        framework.silences, framework.ruled_out, framework.values, framework.settled = [], [], {}, {}
        framework.save()
        InclusionDecision.objects.create(
            framework=framework, included=False, reason=why.label, version=framework.version, by=researcher.place
        )


def _framework(study: Study, site: Site) -> Framework:
    """The one that a site's reflections hang on, made with the first."""
    held = study.frameworks.filter(site=site, origin=REFLECTION, status=HELD).first()
    if held:
        return held
    code = f"DEBRIEF-{site.letter}"
    if study.frameworks.filter(code__iexact=code).exists():
        raise Refusal(f"A framework of this study has the code {code}, which the de-brief needs.")
    return Framework.objects.create(
        study=study,
        site=site,
        origin=REFLECTION,
        code=code,
        included=False,
        values={"site": site.letter},
        received_on=timezone.localdate(),
    )
