"""Documents written from the code, so that they cannot drift: `concentric docs` writes them, `--check` compares.

A package offers `documents: dict[str, Callable[[], str]]` in its `documents.py`: a path under docs/, and what is in it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
DOCS = PACKAGE.parent / "docs"


def documents() -> dict[Path, Callable[[], str]]:
    """Every generated document: where it lies, and its writer."""
    found: dict[Path, Callable[[], str]] = {}
    for path in sorted(PACKAGE.rglob("documents.py")):
        module = ".".join(["concentric", *path.relative_to(PACKAGE).with_suffix("").parts])
        # A module of this name may also be about a study's documents.
        for name, write in getattr(importlib.import_module(module), "documents", {}).items():
            found[DOCS / name] = write
    return found


def out_of_step() -> dict[Path, str]:
    """The documents whose file differs from what the code says, with what it should hold."""
    written = {path: write() for path, write in documents().items()}
    return {path: text for path, text in written.items() if not path.exists() or path.read_text("utf-8") != text}
