"""Telling a bundle of the future from one that is broken."""

from __future__ import annotations

import json
import re

_VERSION = re.compile(r"concentric\.(?:bundle|submission)/(\d{1,9})")


def is_newer(data: bytes, field: str) -> bool:
    """Whether a JSON document names, in `field`, a version of ours later than 1."""
    try:
        document = json.loads(data)
        named = _VERSION.fullmatch(document[field])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return named is not None and int(named[1]) > 1
