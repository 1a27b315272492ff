"""Text as XML can hold it."""

from __future__ import annotations

import re
from functools import lru_cache

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Concentric"
MEDIA = "internal://"

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSAFE = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """For an attribute or for content, with every line end kept. Characters that XML cannot hold are left out."""
    return _UNSAFE.sub(lambda found: _ESCAPES.get(found[0], ""), text)


def guid(text: str | None) -> str:
    """An id in any of the spellings in use: braces or none, any case. Empty where there is none."""
    return text.strip().strip("{}").lower() if text else ""


known_guid = lru_cache(maxsize=4_096)(guid)
"""For ids that recur, as those of codes and coders do."""
