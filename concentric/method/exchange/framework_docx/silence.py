"""Words by which a cell says that it has nothing to say."""

from __future__ import annotations

import re
from typing import Final

from concentric.method.instrument.vocabulary import Silence

# The flag is False where people mean different things by the words, so that somebody is asked.
_PHRASES: Final[dict[str, tuple[Silence, bool]]] = {
    **dict.fromkeys(
        (
            "none",
            "nil",
            "none identified",
            "nothing identified",
            "none noted",
            "none found",
            "none known",
            "none at present",
            "none at this time",
            "none currently",
            "none reported",
            "nothing to report",
            "nothing of note",
            "no factors identified",
            "no concerns identified",
            "no issues identified",
            "discussed none identified",
            "discussed nothing identified",
        ),
        (Silence.NOTHING_IDENTIFIED, True),
    ),
    **dict.fromkeys(("n a", "na", "not applicable"), (Silence.NOTHING_IDENTIFIED, False)),
    **dict.fromkeys(
        (
            "not known",
            "unknown",
            "not yet known",
            "not known at present",
            "unknown at present",
            "unknown at this time",
            "do not know",
            "don t know",
            "no information",
            "no information available",
            "not known someone will find out",
            "tbc",
            "to be confirmed",
        ),
        (Silence.NOT_KNOWN, True),
    ),
    **dict.fromkeys(
        ("not discussed", "not covered", "not considered", "not asked", "not explored"), (Silence.NOT_DISCUSSED, True)
    ),
}


def says_empty(text: str) -> bool:
    """Our own minutes' words for a cell that nobody decided about: neither an entry nor a silence."""
    return text.strip().casefold() == "nothing recorded"


def silence_of(text: str) -> tuple[Silence, bool] | None:
    """The silence that the words mean and whether that is certain; None when they say more than silence."""
    return _PHRASES.get(" ".join(re.findall(r"[^\W_]+", text.casefold())))
