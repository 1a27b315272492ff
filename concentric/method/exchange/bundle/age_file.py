"""The outer layer: an age file, and what is wrong when it does not open.

What is sealed here is always a whole number of age's chunks (`container` pads to that), so a file that was cut short
shows it by its length alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyrage

from concentric.method.exchange.bundle.findings import RefusedError, Wrong, refused
from concentric.method.exchange.bundle.keys import OpeningKey

CHUNK = 64 * 1024
_TAG = _NONCE = 16
_FIRST_LINE = b"age-encryption.org/v1\n"
_LONGEST_HEAD = 64 * 1024
_SAID = {
    "No matching keys found": Wrong.FOREIGN_KEY,
    "Header MAC is invalid": Wrong.DAMAGED,
    "Decryption failed": Wrong.WRONG_PASSPHRASE,
    "Excessive work parameter for passphrase": Wrong.TOO_COSTLY,
}


def seal_to(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to every one of the `age1…` public keys; any one of them opens it. The order and number can be seen."""
    return bytes(pyrage.encrypt(plaintext, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))


def seal_under(plaintext: bytes, passphrase: str) -> bytes:
    """Encrypt under a passphrase. Takes about a second, on purpose."""
    return bytes(pyrage.passphrase.encrypt(plaintext, passphrase))


def open_sealed(data: bytes, opener: OpeningKey | str, *, most: int) -> bytes:
    """What is inside an age file of at most `most` bytes; `opener` is a key, or a passphrase. Raises RefusedError."""
    head = _head(data, most)
    by_passphrase = b"\n-> scrypt " in head
    if by_passphrase != isinstance(opener, str):
        raise refused(Wrong.PASSPHRASE_NEEDED if by_passphrase else Wrong.KEY_NEEDED)
    try:
        if isinstance(opener, str):
            return bytes(pyrage.passphrase.decrypt(data, opener))
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(opener.secret)]))
    except pyrage.DecryptError as fault:
        raise _unopened(str(fault), len(data) - len(head)) from None


def _head(data: bytes, most: int) -> bytes:
    """The readable first lines of an age file, up to and including the line of their MAC."""
    if not data:
        raise refused(Wrong.EMPTY)
    if len(data) > most:
        raise refused(Wrong.OVERSIZE)
    if not data.startswith(_FIRST_LINE):
        raise refused(Wrong.TRUNCATED if _FIRST_LINE.startswith(data) else Wrong.NOT_AGE)
    last = data.find(b"\n--- ", 0, _LONGEST_HEAD)
    end = data.find(b"\n", last + 1, _LONGEST_HEAD) if last >= 0 else -1
    if end < 0:
        raise refused(Wrong.TRUNCATED)
    return data[: end + 1]


def _unopened(said: str, payload: int) -> RefusedError:
    for opening, wrong in _SAID.items():
        if said.startswith(opening):
            return refused(wrong)
    whole = payload > _NONCE and (payload - _NONCE) % (CHUNK + _TAG) == 0
    return refused(Wrong.DAMAGED if whole else Wrong.TRUNCATED)
