"""Long work that a person asked for goes on beside the requests. What becomes of it is said on a row of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread

from django.db import connections

from concentric.foundation.permissions.checks import Refusal

logger = logging.getLogger(__name__)


def go_beside(work: Callable[[], object], say: Callable[[str], object], broke_off: str) -> None:
    """Do it in a thread of its own."""
    Thread(target=_in_thread, args=(work, say, broke_off), daemon=True).start()


def _in_thread(work: Callable[[], object], say: Callable[[str], object], broke_off: str) -> None:
    try:
        beside(work, say, broke_off)
    finally:
        connections.close_all()


def beside(work: Callable[[], object], say: Callable[[str], object], broke_off: str) -> None:
    """Nobody waits for an answer: `say` hears why it ended, in a refusal's words or those of `broke_off`."""
    try:
        work()
    except Refusal as refusal:
        say(refusal.reason)
    except Exception as fault:
        logger.error("work beside the requests broke off: %s", type(fault).__name__)
        say(broke_off)
