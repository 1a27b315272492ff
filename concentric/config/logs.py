"""What goes to a log: when, where in the code, and what kind of fault; nothing that anybody typed.

The words of an exception quote what it stumbled over: the value of a duplicate key, a date that is none. So they are
left out, here and in the threads that no request waits for.
"""

from __future__ import annotations

import copy
import logging
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
logger = logging.getLogger(__name__)


class Formatter(logging.Formatter):
    """A fault as its stack and its kind, with those that led to it, and without their words."""

    def format(self, record: logging.LogRecord) -> str:
        plain = copy.copy(record)
        plain.exc_text = None  # what another handler made of the exception has its words
        if record.name == "asyncio":  # it repeats the exception in its message, below the first line
            plain.msg, plain.args = record.getMessage().partition("\n")[0], None
        return super().format(plain)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  (the library's name)
        return "\n".join(_told(fault) for fault in _led_to(ei[1]))


def _led_to(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault that came first, up to the last."""
    if fault is not None:
        yield from _led_to(fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__))
        yield fault


def _told(fault: BaseException) -> str:
    stack = "".join(traceback.format_tb(fault.__traceback__))
    kind = type(fault)
    return f"Traceback (most recent call last):\n{stack}{kind.__module__}.{kind.__qualname__} (its words are left out)"


def log_faults_of_threads() -> None:
    """From now on, a thread that ends by a fault leaves it in the log instead of printing it."""

    def log(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            fault = (ended.exc_type, ended.exc_value, ended.exc_traceback)
            logger.error("a thread ended by a fault", exc_info=fault)

    threading.excepthook = log
