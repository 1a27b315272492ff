"""Forms of sending."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from concentric.method.records.study_code import read_code
from concentric.submission.review.models import Outgoing
from concentric.web import forms
from concentric.web.dates import date


class SendManyForm(forms.Form):
    """Which of several to send."""

    chosen = forms.MultipleChoiceField(label="Frameworks to send", choices=[], widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Iterable[Outgoing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered}
        field: Any = self.fields["chosen"]
        field.choices = [(key, _about(one)) for key, one in self.offered.items()]
        field.initial = list(self.offered)
        field.error_messages |= {"required": "Choose at least one.", "invalid_choice": "Choose from the list."}

    def picked(self) -> list[Outgoing]:
        return [self.offered[key] for key in self.cleaned_data["chosen"]]


def _about(outgoing: Outgoing) -> str:
    return (
        f"{outgoing.case.reference}, meeting of {date(outgoing.minutes.meeting.starts_at)}, for {outgoing.study.name}"
    )


class CodeForm(forms.Form):
    """A study code, typed from a letter or read out over the telephone."""

    code = forms.CharField(
        label="Study code", max_length=40, help_text="Ten letters and figures. Spaces and hyphens do not matter."
    )

    def clean_code(self) -> str:
        try:
            return read_code(self.cleaned_data["code"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None
