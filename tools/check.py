"""`./run check`: everything that can be said of the code without running it. Each check prints only its faults."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.environment import HOME, PYTHON, ROOT

CHECKS: dict[str, list[str | Path]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "import contracts": ["lint-imports", "--no-logo"],
    "migrations in step": [PYTHON, "-m", "concentric", "django", "makemigrations", "--check", "--dry-run"],
    "Django's own checks": [PYTHON, "-m", "concentric", "django", "check", "--fail-level", "WARNING"],
    "generated documents": [PYTHON, "-m", "concentric", "docs", "--check"],
    "licences": [PYTHON, "-m", "tools.licences", "--check"],
    "no skipped tests": [PYTHON, "-m", "tools.no_skips"],
}


def main(wanted: list[str]) -> int:
    """All of them, or those whose names are given. Two at a time: they do not depend on one another."""
    chosen = {name: command for name, command in CHECKS.items() if not wanted or name in wanted}
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(_check, chosen, chosen.values()))
    return 0 if all(passed) and passed else 1


def _check(name: str, command: Sequence[str | Path]) -> bool:
    started = time.monotonic()
    program = command[0] if command[0] == PYTHON else HOME / "bin" / str(command[0])
    environ = {**os.environ, "CONCENTRIC_MODE": "test"}
    done = subprocess.run([program, *command[1:]], cwd=ROOT, env=environ, capture_output=True, text=True)
    passed = done.returncode == 0
    report = "" if passed else f"\n{done.stdout}{done.stderr}"
    print(f"{'ok  ' if passed else 'FAIL'}  {name}  ({time.monotonic() - started:.1f} s){report}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
