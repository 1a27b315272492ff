"""Forms of sign-off."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import LINE, TEXT
from concentric.casework.signoff.actions import STATEMENT
from concentric.web import forms
from concentric.web.proof import ProofForm


class CorrectionForm(forms.Form):
    """What should be different."""

    text = forms.CharField(
        label="What should be different?",
        help_text="Say what the minutes say now, what they should say, and how you know.",
        max_length=TEXT,
        widget=forms.Textarea,
    )


class CorrectionAnswerForm(forms.Form):
    """The answer to a correction."""

    decision = forms.ChoiceField(
        label="Your answer",
        choices=[("accept", "Accept: the draft will be changed"), ("decline", "Decline")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The person who asked sees this. Needed when you decline.",
        max_length=LINE,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", "Say why the correction is declined.")
        return cleaned


class SignForm(ProofForm):
    """The chair signs; where accepted corrections are `unchanged`, having been asked about them."""

    field_order = ("as_it_stands",)

    as_it_stands = forms.BooleanField(
        label="I know that these accepted corrections changed nothing. The minutes are right as they stand.",
        error_messages={"required": "Make the change that was accepted, or tick the box to sign without it."},
    )
    agreed = forms.BooleanField(label=STATEMENT)
    not_agreed = "Tick the box to sign the minutes."
    not_done = "The minutes are not signed."

    def __init__(self, *args: Any, unchanged: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unchanged:
            del self.fields["as_it_stands"]


class AmendmentForm(forms.Form):
    """A change beside signed minutes."""

    text = forms.CharField(
        label="The amendment",
        help_text="It stands beside the signed text, which does not change.",
        max_length=TEXT,
        widget=forms.Textarea,
    )
    reason = forms.CharField(label="Why it is needed", max_length=LINE, widget=forms.Textarea)
