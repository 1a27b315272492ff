"""What later stages hang on the pages of earlier ones.

An earlier stage imports no later one, so the later one registers here (in its app's `ready`) what waits at home and
which ways lead on from a meeting's minutes or from a case; the pages ask and show.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from concentric.foundation.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Onward:
    """A link and what it is about: `note` may hold a reference and no name, `tag` is a word that stands out."""

    label: str
    url: str
    note: str = ""
    tag: str = ""


AtHome = Callable[[Viewer], Iterable[Onward]]
OfRecord = Callable[[Viewer, uuid.UUID], Iterable[Onward]]

at_home: list[AtHome] = []
of_minutes: list[OfRecord] = []  # of the meeting with that id, for a viewer who reads its minutes
of_case: list[OfRecord] = []  # of the case with that id, for a viewer who sees it


def waiting(viewer: Viewer) -> list[Onward]:
    """What waits for the viewer in later stages."""
    return [each for found in at_home for each in found(viewer)]


def leading_on(ways: list[OfRecord], viewer: Viewer, record_id: uuid.UUID) -> list[Onward]:
    """The ways on from one record."""
    return [each for found in ways for each in found(viewer, record_id)]
