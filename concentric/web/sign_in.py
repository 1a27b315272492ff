"""How django-allauth and django-axes fit in: no sign-up, secrets encrypted, lockouts without e-mail addresses."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from concentric.web import errors

SALT = "concentric.web.sign_in"
WRONG = "The e-mail address or password is not right. Check both, or choose a new password below."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Administrators make the accounts."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your present password. Try again.",
        "too_many_login_attempts": "That was tried too many times. Wait 15 minutes, then try again.",
        "account_inactive": "This account has been closed. Ask your administrator.",
        "rate_limited": "That was tried too many times. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of authenticator apps and recovery codes are encrypted with a key derived from the installation's secret."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or has been used. Wait for the next one and try again.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """The present secret first; earlier ones still open what they closed."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(SALT, "mfa", secret=secret, algorithm="sha256").digest())


def hashed_username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """What axes keeps instead of the e-mail address: a keyed hash, the same for the same address."""
    given = (credentials or {}).get("email") or (request.POST.get("login") if request else "") or ""
    return salted_hmac("concentric.web.sign_in.axes", str(given).strip().lower()).hexdigest()


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page somebody sees after too many failures."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return errors.page(429, "locked_out", minutes=minutes)
