"""Who codes: each of the team is a coder from the first time they code."""

from __future__ import annotations

from django.db.models import Max

from concentric.research.coding.models import Coder
from concentric.research.frameworks.models import Study
from concentric.research.frameworks.researcher import Researcher


def coder_of(researcher: Researcher) -> Coder:
    """The researcher as a coder of their study, made one where they are not. Inside a transaction."""
    found = Coder.objects.filter(place=researcher.place).first()
    return found or new_coder(researcher.study, researcher.name, researcher)


def new_coder(study: Study, name: str, researcher: Researcher | None = None) -> Coder:
    """Another coder: without a researcher, a name that came with an imported project. Inside a recorded block."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)  # numbers are given out one at a time
    if researcher and (made := Coder.objects.filter(place=researcher.place).first()):
        return made
    last = study.coders.aggregate(last=Max("number"))["last"] or 0
    return Coder.objects.create(study=study, number=last + 1, name=name, place=researcher.place if researcher else None)
