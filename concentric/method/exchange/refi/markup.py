"""Text as XML can hold it."""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Concentric"
MEDIA = "internal://"

_UNSAFE = re.compile('[&<>"\t\n\r]')
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """For an attribute or for content, with every line end kept. Characters that XML cannot hold are left out."""
    text = FORBIDDEN.sub("", text)
    return _UNSAFE.sub(lambda found: _ESCAPES[found[0]], text) if _UNSAFE.search(text) else text


@lru_cache(maxsize=4096)  # codes and people recur by the thousand
def guid(text: str | None) -> UUID | None:
    """An id in any of the spellings in use: braces or none, any case. None where there is none."""
    if not text:
        return None
    try:
        return UUID(text.strip().strip("{}"))
    except ValueError:
        return None
