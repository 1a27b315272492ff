"""A report as tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from concentric.method.exchange.report.content import Block, Picture, Report
from concentric.method.exchange.typst_files import compile_pdf


def write_report_pdf(report: Report) -> bytes:
    """The PDF; every drawing has its words as the text alternative."""
    content = {
        "title": report.title,
        "subtitle": report.subtitle,
        "marking": report.marking,
        "blocks": [_plain(block) for block in report.blocks],
    }
    return compile_pdf("report.typ", content, report.made)


def _plain(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Picture):
        return {"kind": kind, "title": block.drawing.title, "svg": block.drawing.svg, "words": block.drawing.words}
    return {"kind": kind, **asdict(block)}
