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

from concentric.foundation.accounts.models import User
from concentric.web import errors, guessing

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
        "account_resting": "Wrong passwords for this account came from many places, so it takes one only now and then. "
        "Wait up to 5 minutes and try again, or use a computer on which you have signed in before.",
        "rate_limited": "That was tried too many times. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at. Raises ValidationError when it has to wait."""
        if guessing.must_wait(request, credentials.get("email", "")):
            raise self.validation_error("account_resting")
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Allauth's count is for one account from one address: over all addresses, it would lock people out."""
        return f"{self.get_client_ip(request)}:{guessing.hashed(credentials.get('email', ''))}"

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        guessing.remember(request, response, user.email)
        return response


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
    return guessing.hashed(str(given))


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page somebody sees after too many failures."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return errors.page(429, "locked_out", minutes=minutes)
