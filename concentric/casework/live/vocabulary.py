"""What the typing grammar knows by name in one meeting: for the server's reader, which decides, and for the page's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from concentric.casework.contexts.models import Context
from concentric.casework.contexts.names import fold
from concentric.casework.contexts.queries import for_case
from concentric.casework.live.shown import Roles
from concentric.casework.meetings.models import Entry, Meeting
from concentric.casework.plans.models import Action
from concentric.foundation.accounts.models import Agency, AgencyKind, Membership
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ContextKey
from concentric.method.instrument.line_shapes import Agency as KnownAgency
from concentric.method.instrument.line_shapes import Instance, LineVocabulary, Member, handle_for
from concentric.method.instrument.vocabulary import Basis, Sharing

_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Known:
    """The rows behind the names: the partnership's agencies and members; the case's homes, groups, schools and places.

    Each kind is read when it is first asked for: most lines name nothing. Whom the `entry` being changed names already
    is known for it, active or not: otherwise its next wording would lose its source and its sharing limit. In the room
    view (`roles`) a home, group, school or place is known by what it is called on the wall, too.
    """

    viewer: Viewer
    meeting: Meeting
    entry: Entry | None = None
    roles: Roles | None = None

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        """By handle."""
        usable = Q(is_active=True) | Q(pk__in=self._named)
        agencies = Agency.objects.filter(usable, partnership_id=self.viewer.partnership_id)
        return {agency.handle: agency for agency in agencies}

    @cached_property
    def _action(self) -> Action | None:
        return Action.objects.filter(entry=self.entry).first() if self.entry else None

    @cached_property
    def _named(self) -> list[uuid.UUID]:
        if self.entry is None:
            return []
        owner = self._action and self._action.owner_agency_id
        limited_to = self.entry.sharing_agencies.values_list("pk", flat=True)
        return [agency for agency in (self.entry.source_id, owner, *limited_to) if agency]

    @cached_property
    def members(self) -> dict[tuple[str, str], Membership]:
        """By the agency's handle and their own."""
        usable = Q(is_active=True, agency__is_active=True) | Q(pk=self._action and self._action.owner_id)
        members = Membership.objects.filter(usable, partnership_id=self.viewer.partnership_id)
        members = members.select_related("user", "agency")
        return {(member.agency.handle, handle_for(member.user.name)): member for member in members}

    @cached_property
    def instances(self) -> dict[tuple[str, str], Context]:
        """By kind and folded name."""
        found = list(for_case(self.viewer, self.meeting.case))
        on_the_wall = (
            {(context.kind, self.roles.of_context(context)): context for context in found} if self.roles else {}
        )
        return on_the_wall | {(context.kind, fold(context.name)): context for context in found}

    def _instance_names(self) -> Iterator[tuple[ContextKey, str]]:
        for context in {each.pk: each for each in self.instances.values()}.values():
            yield ContextKey(context.kind), context.name
            if self.roles:
                yield ContextKey(context.kind), self.roles.of_context(context)

    def colleagues(self) -> tuple[Member, ...]:
        """Whom an action can be given to."""
        return tuple(Member(handle, member.user.name, agency) for (agency, handle), member in self.members.items())

    def words(self, line: str) -> LineVocabulary:
        """What `line` can name: a sign that does not stand in it needs no names."""
        people, places = (sign in line for sign in "@#")
        agencies = self.agencies if people or "!" in line else {}
        return LineVocabulary(
            agencies=tuple(KnownAgency(handle, agency.name) for handle, agency in agencies.items()),
            members=self.colleagues() if people else (),
            instances=tuple(Instance(name, kind) for kind, name in self._instance_names()) if places else (),
        )


def example_handles(agencies: Iterable[Agency]) -> dict[str, str]:
    """For the examples on the page: the partnership's own handles for who speaks, acts and is told, by kind of agency.

    Where it has none of a kind, any handle that it has: an example must work when it is typed as it stands.
    """
    by_kind = {agency.kind: agency.handle for agency in agencies}
    other = next(iter(by_kind.values()), "")
    kinds = {"school": AgencyKind.EDUCATION, "police": AgencyKind.POLICE, "housing": AgencyKind.HOUSING}
    return {name: by_kind.get(kind, other) for name, kind in kinds.items()}


def vocabulary_json(words: LineVocabulary) -> SafeString:
    """The same for the page's reader, with the grid's letters, safe inside a script element."""
    known = {
        **asdict(words),
        "today": timezone.localdate().isoformat(),
        "contexts": [{"key": c.key, "short": c.short, "letter": c.letter} for c in CONTEXTS],
        "columns": [
            {"key": c.key, "short": c.short, "label": c.label, "letter": c.letter, "need": c.is_need} for c in COLUMNS
        ],
        "bases": [{"key": basis.value, "label": basis.label} for basis in Basis],
        "sharings": [{"key": sharing.value, "label": sharing.label} for sharing in Sharing],
    }
    return mark_safe(json.dumps(known).translate(_ESCAPED))  # noqa: S308  (nothing in it can close the element)
