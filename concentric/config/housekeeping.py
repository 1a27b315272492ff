"""Work that comes due by the clock: reminders, retention, the end of break-glass access, old sessions.

A stage offers `housekeeping: list[Chore]` in its `housekeeping.py`. `concentric clock` runs them all every quarter of
an hour, one process for the whole installation. A chore must be safe to run twice.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from concentric.config import private_files

PACKAGE = Path(__file__).resolve().parents[1]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """One piece of work. `run` returns how many things it did."""

    name: str
    run: Callable[[], int]


def chores() -> Iterator[Chore]:
    """Every chore of the installation, in a settled order."""
    yield Chore("old sessions", _clear_old_sessions)
    yield Chore("files open to others", _find_loose_files)
    for path in sorted(PACKAGE.glob("*/*/housekeeping.py")):
        module = ".".join(["concentric", *path.relative_to(PACKAGE).with_suffix("").parts])
        yield from importlib.import_module(module).housekeeping


def run_chores() -> dict[str, int | None]:
    """How many things each chore did; None where it failed. One that fails is logged and holds nothing else up."""
    done: dict[str, int | None] = {}
    for chore in chores():
        try:
            done[chore.name] = chore.run()
        except Exception as fault:
            logger.error("housekeeping: %s failed: %s", chore.name, type(fault).__name__)
            done[chore.name] = None
    return done


def _find_loose_files() -> int:
    if said := private_files.warning():
        logger.warning("%s", said)
    return len(private_files.loose())


def _clear_old_sessions() -> int:
    call_command("clearsessions")
    return 0
