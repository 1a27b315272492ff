"""Every address of the site, filled in from a world: what the sweeps walk over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse

from tests.factories.busy_world import BusyWorld

# Parameters that are words of ours, not identifiers: each stands for its closed list.
WORDS = {
    "file_format": "csv",
    "to": "closed",
    "uidb36": "abc",
    "key": "def",
    "group": "known",
    "what": "case",
    "part": "worker",
    "taken": "quotes",
    "change": "rename",
    "preset_key": "peers",
    "chapter": "background",
    "document_format": "pdf",
    "number": 0,
}
# Which of the world's meetings a page is about; every other page is asked for the one in progress.
MEETINGS = {
    "draft": ("signoff:minutes", "signoff:circulate", "signoff:correct", "signoff:correct_entry", "signoff:sign"),
    "signed": (
        "signoff:amend",
        "releases:versions",
        "releases:preview",
        "releases:make",
        "quality:checklist",
        "quality:reopen",
        "review:begin",
    ),
    "planned": (
        "meetings:prepare",
        "meetings:change",
        "meetings:cancel",
        "meetings:invite",
        "meetings:send",
        "meetings:agenda",
        "meetings:beforehand",
        "meetings:withdraw",
        "live:open",
    ),
}
# Which of the frameworks on their way a page is about; every other page is asked for the one under review.
OUTGOING = {
    "ready_id": ("consent:give", "consent:keep_form", "dispatch:send"),
    "sent_id": ("dispatch:code", "dispatch:withdraw"),
}
_A_CELL = "?row=0&column=0"
QUERIES = {
    "releases:preview": "?kind=family",
    "cohorts:preset_cell": _A_CELL,
    "cohorts:table_cell": _A_CELL,
}


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site. `name` is its URL's name; `takes` are its parameters."""

    name: str
    takes: tuple[str, ...]

    def url(self, busy: BusyWorld) -> str:
        """The address in that world. Raises KeyError naming a parameter that the world cannot fill."""
        values = {**WORDS, **busy.ids, **_about(self.name, busy)}
        for parameter in self.takes:
            if parameter not in values:
                raise KeyError(f"{self.name} takes {parameter!r}: let tests/factories/busy_world.py name one")
        return reverse(self.name, kwargs={name: values[name] for name in self.takes}) + QUERIES.get(self.name, "")

    def url_of(self, **values: object) -> str:
        """The address with those values, or the words above: for pages that are of no world."""
        given = {**WORDS, **values}
        return reverse(self.name, kwargs={name: given[name] for name in self.takes})

    @property
    def has_identifier(self) -> bool:
        return any(name not in WORDS for name in self.takes)


def addresses() -> list[Address]:
    """Every named address, in the order of the URL files."""
    return list(_below(get_resolver(), "", ()))


def _below(resolver: URLResolver, space: str, takes: tuple[str, ...]) -> Iterator[Address]:
    for found in resolver.url_patterns:
        named = (*takes, *found.pattern.regex.groupindex)
        if isinstance(found, URLResolver):
            yield from _below(found, f"{space}{found.namespace}:" if found.namespace else space, named)
        else:
            assert found.name, f"{found.pattern} has no name, so no page can be checked for it"
            yield Address(space + found.name, named)


def _about(name: str, busy: BusyWorld) -> dict[str, object]:
    state = next((state for state, names in MEETINGS.items() if name in names), "running")
    meeting = getattr(busy, state)
    shared = meeting.entries.filter(sharing="everyone").exclude(column_key="actions").first()
    outgoing = next((key for key, names in OUTGOING.items() if name in names), "outgoing_id")
    about = {"meeting_id": meeting.pk, "outgoing_id": busy.ids[outgoing]}
    return {**about, **({"entry_id": shared.pk} if shared else {})}
