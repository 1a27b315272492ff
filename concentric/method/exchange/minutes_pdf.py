"""The minutes as tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict

from concentric.method.exchange.family_content import family_content
from concentric.method.exchange.minutes_content import minutes_content
from concentric.method.exchange.release import FAMILY
from concentric.method.exchange.typst_files import compile_pdf
from concentric.method.records.signed import MeetingRecord


def write_pdf(record: MeetingRecord) -> bytes:
    """The PDF of a release: landscape, context by context; the family's version upright and in plain words.

    The same record gives the same bytes.
    """
    family = record.release == FAMILY
    content = family_content(record) if family else minutes_content(record)
    layout = "family.typ" if family else "minutes.typ"
    return compile_pdf(layout, asdict(content), record.signed_at or record.held_at)
