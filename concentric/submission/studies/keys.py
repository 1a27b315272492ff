"""The key that a partnership signs with: made at its first use, its private half sealed by the vault."""

from __future__ import annotations

from django.db import transaction

from concentric.foundation import vault
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.exchange.bundle import keys
from concentric.submission.studies.models import SigningKey
from concentric.submission.studies.permissions import check_can_manage_studies

_SIGNING = "signing key"  # the vault's purpose
_UNREADABLE = "Your partnership’s signing key cannot be opened:"
_WHAT_TO_DO = (
    "Put the former CONCENTRIC_VAULT_KEY or the backup back. If neither is left, make a new signing key, and give "
    "every study a new site card."
)


def signing_key(partnership: Partnership) -> keys.SigningKey:
    """The partnership's Ed25519 key. Raises Refusal, in plain words, where it can no longer be opened."""
    row = _row(partnership)
    try:
        return keys.SigningKey.read(vault.unseal(_SIGNING, str(partnership.pk), bytes(row.sealed_private)).decode())
    except vault.LostKeyError:
        raise Refusal(f"{_UNREADABLE} it was sealed under a vault key that is gone. {_WHAT_TO_DO}") from None
    except vault.DamagedError:
        raise Refusal(f"{_UNREADABLE} it was changed in the database. {_WHAT_TO_DO}") from None


def check_can_sign(partnership: Partnership) -> None:
    """Raise Refusal where the partnership's key can no longer be opened."""
    signing_key(partnership)


def public_key(partnership: Partnership) -> keys.SignerKey:
    """What the studies know the partnership's signature by. Readable even where the private half is lost."""
    return keys.SignerKey.read(_row(partnership).public)


def renew_signing_key(*, viewer: Viewer) -> keys.SignerKey:
    """Make a new key where the former cannot be opened any more. Every study then needs a new site card."""
    with recorded(viewer, "signing_key.renewed") as note:
        check_can_manage_studies(viewer)
        if ask(check_can_sign, viewer.partnership):
            raise Refusal("The signing key can be opened, and stays: studies know you by it.")
        row = SigningKey.objects.get(partnership=viewer.partnership)
        row.public, row.sealed_private = _new(viewer.partnership)
        row.save(update_fields=["public", "sealed_private"])
        note.subject = row
        return keys.SignerKey.read(row.public)


def _row(partnership: Partnership) -> SigningKey:
    row = SigningKey.objects.filter(partnership=partnership).first()
    if row is not None:
        return row
    public, sealed = _new(partnership)
    with transaction.atomic():
        row, _ = SigningKey.objects.get_or_create(
            partnership=partnership, defaults={"public": public, "sealed_private": sealed}
        )
    return row


def _new(partnership: Partnership) -> tuple[str, bytes]:
    """The public half as one line, and the private half sealed."""
    key = keys.SigningKey.new()
    return key.public.written(), vault.seal(_SIGNING, str(partnership.pk), key.written().encode())
