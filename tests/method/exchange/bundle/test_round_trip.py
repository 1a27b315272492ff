"""What a partnership seals, the study opens, and nobody else sees anything of it."""

from __future__ import annotations

import hashlib

import pyrage
import pytest
from hypothesis import given, settings

from concentric.method.exchange.bundle.age_file import CHUNK, open_sealed
from concentric.method.exchange.bundle.container import MANIFEST, MEMBERS, SIGNATURE, SUBMISSION, pack, unpack
from concentric.method.exchange.bundle.keys import OpeningKey, SignerKey, SigningKey, UnreadableKeyError
from concentric.method.exchange.bundle.sealing import SHORTEST_PASSPHRASE, packed, seal_for, seal_with_passphrase
from concentric.method.exchange.bundle.verifying import MOST_SEALED_BYTES, Verified
from concentric.method.exchange.protect import PASSWORD_WORDS, word_list
from concentric.method.records.submission import Submission, to_json
from tests.factories.submissions import PLANTED, any_submission, withdrawal_of
from tests.method.exchange.bundle.sealed import (
    OTHER_STUDY_KEY,
    PARTNERSHIP,
    STUDY_KEY,
    SUBMITTED,
    look,
    members,
    sealed,
)


@settings(max_examples=25)
@given(any_submission())
def test_what_was_sealed_is_what_is_read(submission: Submission) -> None:
    outcome = look(seal_for(submission, PARTNERSHIP, [STUDY_KEY.recipient]).data)
    assert outcome == Verified(submission, PARTNERSHIP.public)


def test_each_of_several_keys_opens_it() -> None:
    both = seal_for(SUBMITTED, PARTNERSHIP, [STUDY_KEY.recipient, OTHER_STUDY_KEY.recipient]).data
    assert isinstance(look(both, STUDY_KEY), Verified)
    assert isinstance(look(both, OTHER_STUDY_KEY), Verified)


def test_a_passphrase_opens_what_it_sealed() -> None:
    passphrase = "copper-lantern-orchard-tide"
    data = seal_with_passphrase(SUBMITTED, PARTNERSHIP, passphrase).data
    assert isinstance(look(data, passphrase), Verified)


def test_it_is_a_plain_age_file() -> None:
    identity = pyrage.x25519.Identity.from_str(STUDY_KEY.secret)
    assert pyrage.decrypt(sealed(), [identity]) == packed(SUBMITTED, PARTNERSHIP)


def test_its_name_and_its_bytes_say_nothing() -> None:
    bundle = seal_for(SUBMITTED, PARTNERSHIP, [STUDY_KEY.recipient])
    assert bundle.name == f"{SUBMITTED.bundle}.cbundle"
    told = [PLANTED, SUBMITTED.study, SUBMITTED.code, SUBMITTED.bundle, MANIFEST, PARTNERSHIP.public.fingerprint]
    assert not [word for word in told if word.encode() in bundle.data]


def test_its_size_tells_no_withdrawal_from_a_framework() -> None:
    payloads = [
        open_sealed(seal_for(s, PARTNERSHIP, [STUDY_KEY.recipient]).data, STUDY_KEY, most=MOST_SEALED_BYTES)
        for s in (SUBMITTED, withdrawal_of(SUBMITTED))
    ]
    assert [len(payload) for payload in payloads] == [CHUNK, CHUNK]


def test_the_container_is_always_the_same_bytes() -> None:
    """A sum that was written down: a new Python that zips otherwise would refuse every bundle made before."""
    container = pack({MANIFEST: b"{}", SIGNATURE: b"[]", SUBMISSION: "“ä”".encode()})
    assert hashlib.sha256(container).hexdigest() == "6ced2abdf5f0cfab656acd1b759756300c07161f0b0af1d2492555ff2bb9b4e0"
    assert packed(SUBMITTED, PARTNERSHIP) == packed(SUBMITTED, PARTNERSHIP)
    assert tuple(unpack(container)) == MEMBERS


def test_it_is_filled_to_whole_chunks() -> None:
    sizes = set()
    for size in [*range(CHUNK - 500, CHUNK - 300), 3 * CHUNK]:
        container = pack({MANIFEST: b"", SIGNATURE: b"", SUBMISSION: bytes(size)})
        assert len(container) % CHUNK == 0
        assert unpack(container)[SUBMISSION] == bytes(size)
        sizes.add(len(container) // CHUNK)
    assert sizes == {1, 2, 4}


def test_keys_are_read_as_they_are_written_and_do_not_show_themselves() -> None:
    assert OpeningKey.read(STUDY_KEY.written()) == STUDY_KEY
    assert SigningKey.read(PARTNERSHIP.written()).public == PARTNERSHIP.public
    assert SignerKey.read(f"{PARTNERSHIP.public.written()} a comment\n") == PARTNERSHIP.public
    assert STUDY_KEY.secret not in f"{STUDY_KEY!r}{STUDY_KEY}"


@pytest.mark.parametrize("text", ["", "x", "AGE-SECRET-KEY-1QQ", "ssh-rsa AAAA", "age1qqqq", "\x00", "é" * 50])
@pytest.mark.parametrize("reader", [OpeningKey.read, SigningKey.read, SignerKey.read])
def test_what_is_no_key_is_refused(reader: object, text: str) -> None:
    with pytest.raises(UnreadableKeyError):
        reader(text)  # type: ignore[operator]


def test_a_secret_key_is_no_public_one_and_the_other_way_round() -> None:
    with pytest.raises(UnreadableKeyError):
        seal_for(SUBMITTED, PARTNERSHIP, [STUDY_KEY.secret])
    with pytest.raises(UnreadableKeyError):
        SignerKey.read(PARTNERSHIP.written())
    with pytest.raises(UnreadableKeyError):
        OpeningKey.read(STUDY_KEY.recipient)


def test_nothing_is_sealed_to_nobody_or_under_a_weak_passphrase() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        seal_for(SUBMITTED, PARTNERSHIP, [])
    with pytest.raises(ValueError, match="characters"):
        seal_with_passphrase(SUBMITTED, PARTNERSHIP, "letmein")


def test_the_words_that_we_propose_are_always_passphrase_enough() -> None:
    shortest = min(map(len, word_list()))
    assert PASSWORD_WORDS * shortest + PASSWORD_WORDS - 1 >= SHORTEST_PASSPHRASE


def test_the_document_inside_is_the_submission_as_json() -> None:
    assert members()[SUBMISSION] == to_json(SUBMITTED)
