"""Dates as exactly as they are known: a day, a month, a year, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from concentric.casework.cases.models import Incident
from concentric.web import forms
from concentric.web.dates import MONTHS, read_date

Precision = Incident.Precision
Known = tuple[dt.date | None, str]


def read_approximate(text: str) -> Known | None:
    """The date and its precision that somebody wrote, or None when it is neither day, month nor year."""
    words = " ".join(text.lower().split())
    if not words:
        return None, Precision.UNKNOWN.value
    if re.fullmatch(r"(19|20)\d\d", words):
        return dt.date(int(words), 1, 1), Precision.YEAR.value
    if month := _month(words):
        return month, Precision.MONTH.value
    day = read_date(words)
    return (day, Precision.DAY.value) if day else None


def _month(words: str) -> dt.date | None:
    if found := re.fullmatch(r"(\d{1,2})[/.\- ]((?:19|20)\d\d)", words):
        number = int(found[1])
    elif found := re.fullmatch(r"([a-z]{3,9})\.? ((?:19|20)\d\d)", words):
        number = next((at for at, name in enumerate(MONTHS, 1) if name.lower().startswith(found[1])), 0)
    else:
        return None
    return dt.date(int(found[2]), number, 1) if 1 <= number <= 12 else None


def written(incident: Incident) -> str:
    """The incident's date as a person would type it."""
    return "" if incident.happened_on is None else incident.when


class ApproximateDateField(forms.CharField):
    """One box for "3 April 2026", "April 2026", "2026" or nothing. Cleans to (date or None, precision)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "help_text",
            "As exactly as it is known: 3 April 2026, April 2026 or 2026. Leave empty when it is not known.",
        )
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Known:
        known = read_approximate(super().clean(value))
        if known is None:
            raise forms.ValidationError("Enter a date, a month or a year, for example 3 April 2026, April 2026 or 2026")
        if known[0] and known[0] > timezone.localdate():
            raise forms.ValidationError("This is in the future. Check the year.")
        return known
