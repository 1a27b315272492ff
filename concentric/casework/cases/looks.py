"""Who looked at a case, from the audit trail: each person's looks of one kind on one day are one line.

A look is a page or file that shows what the case's records say, also where it shows several cases at once: a search,
the tracker, a named context. Lists with a line for each case (the list of cases, of meetings, the first page) are in
the trail and not here, where they would bury the looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from concentric.casework.cases.models import Case
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit import queries as audit

READING = Q(verb__regex=r"\.(read|followed|compared|previewed|downloaded|exported)$") | Q(verb="search.made")
EMERGENCY = Q(verb="emergency.opened")
WORDS = {
    "case.read": "Opened the case",
    "meeting.read": "Opened a meeting",
    "meeting.followed": "Followed a meeting on the screen",
    "meeting.compared": "Compared two meetings",
    "meeting.exported": "Downloaded a meeting’s calendar entry",
    "minutes.read": "Opened the minutes",
    "entry.read": "Opened an entry",
    "action.read": "Opened an action",
    "actions.read": "Saw an action in the tracker",
    "actions.exported": "Downloaded the tracker",
    "context.read": "Opened a context named in it",
    "import.read": "Opened an imported framework",
    "search.made": "Found it in a search",
    "referral.read": "Opened the referral, or one that it resembles",
    "referral.compared": "Saw that a new referral resembles it",
    "releases.read": "Opened the list of versions",
    "release.previewed": "Looked at a version before it was made",
    "release.read": "Opened a version of the minutes",
    "release.downloaded": "Downloaded a version of the minutes",
    "retention.read": "Looked at when its time is up",
    "emergency.opened": "Used emergency access",
}


@dataclass(frozen=True, slots=True)
class Look:
    """`times` looks by one person, between `first` and `last` on one day."""

    day: dt.date
    who: str
    what: str
    times: int
    first: dt.datetime
    last: dt.datetime
    is_emergency: bool


class Looks(Sequence[Look]):
    """The lines, newest first, as a sequence that a paginator takes: only the page in hand is read."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, part: int) -> Look: ...
    @overload
    def __getitem__(self, part: slice) -> list[Look]: ...
    def __getitem__(self, part: int | slice) -> Look | list[Look]:
        return list(_lines(self.rows[part])) if isinstance(part, slice) else next(_lines([self.rows[part]]))


def looks_at(viewer: Viewer, case: Case, *, changes_too: bool) -> Looks:
    """Reads, downloads and emergencies (and every change, when asked) about one case."""
    events = audit.of_case(viewer, case.pk)
    if not changes_too:
        events = events.filter(READING | EMERGENCY)
    rows = (
        events.annotate(day=TruncDate("at"))
        .values("day", "actor_id", "actor_label", "verb")
        .annotate(times=Count("id"), first=Min("at"), last=Max("at"))
        .order_by("-day", "-last", "actor_label", "verb")
    )
    return Looks(rows)


def in_words(verb: str) -> str:
    """ "person.added" as "Person added", where it has no words of its own."""
    return WORDS.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[Look]:
    for row in rows:
        yield Look(
            day=row["day"],
            who=row["actor_label"],
            what=in_words(row["verb"]),
            times=row["times"],
            first=row["first"],
            last=row["last"],
            is_emergency=row["verb"] == "emergency.opened",
        )
