"""The inner layer: a zip that is always the same bytes for the same members.

Members are stored, not compressed, so nothing can swell when it is unpacked, and bear no time. Zeros in the zip's
comment fill it to a whole number of 64 KiB: the sealed file's size then says little of what is in it.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from concentric.method.exchange.bundle.age_file import CHUNK
from concentric.method.exchange.bundle.findings import Finding, RefusedError, Wrong, refused
from concentric.method.exchange.bundle.versions import is_newer

MANIFEST, SIGNATURE, SUBMISSION = "manifest.json", "signature.json", "submission.json"
MEMBERS = (MANIFEST, SIGNATURE, SUBMISSION)
MOST_MANIFEST_BYTES = 4_096
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(members: Mapping[str, bytes]) -> bytes:
    """The container of exactly the three `MEMBERS`."""
    bare = _zip(members, b"")
    return _zip(members, bytes(-len(bare) % CHUNK))


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of what `pack` made, byte for byte. Raises RefusedError for anything else."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_version(archive)
            _check_list(archive.infolist())
            members = {name: archive.read(name) for name in MEMBERS}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, struct.error, OverflowError):
        raise refused(Wrong.NOT_A_BUNDLE) from None
    if pack(members) != data:
        raise refused(Wrong.REPACKED)
    return members


def _check_version(archive: zipfile.ZipFile) -> None:
    """A later version may hold other parts, so it is told by its manifest before they are looked at."""
    for info in archive.infolist():
        small = info.compress_type == zipfile.ZIP_STORED and info.file_size <= MOST_MANIFEST_BYTES
        if info.filename == MANIFEST and small and is_newer(archive.read(info), "format"):
            raise refused(Wrong.NEWER)


def _check_list(listed: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in listed]
    if not set(MEMBERS) & set(names):
        raise refused(Wrong.NOT_A_BUNDLE)
    findings = [Finding(Wrong.MISSING, name) for name in MEMBERS if name not in names]
    if len(names) > len(set(names) & set(MEMBERS)):
        findings.append(Finding(Wrong.EXTRA))
    if any(info.compress_type != zipfile.ZIP_STORED for info in listed):
        findings.append(Finding(Wrong.REPACKED))
    if findings:
        raise RefusedError(*findings)


def _zip(members: Mapping[str, bytes], comment: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in MEMBERS:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = 3  # the same on every system
            archive.writestr(info, members[name])
        archive.comment = comment
    return buffer.getvalue()
