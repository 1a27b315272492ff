"""What a person typed and that cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping


class Invalid(Exception):
    """What was typed cannot be kept. `errors` says why, by field, in words for the person who typed it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)
