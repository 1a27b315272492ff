"""Secrets that must not be readable from the database alone: the key register, signing keys, study identities.

Sealed with ChaCha20-Poly1305 under `settings.VAULT_KEY`, which is never in the database. Each purpose has a key of its
own (HKDF-SHA256), so that a row moved from one table to another opens as nothing. The first eight bytes mark the key
that sealed: a lost or changed key is told apart from a damaged row.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_MARK, _NONCE = 8, 12


class VaultError(Exception):
    """Something sealed cannot be opened. The message says why, and never what it held."""


class LostKeyError(VaultError):
    """It was sealed under another key than this installation has now."""


class DamagedError(VaultError):
    """It was sealed under this key, and has been changed or belongs elsewhere."""


def seal(purpose: str, about: str, secret: bytes) -> bytes:
    """`secret`, readable only through `unseal` with the same purpose and the same `about` (the row it belongs to)."""
    nonce = os.urandom(_NONCE)
    return _mark() + nonce + ChaCha20Poly1305(_key(purpose)).encrypt(nonce, secret, about.encode())


def unseal(purpose: str, about: str, sealed: bytes) -> bytes:
    """What was sealed. Raises LostKeyError or DamagedError."""
    sealed = bytes(sealed)
    if not hmac.compare_digest(sealed[:_MARK], _mark()):
        raise LostKeyError("This was sealed under a key that this installation no longer has.")
    nonce = sealed[_MARK : _MARK + _NONCE]
    try:
        return ChaCha20Poly1305(_key(purpose)).decrypt(nonce, sealed[_MARK + _NONCE :], about.encode())
    except (InvalidTag, ValueError):
        raise DamagedError("This has been changed since it was sealed.") from None


def lookup(purpose: str, *parts: str) -> str:
    """A keyed hash to find a sealed row by: 64 hexadecimal digits that say nothing without the key."""
    message = "\0".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(_key(f"lookup {purpose}"), message.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    return HKDF(SHA256(), 32, b"concentric vault", purpose.encode()).derive(settings.VAULT_KEY.encode())


def _mark() -> bytes:
    return _key("mark")[:_MARK]
