"""Forms of sign-off."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest

from concentric.casework.base import LINE, TEXT
from concentric.web import forms


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


class SignForm(forms.Form):
    """The chair proves again who they are, through the same door as sign-in, so that lockout applies here too."""

    agreed = forms.BooleanField(label="I chaired this meeting. These minutes are a fair and accurate record of it.")
    password = forms.CharField(
        label="Your password",
        help_text="Signing asks again who you are.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["agreed"].error_messages["required"] = "Tick the box to sign the minutes."

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        user = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if user is None or user.pk != self.request.user.pk:
            raise forms.ValidationError("That is not your password. The minutes are not signed.")
        return password


class AmendmentForm(forms.Form):
    """A change beside signed minutes."""

    text = forms.CharField(
        label="The amendment",
        help_text="It stands beside the signed text, which does not change.",
        max_length=TEXT,
        widget=forms.Textarea,
    )
    reason = forms.CharField(label="Why it is needed", max_length=LINE, widget=forms.Textarea)
