"""When two typed names are the same name."""

from __future__ import annotations

import unicodedata

from concentric.casework.base import SHORT


def fold(name: str) -> str:
    """The name without case, accents, punctuation or extra spaces: "St. Aidan’s  Primary" is "st aidans primary"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = "".join(_kept(character) for character in plain.replace("'", "").replace("’", "").replace("&", " and "))
    return " ".join(kept.split() or plain.split())[:SHORT].strip()


def _kept(character: str) -> str:
    """Letters, digits and the vowel signs of scripts that have them; accents go, and anything else parts two words."""
    if unicodedata.combining(character):
        return ""
    return character if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc") else " "
