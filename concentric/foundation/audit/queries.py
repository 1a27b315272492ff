"""Reading the audit trail. It holds no content, so an information governance officer may read all of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty means any. Dates are inclusive."""

    actor: uuid.UUID | None = None
    verb: str = ""
    case: uuid.UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def events(viewer: Viewer, search: Search | None = None) -> QuerySet[AuditEvent]:
    """Events of the viewer's partnership that match, newest first."""
    found = AuditEvent.objects.filter(chain=str(viewer.partnership_id)).order_by("-position")
    if search is None:
        return found
    wanted: Mapping[str, object] = {
        "actor_id": search.actor,
        "verb": search.verb,
        "case_id": search.case,
        "at__gte": search.since,
        "at__lte": search.until,
    }
    return found.filter(**{field: value for field, value in wanted.items() if value})


def verbs(viewer: Viewer) -> list[str]:
    """Every kind of event that the partnership has."""
    return list(events(viewer).order_by("verb").values_list("verb", flat=True).distinct())


def of_case(viewer: Viewer, case_id: uuid.UUID) -> QuerySet[AuditEvent]:
    """Everything done to or read of one case, newest first."""
    return events(viewer, Search(case=case_id)).order_by("-at")


def counts_by_verb(viewer: Viewer, since: dt.datetime) -> list[tuple[str, int]]:
    """How often each kind of event happened since then, most first."""
    rows = events(viewer, Search(since=since)).order_by().values_list("verb").annotate(n=Count("id"))
    return sorted(((verb, n) for verb, n in rows), key=lambda row: (-row[1], row[0]))
