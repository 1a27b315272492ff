"""When two typed names are the same name."""

from __future__ import annotations

import re
import unicodedata

from concentric.casework.base import SHORT


def fold(name: str) -> str:
    """The name without case, accents, punctuation or extra spaces: "St. Aidan’s  Primary" is "st aidans primary"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("’", "").replace("&", " and "))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters) or [letters.strip()])[:SHORT]
