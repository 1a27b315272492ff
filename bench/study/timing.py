"""How long something takes, and how much memory this process has needed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

LONG = 2.0  # seconds: after that nothing is timed again
CLOCK = "CONCENTRIC_BENCH_CLOCK"

now = time.process_time if os.environ.get(CLOCK) == "processor" else time.perf_counter


def quickest(ask: Callable[[], object], times: int = 7) -> float:
    """Seconds: the quickest of several, since other work on the machine can only add."""
    taken: list[float] = []
    while len(taken) < times and sum(taken) < LONG:
        taken.append(once(ask))
    return min(taken)


def once(ask: Callable[[], object]) -> float:
    began = now()
    ask()
    return now() - began


def peak_mib() -> float:
    """The most memory that this process has held, without what its parent did; with the pages of files in it, such as
    those of a database that SQLite maps: the machine takes them back when it needs them.
    """
    return _status_mib("VmHWM")


def own_peak_mib(work: Callable[[], object]) -> float:
    """The most memory of its own that this process holds during `work`, looked at a hundred times a second."""
    seen, done = [_status_mib("RssAnon")], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            seen.append(_status_mib("RssAnon"))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        work()
    finally:
        done.set()
        watching.join()
    return max(seen)


def _status_mib(line: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(each.split()[1] for each in lines if each.startswith(line))) / 1024
