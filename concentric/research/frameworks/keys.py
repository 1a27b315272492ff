"""The study's key: sealed by the vault, or kept elsewhere and given for each opening."""

from __future__ import annotations

from concentric.foundation import vault
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.keys import OpeningKey
from concentric.research.frameworks.models import Study

IDENTITY = "study identity"  # the vault's purpose


def keeps_own_key(study: Study) -> bool:
    """Whether this installation holds the study's key, so that bundles open without being asked for it."""
    return study.sealed_identity is not None


def identity_of(study: Study) -> OpeningKey:
    """The study's key. Raises Refusal, in plain words, where it is kept elsewhere, lost or damaged."""
    if study.sealed_identity is None:
        raise Refusal("This study keeps its key elsewhere: give the key file or the passphrase with the bundles.")
    try:
        return OpeningKey(vault.unseal(IDENTITY, str(study.pk), bytes(study.sealed_identity)).decode())
    except vault.LostKeyError:
        raise Refusal(
            "The study’s key cannot be opened: it was sealed under a vault key that this installation no longer has. "
            "Put the former CONCENTRIC_VAULT_KEY back, or give the study’s own copy of its key with the bundles."
        ) from None
    except vault.DamagedError:
        raise Refusal("The study’s key was changed in the database and cannot be opened. Restore it.") from None
