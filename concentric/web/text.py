"""Typed text, made fit to keep: one spelling a letter, plain line ends, nothing that hides or reorders."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

LONGEST = 10_000
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates reorder what is around them unseen. Right-to-left writing needs none.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def normalised(value: str) -> str:
    """NFC, with every line end as a newline."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value))


def refuse_unreadable(value: object) -> None:
    """Raise ValidationError when a character cannot be seen or shown. Newlines and tabs are fine."""
    text = str(value)
    if found := _CONTROLS.search(text):
        raise ValidationError(
            "There is a character here that cannot be shown%(near)s. Delete it, or type that part again.",
            code="control_character",
            params={"near": _near(text, found.start())},
        )
    if found := _REORDERING.search(text):
        raise ValidationError(
            "A hidden character here changes the order of letters%(near)s. Delete it, or type that part again.",
            code="reordering_character",
            params={"near": _near(text, found.start())},
        )


def _near(text: str, position: int) -> str:
    before = _REORDERING.sub("", _CONTROLS.sub("", text[:position])).split()
    return f", after “{before[-1][:30]}”" if before else ", at the start"
