"""Reads `hand.txt` into the rows that the scorer takes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_MARK = re.compile(r"«(?P<text>[^|»]+)\|(?P<mark>[duqpk])»")
# mark: (class, on the case)
_MEANING = {
    "d": ("direct", True),
    "u": ("direct", False),
    "q": ("quasi", True),
    "p": ("quasi", False),
    "k": ("keep", False),
}


def rows() -> list[dict[str, Any]]:
    """Every note: note_id, case_id, text, roster, spans (start, end, text, kind, variant, entity, on_case, cls)."""
    found: list[dict[str, Any]] = []
    roster: dict[str, Any] = {}
    case = 0
    for line in (Path(__file__).parent / "hand.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("roster "):
            roster, case = json.loads(line.removeprefix("roster ")), case + 1
        elif line and not line.startswith("#"):
            text, spans = _unmarked(line.replace("\\n", "\n"))
            found.append(
                {
                    "note_id": f"hand-{len(found) + 1}",
                    "case_id": f"hand-{case}",
                    "text": text,
                    "roster": roster,
                    "spans": spans,
                }
            )
    return found


def _unmarked(line: str) -> tuple[str, list[dict[str, Any]]]:
    text, spans, end = "", [], 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        cls, on_case = _MEANING[match["mark"]]
        core = re.sub(r"['’]s$", "", match["text"])
        spans.append(
            {
                "start": len(text),
                "end": len(text) + len(core),
                "text": core,
                "kind": "any",
                "variant": "hand",
                "entity": core,
                "on_case": on_case,
                "cls": cls,
            }
        )
        text += match["text"]
        end = match.end()
    return text + line[end:], spans
