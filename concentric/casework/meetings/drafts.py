"""What a person typed, before it is a record: checked field by field, never cut short or changed in silence."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from concentric.casework.base import LINE
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Agency
from concentric.foundation.invalid import Invalid as Invalid
from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.method.instrument.vocabulary import Basis, Sharing, Silence

if TYPE_CHECKING:
    from concentric.casework.meetings.models import Entry


# Right-to-left text is welcome; these override what is shown, and could make a signed sentence read as another.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class EditConflict(Exception):
    """Somebody else changed the same thing meanwhile. `current` is how it stands: an Entry, or the summary's text.

    `current_version` is what to save against once the person has seen both.
    """

    def __init__(self, current: Entry | str, current_version: int) -> None:
        super().__init__("changed meanwhile")
        self.current = current
        self.current_version = current_version


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One entry as typed. `context` and `column` are keys of the grid; `instance` a named home, group, school …"""

    context: str
    column: str
    text: str
    instance: Context | None = None
    source: Agency | None = None
    basis: str = Basis.FACT.value
    sharing: str = Sharing.EVERYONE.value
    sharing_agencies: tuple[Agency, ...] = ()


def checked(draft: EntryDraft, partnership_id: uuid.UUID) -> EntryDraft:
    """The draft with its line endings and outer space tidied. Raises Invalid, naming every field that is wrong."""
    errors = _wrong_choices(draft, partnership_id)
    text, fault = tidy(draft.text)
    if fault:
        errors["text"] = fault
    if errors:
        raise Invalid(errors)
    named = draft.sharing_agencies if draft.sharing == Sharing.AGENCIES else ()
    return replace(draft, text=text, sharing_agencies=tuple(sorted(set(named), key=lambda agency: agency.name)))


def _wrong_choices(draft: EntryDraft, partnership_id: uuid.UUID) -> dict[str, str]:
    errors = wrong_place(draft.context, draft.column, draft.instance, partnership_id)
    if draft.basis not in set(Basis):
        errors["basis"] = "Choose what this rests on from the list."
    if draft.sharing not in set(Sharing):
        errors["sharing"] = "Choose who may receive this from the list."
    elif draft.sharing == Sharing.AGENCIES and not draft.sharing_agencies:
        errors["sharing_agencies"] = "Name at least one agency, or choose another sharing limit."
    if any(agency.partnership_id != partnership_id for agency in draft.sharing_agencies):
        errors["sharing_agencies"] = "Choose agencies of this partnership."
    if draft.source and draft.source.partnership_id != partnership_id:
        errors["source"] = "Choose an agency of this partnership."
    return errors


def wrong_place(
    context: str, column: str, instance: Context | None, partnership_id: uuid.UUID | None = None
) -> dict[str, str]:
    """What is wrong with a place in the grid, by field; empty when nothing is."""
    errors = {}
    if context not in CONTEXT:
        errors["context"] = "Choose one of the five contexts."
    if column not in COLUMN:
        errors["column"] = "Choose one of the eight columns."
    if instance and (
        instance.kind != context or instance.partnership_id != (partnership_id or instance.partnership_id)
    ):
        errors["instance"] = "Choose one that belongs to this context, or leave it empty."
    return errors


def tidy(text: str, *, limit: int = LINE, required: bool = True) -> tuple[str, str]:
    """The text with plain line ends and no outer space, and what is wrong with it ("" when nothing is)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").strip()
    if required and not plain:
        return plain, "Write something before saving."
    if len(plain) > limit:
        return plain, f"This has {len(plain):,} characters; the most is {limit:,}. Shorten it or split it in two."
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in plain):
        return plain, "This holds characters that cannot be kept (control characters). Remove them, or type it again."
    if REORDERING & set(plain):
        return plain, "This holds invisible characters that turn the order of letters round. Type it again."
    return plain, ""


def tidied(field: str, text: str, *, limit: int = LINE, required: bool = True) -> str:
    """One field's text, tidy. Raises Invalid under the field's name."""
    plain, fault = tidy(text, limit=limit, required=required)
    if fault:
        raise Invalid({field: fault})
    return plain


def checked_silence(context: str, column: str, state: str) -> None:
    """Raises Invalid unless this is a context (with or without a column) and a state, or "" to take a state back."""
    errors = wrong_place(context, column or next(iter(COLUMN)), None)
    if state and state not in set(Silence):
        errors["state"] = "Choose what the silence means from the list."
    if errors:
        raise Invalid(errors)
