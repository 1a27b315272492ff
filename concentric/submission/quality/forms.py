"""Forms of the quality check."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from concentric.casework.base import LINE, TEXT
from concentric.submission.quality.periods import By, Period, periods
from concentric.submission.quality.queries import Checked
from concentric.web import forms

LEAVE, SEND_BACK = "leave", "send_back"


class ChecklistForm(forms.Form):
    """The lines that were ticked, and what is to become of them."""

    lines = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    remark = forms.CharField(
        label="Why they stay as they are, or what the minute-taker should look at",
        help_text="It is kept with the lines. The minute-taker and the chair see it when you send it back.",
        max_length=LINE,
        widget=forms.Textarea,
    )

    def __init__(self, data: Any, *, checked: Checked) -> None:
        super().__init__(data)
        open_lines = [(each.line.key, each.line.text) for each in checked.open]
        self.fields["lines"].choices = open_lines  # type: ignore[attr-defined]
        self.fields["lines"].error_messages["invalid_choice"] = "One of these lines has been answered meanwhile."
        self.fields["remark"].error_messages["required"] = "Say why, or what should be looked at."

    @property
    def sends_back(self) -> bool:
        return bool(self.data.get("do") == SEND_BACK)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.sends_back and not cleaned.get("lines") and "lines" not in self.errors:
            self.add_error("lines", "Tick the lines that stay as they are.")
        return cleaned


class AnswerForm(forms.Form):
    """What the minute-taker or the chair answers."""

    AMEND, EXPLAIN = "amend", "explain"

    decision = forms.ChoiceField(
        label="Your answer",
        choices=[(AMEND, "Add an amendment beside the signed minutes"), (EXPLAIN, "The minutes stay as they are")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="The amendment",
        help_text="Needed for an amendment. It stands beside the signed text, which does not change.",
        max_length=TEXT,
        required=False,
        widget=forms.Textarea,
    )
    reason = forms.CharField(
        label="Why",
        help_text="Why the amendment is needed, or why the minutes stay as they are.",
        max_length=LINE,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.AMEND and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Write the amendment, or choose that the minutes stay as they are.")
        return cleaned


class OverTimeForm(forms.Form):
    """The length of the periods, and the day that the last of them holds."""

    by = forms.ChoiceField(
        label="By",
        choices=[(By.QUARTER.value, "Quarter"), (By.MONTH.value, "Month"), (By.YEAR.value, "Year")],
        required=False,
    )
    until = forms.DateField(label="Up to", required=False, help_text="")

    def periods(self) -> tuple[Period, ...]:
        """The periods that were asked for; quarters up to today while nothing or something unusable was."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return periods(By(asked.get("by") or By.QUARTER), asked.get("until") or timezone.localdate())
