"""What the pages of a study share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from concentric.foundation.permissions.checks import ask
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher
from concentric.web.onward import Onward

TABS = (
    ("frameworks", "Frameworks", "frameworks:study"),
    ("codebook", "Codebook", "coding:codebook"),
    ("coding", "Coding", "coding:frameworks"),
    ("compare", "Compare", "cohorts:compare"),
    ("briefings", "Briefings", "briefings:briefings"),
    ("about", "About the study", "frameworks:about"),
    ("sites", "Sites", "frameworks:sites"),
    ("team", "Team", "frameworks:team"),
)

# What a correction left to be looked at: later stages say it on a framework's page (in their app's `ready`).
of_framework: list[Callable[[Researcher, Framework], Iterable[Onward]]] = []


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted data, empty or not; None when the page is only being opened."""
    return request.POST if request.method == "POST" else None


def study_page(
    request: HttpRequest, researcher: Researcher, template: str, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a study under its name and its tabs."""
    tabs = [
        {"label": label, "url": reverse(name, args=[researcher.study.pk]), "is_current": key == tab}
        for key, label, name in TABS
    ]
    may_take = ask(check_can_take_files, researcher)
    shared = {"study": researcher.study, "researcher": researcher, "study_tabs": tabs, "may_take": may_take}
    return render(request, template, {**shared, **context}, status=status)
