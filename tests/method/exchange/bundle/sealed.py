"""Bundles that are sealed as they should be, and ways of sealing that only a forger has."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from typing import Any

from concentric.method.exchange.bundle.age_file import seal_to
from concentric.method.exchange.bundle.container import MANIFEST, SIGNATURE, SUBMISSION, pack, unpack
from concentric.method.exchange.bundle.findings import Finding, Wrong
from concentric.method.exchange.bundle.keys import OpeningKey, SigningKey
from concentric.method.exchange.bundle.manifest import Manifest, Member, MemberName, Signature
from concentric.method.exchange.bundle.sealing import packed, seal_for
from concentric.method.exchange.bundle.verifying import Received, Signer, Verified, verify
from concentric.method.records.canonical import canonical_bytes
from concentric.method.records.submission import Submission
from tests.factories.submissions import STUDY, small_submission

STUDY_KEY, OTHER_STUDY_KEY = OpeningKey.new(), OpeningKey.new()
PARTNERSHIP, FORGER = SigningKey.new(), SigningKey.new()
SUBMITTED = small_submission()


@cache
def sealed() -> bytes:
    return seal_for(SUBMITTED, PARTNERSHIP, [STUDY_KEY.recipient]).data


@cache
def members() -> Mapping[str, bytes]:
    return unpack(packed(SUBMITTED, PARTNERSHIP))


def look(
    data: bytes,
    opener: OpeningKey | str = STUDY_KEY,
    *,
    signers: Iterable[Signer] = (Signer(PARTNERSHIP.public),),
    study: str = STUDY,
    received: Mapping[str, Received] | None = None,
) -> Verified | tuple[Finding, ...]:
    return verify(data, opener, signers=signers, study=study, received=received)


def findings(data: bytes, opener: OpeningKey | str = STUDY_KEY, **given: Any) -> list[Finding]:
    """What is wrong; fails where nothing is."""
    outcome = look(data, opener, **given)
    assert not isinstance(outcome, Verified), "it was taken"
    assert outcome
    return list(outcome)


def wrongs(data: bytes, opener: OpeningKey | str = STUDY_KEY, **given: Any) -> list[Wrong]:
    return [finding.wrong for finding in findings(data, opener, **given)]


def resealed(container: bytes) -> bytes:
    """Anybody who has the study's public key can do this."""
    return seal_to(container, [STUDY_KEY.recipient])


def repacked(**changed: bytes) -> bytes:
    """The good members with some of them changed (manifest=…, signature=…, submission=…), sealed again."""
    return resealed(pack({**members(), **{f"{name}.json": data for name, data in changed.items()}}))


def signed(document: bytes, submission: Submission = SUBMITTED, key: SigningKey = PARTNERSHIP) -> bytes:
    """Any document at all under a good manifest and a good signature by `key`, sealed."""
    member = Member.of(MemberName.SUBMISSION, document)
    manifest = canonical_bytes(Manifest(submission.bundle, submission.study, (member,)))
    return resealed(pack({MANIFEST: manifest, SIGNATURE: signature_of(manifest, key), SUBMISSION: document}))


def signature_of(manifest: bytes, key: SigningKey, claimed: SigningKey | None = None) -> bytes:
    """A signature by `key` that says it is by `claimed`."""
    return canonical_bytes(Signature((claimed or key).public.fingerprint, key.sign(manifest).hex()))


def zipped(files: Iterable[tuple[str, bytes]], how: int = zipfile.ZIP_STORED) -> bytes:
    """An ordinary zip, in which a name may even stand twice."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive, warnings.catch_warnings(action="ignore"):
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()
