"""A report as a file to be saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify

from concentric.method.exchange.report.content import Report
from concentric.method.exchange.report.docx import write_report_docx
from concentric.method.exchange.report.pdf import write_report_pdf
from concentric.web.downloads import attachment

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST = 50  # letters of a title
FILES = {"docx": (_DOCX, write_report_docx), "pdf": ("application/pdf", write_report_pdf)}


def file_name(title: str) -> str:
    """From a briefing's title, which names no site: short, in plain letters, good on every disk."""
    return f"briefing-{slugify(title)[:_LONGEST]}".rstrip("-")


def file_of(report: Report, name: str, file_format: str) -> HttpResponse:
    """`file_format` is one of FILES."""
    media_type, written = FILES[file_format]
    return attachment(f"{name}.{file_format}", media_type, written(report))
