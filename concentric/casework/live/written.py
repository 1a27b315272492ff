"""The line that reads back as an entry: what changing it in place starts from."""

from __future__ import annotations

from concentric.casework.meetings.models import Entry
from concentric.casework.plans.models import Action
from concentric.method.instrument.grid import ColumnKey
from concentric.method.instrument.line import format_line
from concentric.method.instrument.line_shapes import Owner, ParsedLine, handle_for
from concentric.method.instrument.vocabulary import Basis, Sharing


def line_of(entry: Entry, action: Action | None) -> str:
    """The line that reads back as this entry: what editing in place starts from."""
    parsed = ParsedLine(
        text=" ".join(entry.text.split()),
        source=entry.source.handle if entry.source else None,
        instance=entry.instance.name if entry.instance else None,
        sharing=Sharing(entry.sharing) if entry.sharing != Sharing.EVERYONE else None,
        sharing_agencies=tuple(agency.handle for agency in entry.sharing_agencies.all())
        if entry.sharing == Sharing.AGENCIES
        else (),
        basis=Basis(entry.basis) if entry.basis != Basis.FACT else None,
        owner=_owner(action) if action else None,
        due=action.due_on if action else None,
    )
    return format_line(parsed, column=ColumnKey(entry.column_key))


def _owner(action: Action) -> Owner | None:
    if not action.owner_agency:
        return None
    if action.owner and action.owner.agency_id == action.owner_agency_id:
        return Owner(action.owner_agency.handle, handle_for(action.owner.user.name))
    return Owner(action.owner_agency.handle, person=action.owner.user.name if action.owner else action.owner_name)
