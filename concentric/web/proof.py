"""Proving again who one is, for what weighs as much as a signature: through sign-in's own door, lockout included."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest

from concentric.web import forms


class ProofForm(forms.Form):
    """A box that says what is agreed to, and the password. Subclasses say what, and what was not done."""

    agreed = forms.BooleanField()
    password = forms.CharField(
        label="Your password",
        help_text="You are asked again who you are, as for a signature.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    not_agreed = "Tick the box."
    not_done = "Nothing was done."

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["agreed"].error_messages["required"] = self.not_agreed

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        user = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if user is None or user.pk != self.request.user.pk:
            raise forms.ValidationError(f"That is not your password. {self.not_done}")
        return password
