"""What a page posts, read into drafts: a line in the typing grammar, or the fields of an entry's own page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import models
from django.http import QueryDict
from django.utils import timezone

from concentric.casework.contexts.actions import name_context
from concentric.casework.contexts.models import Context
from concentric.casework.contexts.names import fold
from concentric.casework.live.screen import roles_for
from concentric.casework.live.vocabulary import Known
from concentric.casework.meetings.drafts import EntryDraft, Invalid
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.meetings.permissions import check_can_add_entry
from concentric.casework.plans.actions import ActionDraft
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id
from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.due import read_day, read_span
from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey, ContextKey
from concentric.method.instrument.line import parse_line
from concentric.method.instrument.line_shapes import Owner, ParsedLine
from concentric.method.instrument.vocabulary import Basis, Sharing

NO_PLACE = "Say where this goes: begin with / and two letters, for example /sr for School, Risk."
LONGEST_LINE = 4_000
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Typed:
    """One line or form as drafts; `plan` only in the actions column."""

    entry: EntryDraft
    plan: ActionDraft | None


def typed_line(viewer: Viewer, meeting: Meeting, data: QueryDict) -> Typed:
    """A line typed in a cell or routed by its prefix. `source` and `instance` of the data stick from the line before.

    A name in quotes that the register does not hold is added to it. Raises Invalid, Refusal.
    """
    roles = roles_for(meeting) if data.get("view") == "room" else None
    return _typed(Known(viewer, meeting, roles=roles), data)


def _typed(known: Known, data: QueryDict) -> Typed:
    parsed = _parsed(data, known)
    if parsed.context is None or parsed.column is None:
        raise Invalid({"line": NO_PLACE})
    before = data.get("source", "") if parsed.column is not ColumnKey.ACTIONS else ""
    sticky = known.agencies.get(before) if before else None
    entry = EntryDraft(
        context=parsed.context,
        column=parsed.column,
        text=parsed.text,
        source=known.agencies[parsed.source] if parsed.source else sticky,
        instance=_instance(known, parsed, data.get("instance", "")),
        basis=parsed.basis or Basis.FACT,
        sharing=parsed.sharing or Sharing.EVERYONE,
        sharing_agencies=tuple(known.agencies[handle] for handle in parsed.sharing_agencies),
    )
    return Typed(entry, _plan(parsed, known) if parsed.column is ColumnKey.ACTIONS else None)


def _parsed(data: QueryDict, known: Known) -> ParsedLine:
    line = data.get("line", "")
    if len(line) > LONGEST_LINE:
        raise Invalid({"line": f"This has {len(line):,} characters; the most is 2,000. Shorten it or split it in two."})
    row, cell = data.get("context", ""), data.get("column", "")
    context = ContextKey(row) if row in CONTEXT else None
    column = ColumnKey(cell) if cell in COLUMN else None
    parsed = parse_line(line, vocabulary=known.words(line), today=timezone.localdate(), context=context, column=column)
    # Kept as text, a limit that is not understood would let everyone read the line, and a name would go to the family.
    if unclear := _unclear(line, parsed, "!") or _unclear(line, parsed, "@"):
        raise Invalid({"line": unclear})
    return replace(parsed, context=parsed.context or context, column=parsed.column or column)


def _unclear(line: str, parsed: ParsedLine, sign: str) -> str:
    """Why the first word that begins with `sign` is no token; "" when there is none."""
    return next((problem.message for problem in parsed.problems if line[problem.start] == sign), "")


def _plan(parsed: ParsedLine, known: Known) -> ActionDraft:
    owner = parsed.owner or Owner("")
    member = known.members.get((owner.agency, owner.member)) if owner.member else None
    name = "" if member else owner.person
    return ActionDraft(known.agencies.get(owner.agency) if owner.agency else None, member, name, parsed.due)


def _instance(known: Known, parsed: ParsedLine, sticky: str) -> Context | None:
    context = str(parsed.context)
    if parsed.instance:
        found = known.instances.get((context, fold(parsed.instance)))
        return found or _named(known, context, parsed.instance)
    return known.instances.get((context, fold(sticky))) if sticky else None


def _named(known: Known, context: str, name: str) -> Context:
    """A name that the register does not hold yet, added by somebody who may write in the meeting."""
    check_can_add_entry(known.viewer, known.meeting)
    return name_context(viewer=known.viewer, case=known.meeting.case, kind=context, name=name, openly=False)


def changed_line(viewer: Viewer, entry: Entry, data: QueryDict) -> Typed:
    """An entry as its edited line says. What a line cannot say (a measure, an owner outside every agency) stays."""
    data = data.copy()
    data["context"], data["column"] = entry.context_key, entry.column_key
    data["source"] = data["instance"] = ""
    typed = _typed(Known(viewer, entry.meeting, entry), data)
    action = Action.objects.filter(entry=entry).first() if typed.plan else None
    if typed.plan is None or action is None:
        return typed
    plan = replace(typed.plan, measure=action.measure)
    if action.owner_name and not action.owner_agency_id and plan.owner_agency is None:
        plan = replace(plan, owner_name=action.owner_name)
    return replace(typed, plan=plan)


def typed_fields(viewer: Viewer, entry: Entry, data: QueryDict) -> Typed:
    """The fields of an entry's own page."""
    known = Known(viewer, entry.meeting, entry)
    by_id = {str(agency.pk): agency for agency in known.agencies.values()}
    draft = EntryDraft(
        context=entry.context_key,
        column=entry.column_key,
        text=data.get("text", ""),
        source=_chosen("source", data, by_id.values()),
        instance=_chosen("instance", data, known.instances.values()),
        basis=data.get("basis", ""),
        sharing=data.get("sharing", ""),
        sharing_agencies=tuple(_chosen_each("sharing_agencies", data, by_id)),
    )
    if entry.column_key != ColumnKey.ACTIONS:
        return Typed(draft, None)
    plan = ActionDraft(
        owner_agency=_chosen("owner_agency", data, by_id.values()),
        owner=_chosen("owner", data, known.members.values()),
        owner_name=data.get("owner_name", ""),
        due_on=typed_day("due_on", data.get("due_on", "")),
        measure=data.get("measure", ""),
    )
    return Typed(draft, plan)


def _chosen(field: str, data: QueryDict, rows: Iterable[Row]) -> Row | None:
    value = data.get(field, "")
    if not value:
        return None
    found = next((row for row in rows if str(row.pk) == value), None)
    if found is None:
        raise Invalid({field: "Choose from the list."})
    return found


def _chosen_each(field: str, data: QueryDict, rows: dict[str, Row]) -> list[Row]:
    """Every row a form names. One that is not on the list is refused: leaving it out would change who may read."""
    try:
        return [rows[key] for key in data.getlist(field)]
    except KeyError:
        raise Invalid({field: "Choose from the list."}) from None


def typed_agency(viewer: Viewer, data: QueryDict) -> Agency | None:
    """The agency a form names, or None where it names none."""
    return _chosen("agency", data, Agency.objects.filter(partnership_id=viewer.partnership_id, is_active=True))


def typed_day(field: str, typed: str) -> dt.date | None:
    """A day as people write it: 14 February, 14/2, 2026-02-14, Friday, in 6 weeks. Empty is None."""
    words = " ".join(typed[:80].split()).rstrip(".,;:")
    if not words:
        return None
    lead, _, rest = words.partition(" ")
    if lead.lower() in ("by", "in", "within", "on"):
        words = rest
    found = read_day(words, timezone.localdate()) or read_span(words, timezone.localdate())
    if found is None:
        raise Invalid(
            {field: f"“{typed[:40]}” is not a date we can read. Try 14 February 2027, 14/2/27 or “in 6 weeks”."}
        )
    return found


def typed_ids(values: Iterable[str]) -> list[uuid.UUID]:
    """The ids a form names. Raises Invalid for what is not one."""
    try:
        return [uuid.UUID(value) for value in values if value]
    except ValueError:
        raise Invalid({"answers": "Choose needs of this meeting from the list."}) from None


def typed_id(data: QueryDict, field: str) -> uuid.UUID:
    """The id that the page gave to what it sends."""
    try:
        return uuid.UUID(data.get(field, ""))
    except ValueError:
        raise Refusal("This page sent something that cannot be read. Load it again; what you typed is below.") from None


def typed_row(data: QueryDict) -> uuid.UUID:
    """The id that the page gave to the row it asks for; a new one where a page sends none."""
    return typed_id(data, "row_id") if "row_id" in data else new_id()


def typed_version(data: QueryDict, field: str = "version") -> int:
    """The version somebody started from; 0 when it is garbled, which no row has."""
    value = data.get(field, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
