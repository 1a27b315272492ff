"""The one error of reading."""

from __future__ import annotations


class UnreadableProject(Exception):
    """The file cannot be read. `reason` says to a person what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
