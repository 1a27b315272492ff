"""A report as tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from concentric.method.exchange.report.content import DRAFT, Block, Picture, Report
from concentric.method.exchange.typst_files import compile_pdf


def write_report_pdf(report: Report) -> bytes:
    """The PDF; every drawing has its words as the text alternative."""
    content = {
        "title": report.title,
        "subtitle": report.subtitle,
        "marking": report.marking,
        "by": report.by,
        "date": report.date,
        "draft": DRAFT if report.is_draft else "",
        "blocks": [_plain(block, caption) for block, caption in report.printed()],
    }
    return compile_pdf("report.typ", content, report.made)


def _plain(block: Block, caption: str) -> dict[str, Any]:
    shown = {"kind": type(block).__name__.lower(), "caption": caption}
    if isinstance(block, Picture):
        return {**shown, "svg": block.drawing.svg, "words": block.drawing.words}
    return {**asdict(block), **shown}
