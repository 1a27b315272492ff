"""How long something takes, and how much memory this process has needed."""

from __future__ import annotations

import os
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
    """The most memory that this process has held, without what its parent did."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
