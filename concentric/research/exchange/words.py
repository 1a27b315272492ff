"""Words as they travel in XML, and the description of a code, which the standard has one place for."""

from __future__ import annotations

from concentric.method.exchange.refi.markup import FORBIDDEN
from concentric.research.coding.models import Code

_INCLUDES, _EXCLUDES = "\n\nIncludes:\n", "\n\nExcludes:\n"


def sayable(text: str) -> str:
    """With line feeds alone, and without the characters that XML cannot hold."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")) if text else text


def described(code: Code) -> str:
    """What a code is, then what is coded with it and what is not."""
    includes = _INCLUDES + code.includes if code.includes else ""
    return sayable(code.description + includes + (_EXCLUDES + code.excludes if code.excludes else ""))


def undescribed(text: str) -> tuple[str, str, str]:
    """Description, includes and excludes out of what `described` joined."""
    rest, _, excludes = text.partition(_EXCLUDES)
    description, _, includes = rest.partition(_INCLUDES)
    return description, includes, excludes
