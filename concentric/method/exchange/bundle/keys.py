"""The two pairs of keys: the study's opens what was sealed for it, the partnership's says who sealed it.

Opening keys are age's own (X25519): a file with `AGE-SECRET-KEY-1…`, and `age1…` to give away. Signing keys are
Ed25519: PKCS #8 in PEM, and one line `ssh-ed25519 …` to give away, whose fingerprint is the one that ssh-keygen shows.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_public_key,
)

# A signature given for something else is then no signature of a manifest.
_PURPOSE = b"concentric.bundle manifest\x00"


class UnreadableKeyError(ValueError):
    """What was given is not a key of the kind that is needed. Says nothing of what it was."""


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The study's age identity."""

    secret: str

    def __repr__(self) -> str:
        return "OpeningKey(…)"

    @classmethod
    def new(cls) -> OpeningKey:
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def read(cls, text: str) -> OpeningKey:
        """From an age identity file that holds one X25519 identity. Raises UnreadableKeyError."""
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        try:
            (line,) = lines
            return cls(str(pyrage.x25519.Identity.from_str(line)))
        except (ValueError, pyrage.IdentityError):
            raise UnreadableKeyError("That is not a file with one age identity (AGE-SECRET-KEY-1…).") from None

    @property
    def recipient(self) -> str:
        """The public half, `age1…`."""
        return str(pyrage.x25519.Identity.from_str(self.secret).to_public())

    def written(self) -> str:
        """As age-keygen writes it."""
        return f"# public key: {self.recipient}\n{self.secret}\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The partnership's Ed25519 private key."""

    private: Ed25519PrivateKey

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: str) -> SigningKey:
        """From PKCS #8 in PEM, without a password. Raises UnreadableKeyError."""
        try:
            key = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise UnreadableKeyError("That is not an Ed25519 private key in PEM, without a password.")
        return cls(key)

    @property
    def public(self) -> SignerKey:
        return SignerKey(self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def written(self) -> str:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def sign(self, manifest: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(_PURPOSE + manifest)


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A partnership's public signing key: 32 bytes."""

    raw: bytes

    @classmethod
    def read(cls, line: str) -> SignerKey:
        """From `ssh-ed25519 AAAA… comment`. Raises UnreadableKeyError."""
        try:
            key = load_ssh_public_key(line.strip().encode())
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PublicKey):
            raise UnreadableKeyError("That is not an Ed25519 public key (one line, ssh-ed25519 …).")
        return cls(key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as ssh-keygen -l shows it."""
        blob = base64.b64decode(self.written().split()[1])
        return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")

    def written(self) -> str:
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()

    def has_signed(self, manifest: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, _PURPOSE + manifest)
        except InvalidSignature:
            return False
        return True


def check_recipient(recipient: str) -> str:
    """The age public key as it was given. Raises UnreadableKeyError for anything but an X25519 recipient."""
    try:
        return str(pyrage.x25519.Recipient.from_str(recipient.strip()))
    except (ValueError, pyrage.RecipientError):
        raise UnreadableKeyError("That is not an age public key (age1…).") from None
