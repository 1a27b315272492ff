"""One planted failure for each way in which a bundle can be broken or forged. What is said repeats nothing of it."""

from __future__ import annotations

import json
import random
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentric.method.exchange.bundle.age_file import CHUNK
from concentric.method.exchange.bundle.container import MANIFEST, SIGNATURE, SUBMISSION, pack, unpack
from concentric.method.exchange.bundle.findings import Finding, RefusedError, Wrong
from concentric.method.exchange.bundle.sealing import packed, seal_for
from concentric.method.exchange.bundle.verifying import MOST_SEALED_BYTES, Received, Signer
from concentric.method.records.submission import new_bundle_id, to_json
from tests.factories.submissions import PLANTED, SITE, correction_of, small_submission, withdrawal_of
from tests.method.exchange.bundle.sealed import (
    FORGER,
    OTHER_STUDY_KEY,
    PARTNERSHIP,
    STUDY_KEY,
    SUBMITTED,
    findings,
    look,
    members,
    repacked,
    resealed,
    sealed,
    signature_of,
    signed,
    wrongs,
    zipped,
)

ALTERED = members()[SUBMISSION].replace(b"nobody on duty", b"nobody is there")
ALTERED_MANIFEST = members()[MANIFEST].replace(SUBMITTED.bundle.encode(), new_bundle_id().encode())
HEAD = sealed().index(b"\n", sealed().index(b"\n--- ") + 1) + 1
# A part of the compressed submission: with it gone, whoever unpacks it before looking breaks down.
DEFLATED = zlib.compress(members()[SUBMISSION], wbits=-15)[40:80]
ON_THE_WAY = {Wrong.NOT_AGE, Wrong.TRUNCATED, Wrong.DAMAGED, Wrong.FOREIGN_KEY, Wrong.KEY_NEEDED}
ON_THE_WAY |= {Wrong.PASSPHRASE_NEEDED}


def flipped(place: int, bit: int) -> bytes:
    data = bytearray(sealed())
    data[place] ^= 1 << bit
    return bytes(data)


@pytest.mark.parametrize("bit", range(8))
def test_every_byte_of_the_head_that_changes_on_the_way_is_noticed(bit: int) -> None:
    for place in range(HEAD):
        assert wrongs(flipped(place, bit))[0] in ON_THE_WAY


def test_a_byte_of_the_rest_that_changes_on_the_way_is_noticed() -> None:
    draw = random.Random(20)
    ends = [*range(HEAD, HEAD + 40), *range(len(sealed()) - 40, len(sealed()))]
    for place in [*ends, *range(HEAD, len(sealed()), 97)]:
        assert wrongs(flipped(place, draw.randrange(8))) == [Wrong.DAMAGED]


def test_a_file_that_is_cut_short_anywhere_is_noticed() -> None:
    for length in [*range(1, HEAD + 40), *range(HEAD + 40, len(sealed()), 97), len(sealed()) - 1]:
        assert wrongs(sealed()[:length]) == [Wrong.TRUNCATED]


def test_a_file_that_is_cut_at_a_chunk_is_noticed() -> None:
    entries = tuple(replace(SUBMITTED.framework.entries[0], id=f"{n:016x}", text="x" * 8_000) for n in range(20))  # type: ignore[union-attr]
    framework = replace(SUBMITTED.framework, entries=entries)
    data = seal_for(replace(SUBMITTED, framework=framework), PARTNERSHIP, [STUDY_KEY.recipient]).data
    assert wrongs(data[: -CHUNK - 16]) == [Wrong.DAMAGED]


def test_something_behind_it_is_noticed() -> None:
    assert wrongs(sealed() + b"\0") == [Wrong.TRUNCATED]
    assert wrongs(sealed() + sealed()) == [Wrong.TRUNCATED]


FORGERIES: dict[str, tuple[bytes, list[tuple[Wrong, str]]]] = {
    "nothing at all": (b"", [(Wrong.EMPTY, "")]),
    "a zip": (packed(SUBMITTED, PARTNERSHIP), [(Wrong.NOT_AGE, "")]),
    "too large": (sealed() + bytes(MOST_SEALED_BYTES), [(Wrong.OVERSIZE, "")]),
    "another age file": (resealed(b"notes of a meeting"), [(Wrong.NOT_A_BUNDLE, "")]),
    "another zip": (resealed(zipped([("notes.txt", b"notes")])), [(Wrong.NOT_A_BUNDLE, "")]),
    "the content changed": (repacked(submission=ALTERED), [(Wrong.SUM, SUBMISSION)]),
    "the manifest changed": (repacked(manifest=ALTERED_MANIFEST), [(Wrong.SIGNATURE, "")]),
    "both changed": (
        repacked(submission=ALTERED, manifest=unpack(packed(SUBMITTED, FORGER))[MANIFEST].replace(b"0", b"1", 1)),
        [(Wrong.SIGNATURE, "")],
    ),
    "signed by somebody else": (
        resealed(packed(SUBMITTED, FORGER)),
        [(Wrong.UNKNOWN_SIGNER, FORGER.public.fingerprint)],
    ),
    "signed by somebody else in a trusted name": (
        repacked(signature=signature_of(members()[MANIFEST], FORGER, claimed=PARTNERSHIP)),
        [(Wrong.SIGNATURE, "")],
    ),
    "the signature of another bundle": (
        repacked(signature=unpack(packed(small_submission(), PARTNERSHIP))[SIGNATURE]),
        [(Wrong.SIGNATURE, "")],
    ),
    "no signature in the signature": (repacked(signature=b"{}"), [(Wrong.UNSIGNED, "$ lacks a field")] * 2),
    "a signature that is no JSON": (repacked(signature=PLANTED.encode()), [(Wrong.UNSIGNED, "it is not JSON")]),
    "a spaced manifest": (
        repacked(manifest=members()[MANIFEST].replace(b",", b", ")),
        [(Wrong.MANIFEST, "it is not in canonical form")],
    ),
    "a manifest with a word more": (
        repacked(manifest=members()[MANIFEST].replace(b"{", b'{"' + PLANTED.encode() + b'":1,', 1)),
        [(Wrong.MANIFEST, "$ has a field that does not belong there")],
    ),
    "an endless manifest": (repacked(manifest=bytes(5_000)), [(Wrong.MANIFEST, "it is too large")]),
    "a newer bundle with other parts": (
        resealed(zipped([(MANIFEST, b'{"format":"concentric.bundle/2"}'), ("more.json", b"")])),
        [(Wrong.NEWER, "")],
    ),
    "a newer document": (signed(b'{"schema":"concentric.submission/3"}'), [(Wrong.NEWER, "")]),
    "a document outside its schema": (
        signed(members()[SUBMISSION].replace(b'"basis":"fact"', b'"basis":"' + PLANTED.encode() + b'"', 1)),
        [(Wrong.INVALID, "$.framework.entries[0].basis is not one of the values allowed there")],
    ),
    "a manifest of another bundle": (
        signed(members()[SUBMISSION], replace(SUBMITTED, bundle=new_bundle_id())),
        [(Wrong.DISAGREES, "")],
    ),
    "another study's": (
        signed(to_json(replace(SUBMITTED, study="elsewhere")), replace(SUBMITTED, study="elsewhere")),
        [(Wrong.OTHER_STUDY, "")],
    ),
    "without its submission": (
        resealed(zipped((name, members()[name]) for name in (MANIFEST, SIGNATURE))),
        [(Wrong.MISSING, SUBMISSION)],
    ),
    "without its signature": (
        resealed(zipped((name, members()[name]) for name in (MANIFEST, SUBMISSION))),
        [(Wrong.MISSING, SIGNATURE)],
    ),
    "without its manifest": (
        resealed(zipped((name, members()[name]) for name in (SIGNATURE, SUBMISSION))),
        [(Wrong.MISSING, MANIFEST)],
    ),
    "a part more": (resealed(zipped([*members().items(), (f"{PLANTED}.txt", b"x")])), [(Wrong.EXTRA, "")]),
    "a part out of its folder": (
        resealed(zipped([*members().items(), ("../../etc/passwd", b"x")])),
        [(Wrong.EXTRA, "")],
    ),
    "a part twice": (resealed(zipped([*members().items(), (SUBMISSION, ALTERED)])), [(Wrong.EXTRA, "")]),
    "packed by another tool": (resealed(zipped(members().items())), [(Wrong.REPACKED, "")]),
    "a bomb": (
        resealed(zipped([*list(members().items())[:2], (SUBMISSION, bytes(50_000_000))], zipfile.ZIP_DEFLATED)),
        [(Wrong.REPACKED, "")],
    ),
    "a bomb that nobody may light": (
        resealed(zipped(members().items(), zipfile.ZIP_DEFLATED).replace(DEFLATED, bytes(len(DEFLATED)))),
        [(Wrong.REPACKED, "")],
    ),
    "something before the zip": (resealed(b"x" + packed(SUBMITTED, PARTNERSHIP)), [(Wrong.REPACKED, "")]),
    "something in the filling": (
        resealed(packed(SUBMITTED, PARTNERSHIP)[: -len(PLANTED)] + PLANTED.encode()),
        [(Wrong.REPACKED, "")],
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_for_what_it_is(name: str) -> None:
    data, expected = FORGERIES[name]
    found = findings(data)
    assert [(finding.wrong, finding.where) for finding in found] == expected
    assert PLANTED not in "".join(map(str, found))


def test_the_wrong_key_or_a_passphrase_does_not_open_it() -> None:
    assert wrongs(sealed(), OTHER_STUDY_KEY) == [Wrong.FOREIGN_KEY]
    assert wrongs(sealed(), "copper-lantern-orchard-tide") == [Wrong.KEY_NEEDED]


def under_a_passphrase(work: int) -> bytes:
    """The head of an age file under a passphrase that nobody has; trying one takes 2 to the power of `work` rounds."""
    stanza = b"-> scrypt F9kJZOTqFRdfmCe9cN7vDg %d\n0zG4orztiqH2dodPrqtfHP9X9FvlQaPmniaTCMxqOaA\n" % work
    return b"age-encryption.org/v1\n" + stanza + b"--- " + b"A" * 43 + b"\n" + bytes(16 + CHUNK + 16)


def test_a_wrong_passphrase_does_not_open_it_nor_does_a_key() -> None:
    assert wrongs(under_a_passphrase(10), "copper-lantern-orchard-tide") == [Wrong.WRONG_PASSPHRASE]
    assert wrongs(under_a_passphrase(10), STUDY_KEY) == [Wrong.PASSPHRASE_NEEDED]


def test_a_passphrase_that_asks_for_hours_of_work_is_refused_at_once() -> None:
    assert wrongs(under_a_passphrase(40), "copper-lantern-orchard-tide") == [Wrong.TOO_COSTLY]


def test_nobody_is_trusted_who_is_not_named() -> None:
    assert wrongs(sealed(), signers=()) == [Wrong.UNKNOWN_SIGNER]


def test_a_site_cannot_speak_for_another() -> None:
    assert wrongs(sealed(), signers=[Signer(PARTNERSHIP.public, "A")]) == [Wrong.OTHER_SITE]
    assert not isinstance(look(sealed(), signers=[Signer(PARTNERSHIP.public, SITE)]), tuple)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    received = {SUBMITTED.bundle: Received(SITE, SUBMITTED.code, current=True)}
    found = wrongs(sealed(), signers=[Signer(PARTNERSHIP.public, "A")], study="elsewhere", received=received)
    assert found == [Wrong.OTHER_STUDY, Wrong.OTHER_SITE, Wrong.REPLAYED]


HAD = Received(SITE, SUBMITTED.code, current=True)
CORRECTED, WITHDRAWN = correction_of(SUBMITTED), withdrawal_of(SUBMITTED)
SAME_CODE = replace(SUBMITTED, bundle=new_bundle_id())


@pytest.mark.parametrize(
    ("submission", "received", "expected"),
    [
        (SUBMITTED, {}, None),
        (SUBMITTED, {new_bundle_id(): Received(SITE, small_submission().code, current=True)}, None),
        (SUBMITTED, {SUBMITTED.bundle: HAD}, Wrong.REPLAYED),
        (SUBMITTED, {SUBMITTED.bundle: replace(HAD, current=False)}, Wrong.REPLAYED),
        (SAME_CODE, {SUBMITTED.bundle: HAD}, Wrong.CODE_TAKEN),
        (SAME_CODE, {SUBMITTED.bundle: replace(HAD, current=False)}, Wrong.CODE_TAKEN),
        (CORRECTED, {SUBMITTED.bundle: HAD}, None),
        (CORRECTED, {}, Wrong.SUPERSEDES_UNKNOWN),
        (CORRECTED, {SUBMITTED.bundle: HAD, CORRECTED.bundle: HAD}, Wrong.REPLAYED),
        (CORRECTED, {SUBMITTED.bundle: replace(HAD, site="A")}, Wrong.SUPERSEDES_OTHER),
        (CORRECTED, {SUBMITTED.bundle: replace(HAD, code=small_submission().code)}, Wrong.SUPERSEDES_OTHER),
        (CORRECTED, {SUBMITTED.bundle: replace(HAD, current=False)}, Wrong.SUPERSEDES_PAST),
        (WITHDRAWN, {SUBMITTED.bundle: HAD}, None),
        (WITHDRAWN, {}, Wrong.SUPERSEDES_UNKNOWN),
        (WITHDRAWN, {SUBMITTED.bundle: replace(HAD, site="A")}, Wrong.SUPERSEDES_OTHER),
        (WITHDRAWN, {SUBMITTED.bundle: replace(HAD, current=False)}, Wrong.SUPERSEDES_PAST),
    ],
)
def test_a_bundle_comes_once_and_replaces_only_what_is_its_own(
    submission: object, received: dict[str, Received], expected: Wrong | None
) -> None:
    data = seal_for(submission, PARTNERSHIP, [STUDY_KEY.recipient]).data  # type: ignore[arg-type]
    outcome = look(data, received=received)
    assert outcome == (Finding(expected),) if expected else not isinstance(outcome, tuple)


def test_every_fault_has_its_planted_failure() -> None:
    planted = {wrong for _, expected in FORGERIES.values() for wrong, _ in expected} | ON_THE_WAY
    elsewhere = {Wrong.WRONG_PASSPHRASE, Wrong.TOO_COSTLY, Wrong.OTHER_SITE, Wrong.REPLAYED, Wrong.CODE_TAKEN}
    elsewhere |= {Wrong.SUPERSEDES_UNKNOWN, Wrong.SUPERSEDES_OTHER, Wrong.SUPERSEDES_PAST}
    assert planted | elsewhere == set(Wrong)


@settings(max_examples=300)
@given(st.data())
def test_whatever_was_packed_wrongly_is_refused_and_never_a_fault_of_ours(data: st.DataObject) -> None:
    container = bytearray(packed(SUBMITTED, PARTNERSHIP))
    real = len(container.rstrip(b"\0"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, real))
        container[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    try:
        members = unpack(bytes(container))
    except RefusedError:
        return
    assert pack(members) == bytes(container)


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda tail: b"age-encryption.org/v1\n-> X25519 " + tail))
def test_any_bytes_at_all_are_refused_and_never_a_fault_of_ours(data: bytes) -> None:
    assert wrongs(data)


def test_what_is_said_is_a_sentence() -> None:
    for wrong in Wrong:
        said = str(Finding(wrong)) if wrong.label.endswith(".") else str(Finding(wrong, "manifest.json"))
        assert said[0].isupper()
        assert said.endswith(".")
        assert json.dumps(said)
