"""A release as a file to hand over: Word, PDF or HTML, protected by a password unless somebody decides otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.casework.releases.models import Release
from concentric.method.exchange.minutes_docx import write_docx
from concentric.method.exchange.minutes_html import write_html
from concentric.method.exchange.minutes_pdf import write_pdf
from concentric.method.exchange.protect import protect_docx, protect_pdf
from concentric.method.records.canonical import from_plain
from concentric.method.records.signed import MeetingRecord

FORMATS = [("pdf", "PDF"), ("docx", "Word"), ("html", "Web page (cannot be protected with a password)")]
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file ready to download. Its name says what kind of thing it is and nothing about whom."""

    name: str
    media_type: str
    data: bytes


def release_file(release: Release, file_format: str, password: str) -> ReleaseFile:
    """The release in that format, under `password` unless it is empty. HTML carries no password."""
    record = from_plain(MeetingRecord, release.record)
    if file_format == "pdf":
        data = write_pdf(record)
        data = protect_pdf(data, password) if password else data
    elif file_format == "docx":
        data = write_docx(record)
        data = protect_docx(data, password) if password else data
    else:
        data = write_html(record)
    name = f"minutes-{release.kind}-{str(release.pk)[-6:]}.{file_format}"
    return ReleaseFile(name, MEDIA_TYPES[file_format], data)
