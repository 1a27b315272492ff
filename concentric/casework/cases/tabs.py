"""The tabs of a case. Later stages add theirs to `CASE_TABS`, beside their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from concentric.casework.cases.models import Case


@dataclass(frozen=True, slots=True)
class CaseTab:
    """A page of a case: its URL's name (which takes the case's id), its words, its place in the row."""

    url_name: str
    label: str
    order: int


CASE_TABS: list[CaseTab] = [
    CaseTab("overview:case", "Overview", 0),
    CaseTab("cases:people", "People", 30),
    CaseTab("cases:incidents", "Incidents and cohort", 40),
    CaseTab("cases:details", "Details", 50),
    CaseTab("cases:access", "Who may see it", 60),
]


def case_tabs(case: Case, current: str) -> list[dict[str, object]]:
    """The row of tabs for one case, the current one marked: what the `tabs` macro takes."""
    shown = []
    for tab in sorted(CASE_TABS, key=lambda tab: tab.order):
        try:
            url = reverse(tab.url_name, args=[case.pk])
        except NoReverseMatch:
            continue  # that stage is not installed
        shown.append({"label": tab.label, "url": url, "is_current": tab.url_name == current})
    return shown
