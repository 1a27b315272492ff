"""Allauth's forms in our words: labels that say what to type, no placeholders, errors that say what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from concentric.web.forms import Field, PlainWords

LONG = "At least 12 characters. Three or four unrelated words are easy to remember and hard to guess."
APP_CODE = "6 digits from your authenticator app"


class _Worded:
    """Sets each named field's label and hint, before the messages that use them are made."""

    fields: dict[str, Field]
    words: ClassVar[dict[str, tuple[str, str]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class LoginForm(PlainWords, _Worded, account.LoginForm):  # type: ignore[misc]
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}


class ResetPasswordForm(PlainWords, _Worded, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": ("E-mail address", "")}


class ResetPasswordKeyForm(PlainWords, _Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": ("New password", LONG), "password2": ("The same password again", "")}


class SetPasswordForm(PlainWords, _Worded, account.SetPasswordForm):  # type: ignore[misc]
    words = ResetPasswordKeyForm.words


class ChangePasswordForm(PlainWords, _Worded, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": ("Present password", ""), **ResetPasswordKeyForm.words}


class ReauthenticateForm(PlainWords, _Worded, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": ("Your password", "")}


class AuthenticateForm(PlainWords, _Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    words = {"code": ("Code", f"{APP_CODE}, or one of your recovery codes")}


class ReauthenticateCodeForm(PlainWords, _Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    words = AuthenticateForm.words


class ActivateTOTPForm(PlainWords, _Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code", APP_CODE)}


class AddPasskeyForm(PlainWords, _Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": ("Name of this passkey", "So that you know it later, for example: work laptop"),
        "passwordless": ("Let me sign in with this passkey alone, without my password", ""),
    }


class EditPasskeyForm(PlainWords, _Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": AddPasskeyForm.words["name"]}
