"""Reading a bundle, with everything that could be wrong looked for. What is refused gives findings, never content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from concentric.method.exchange.bundle.age_file import CHUNK, open_sealed
from concentric.method.exchange.bundle.container import MANIFEST, SIGNATURE, SUBMISSION, unpack
from concentric.method.exchange.bundle.findings import Finding, RefusedError, Wrong, refused
from concentric.method.exchange.bundle.keys import OpeningKey, SignerKey
from concentric.method.exchange.bundle.manifest import (
    Manifest,
    Member,
    MemberName,
    read_manifest,
    read_signature,
)
from concentric.method.exchange.bundle.versions import is_newer
from concentric.method.records.submission import MOST_BYTES, InvalidSubmissionError, Submission, from_json
from concentric.method.records.submission_words import Kind

# The largest document, its container filled up, and age's own head and tags.
MOST_SEALED_BYTES = MOST_BYTES + 4 * CHUNK


@dataclass(frozen=True, slots=True)
class Signer:
    """A trusted signing key, and the site it may speak for (any, where `site` is None)."""

    key: SignerKey
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle that the study has had: all that the study keeps of it for good. `current` until it is superseded."""

    site: str
    code: str
    current: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle that is whole, genuine, ours and new."""

    submission: Submission
    signed_by: SignerKey


def verify(
    data: bytes,
    opener: OpeningKey | str,
    *,
    signers: Iterable[Signer],
    study: str,
    received: Mapping[str, Received] | None = None,
) -> Verified | tuple[Finding, ...]:
    """The submission in a sealed file, or all that is wrong with it.

    `opener` is the study's key, or a passphrase. `received` maps the ids of bundles had before; without it (None)
    neither a replay nor a wrong succession can be noticed.
    """
    try:
        members = unpack(open_sealed(data, opener, most=MOST_SEALED_BYTES))
        manifest = read_manifest(members[MANIFEST])
        signer = _signer(members, signers)
        _check_sums(manifest, members)
        submission = _submission(members[SUBMISSION], manifest, study)
    except RefusedError as refusal:
        return refusal.findings
    findings = tuple(_misplaced(submission, manifest, signer, study, received))
    return findings or Verified(submission, signer.key)


def _signer(members: Mapping[str, bytes], signers: Iterable[Signer]) -> Signer:
    signature = read_signature(members[SIGNATURE])
    signer = next((one for one in signers if one.key.fingerprint == signature.signer), None)
    if signer is None:
        raise refused(Wrong.UNKNOWN_SIGNER, signature.signer)
    if not signer.key.has_signed(members[MANIFEST], bytes.fromhex(signature.signature)):
        raise refused(Wrong.SIGNATURE)
    return signer


def _check_sums(manifest: Manifest, members: Mapping[str, bytes]) -> None:
    held = tuple(Member.of(name, members[name]) for name in MemberName)
    listed = {member.name: member for member in manifest.members}
    wrong = [member.name for member in held if listed.get(member.name) != member]
    if wrong:
        raise RefusedError(*(Finding(Wrong.SUM, name) for name in wrong))


def _submission(document: bytes, manifest: Manifest, study: str) -> Submission:
    if is_newer(document, "schema"):
        raise refused(Wrong.NEWER)
    try:
        return from_json(document)
    except InvalidSubmissionError as fault:
        other = [Finding(Wrong.OTHER_STUDY)] if manifest.study != study else []
        raise RefusedError(*other, *(Finding(Wrong.INVALID, str(one)) for one in fault.faults)) from None


def _misplaced(
    submission: Submission, manifest: Manifest, signer: Signer, study: str, received: Mapping[str, Received] | None
) -> Iterator[Finding]:
    if (manifest.bundle, manifest.study) != (submission.bundle, submission.study):
        yield Finding(Wrong.DISAGREES)
    if submission.study != study:
        yield Finding(Wrong.OTHER_STUDY)
    if signer.site not in (None, submission.site):
        yield Finding(Wrong.OTHER_SITE)
    if received is not None:
        yield from _succession(submission, received)


def _succession(submission: Submission, received: Mapping[str, Received]) -> Iterator[Finding]:
    """A bundle comes once, and only the current one of the same code and site can be corrected or withdrawn."""
    if submission.bundle in received:
        yield Finding(Wrong.REPLAYED)
        return
    own = (submission.site, submission.code)
    if submission.kind is Kind.FRAMEWORK:
        if any(one.code == submission.code for one in received.values()):
            yield Finding(Wrong.CODE_TAKEN)
        return
    earlier = received.get(submission.supersedes or "")
    if earlier is None:
        yield Finding(Wrong.SUPERSEDES_UNKNOWN)
    elif (earlier.site, earlier.code) != own:
        yield Finding(Wrong.SUPERSEDES_OTHER)
    elif not earlier.current:
        yield Finding(Wrong.SUPERSEDES_PAST)
