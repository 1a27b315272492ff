"""What can be wrong with a bundle, in words that repeat nothing of its content."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.instrument.vocabulary import Labelled


class Wrong(Labelled):
    """Everything that a bundle is refused for."""

    EMPTY = "empty", "The file is empty."
    OVERSIZE = "oversize", "The file is larger than a bundle may be, and was not opened."
    NOT_AGE = "not_age", "This is not a sealed bundle: it does not begin as an age file does."
    TRUNCATED = "truncated", "The file is cut short, or something was added to it. Ask for it to be sent again."
    DAMAGED = "damaged", "The file was changed after it was sealed. Ask for it to be sent again."
    FOREIGN_KEY = "foreign_key", "It is sealed to another key than yours, or its first lines are damaged."
    PASSPHRASE_NEEDED = "passphrase_needed", "It is sealed with a passphrase: no key opens it."
    KEY_NEEDED = "key_needed", "It is sealed to a key: no passphrase opens it."
    WRONG_PASSPHRASE = "wrong_passphrase", "The passphrase is not the one it was sealed with."
    TOO_COSTLY = "too_costly", "Its passphrase asks for more work than this computer should do, so it was not tried."
    NOT_A_BUNDLE = "not_a_bundle", "It opens, but what is in it is not a Concentric bundle."
    MISSING = "missing", "A part of it is missing"
    EXTRA = "extra", "It holds something that does not belong in a bundle."
    REPACKED = "repacked", "It is not packed as Concentric packs: something may be hidden between its parts."
    NEWER = "newer", "It was made by a newer version of Concentric. Update this one, then try again."
    MANIFEST = "manifest", "Its manifest is not valid"
    SUM = "sum", "A part was changed: it does not fit its sum in the manifest"
    UNSIGNED = "unsigned", "Its signature cannot be read"
    SIGNATURE = "signature", "The signature is not that of this manifest: it was altered, or signed by somebody else."
    UNKNOWN_SIGNER = "unknown_signer", "It is signed by a key that is not among those you trust"
    OTHER_STUDY = "other_study", "It was made for another study."
    OTHER_SITE = "other_site", "It speaks for another site than the one its signing key belongs to."
    INVALID = "invalid", "It is not valid by its schema"
    DISAGREES = "disagrees", "The manifest and the submission do not agree"
    REPLAYED = "replayed", "This bundle was received before."
    CODE_TAKEN = (
        "code_taken",
        "This code was received before, in a bundle that this one does not say it corrects.",
    )
    SUPERSEDES_UNKNOWN = "supersedes_unknown", "It corrects or withdraws a bundle that was never received."
    SUPERSEDES_OTHER = "supersedes_other", "It corrects or withdraws a bundle of another code or site."
    SUPERSEDES_PAST = "supersedes_past", "It corrects or withdraws a bundle that was already replaced or withdrawn."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `where` names the part, the path or the key, where that helps."""

    wrong: Wrong
    where: str = ""

    def __str__(self) -> str:
        return f"{self.wrong.label}: {self.where}." if self.where else self.wrong.label


class RefusedError(Exception):
    """A bundle cannot be read any further, for what `findings` say."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(" ".join(map(str, findings)))
        self.findings = findings


def refused(wrong: Wrong, where: str = "") -> RefusedError:
    return RefusedError(Finding(wrong, where))
