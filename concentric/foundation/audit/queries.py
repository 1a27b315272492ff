"""Reading the audit trail. It holds no content, so an information governance officer may read all of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.models import AuditEvent, CaseShown
from concentric.foundation.audit.trail import Actor


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty means any. Dates are inclusive."""

    actor: uuid.UUID | None = None
    verb: str = ""
    case: uuid.UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def events(viewer: Actor, search: Search | None = None) -> QuerySet[AuditEvent]:
    """Events of the viewer's partnership or study that match, newest first."""
    found = AuditEvent.objects.filter(chain=viewer.audit_chain).order_by("-position")
    if search is None:
        return found
    wanted: Mapping[str, object] = {
        "actor_id": search.actor,
        "verb": search.verb,
        "at__gte": search.since,
        "at__lte": search.until,
    }
    found = found.filter(**{field: value for field, value in wanted.items() if value})
    return found.filter(pk__in=_about(search.case)) if search.case else found


def _about(case_id: uuid.UUID) -> QuerySet[AuditEvent, tuple[int]]:
    """Ids of the events about one case, and of those that showed its text among others'. Each by its own index."""
    shown = CaseShown.objects.filter(case_id=case_id).order_by().values_list("event_id")
    return AuditEvent.objects.filter(case_id=case_id).order_by().values_list("pk").union(shown, all=True)


def verbs(viewer: Actor) -> list[str]:
    """Every kind of event that the partnership or study has."""
    return list(events(viewer).order_by("verb").values_list("verb", flat=True).distinct())


def of_case(viewer: Viewer, case_id: uuid.UUID) -> QuerySet[AuditEvent]:
    """Everything done to or read of one case, newest first."""
    return events(viewer, Search(case=case_id)).order_by("-at")


def was_noted(viewer: Viewer, verb: str, subject_id: uuid.UUID, since: dt.datetime) -> bool:
    """Whether the viewer's event of this kind about this record stands in the trail already, since then."""
    mine = AuditEvent.objects.filter(actor_id=viewer.id, at__gte=since)
    return mine.filter(verb=verb, subject_id=str(subject_id)).exists()
