"""`./run test`: the whole suite on SQLite and PostgreSQL, a worker for each, browser included.

What is missing from the machine is installed with apt when root. Otherwise its tests are left out and the last lines
say so; with CI=true that is a failure instead.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from pathlib import Path

from tools import chromium, postgresql
from tools.environment import ROOT

# Playwright's own driver, a wheel like the rest, wants libatomic beside the browser.
PACKAGES = {"postgresql": ["postgresql"], "chromium": ["chromium-headless-shell", "libatomic1", "fonts-liberation"]}
ROOM = 4 * 1024**3  # bytes: far more than a run writes
LEFT_OUT = {
    "postgresql": "Every database test ran on SQLite alone: PostgreSQL is not installed (apt install postgresql).",
    "chromium": "No browser test ran: Chromium is not installed (apt install chromium-headless-shell libatomic1).",
}


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options, for_pytest = _parse(arguments)
    kinds = ["sqlite", "postgresql"] if options.db == "both" else [options.db]
    missing = _missing_after_installing(["chromium", *(kind for kind in kinds if kind in PACKAGES)])
    if missing and (os.environ.get("CI") == "true" or options.db in missing):
        print(f"This machine lacks {' and '.join(missing)}, and nothing may be left out.", file=sys.stderr)
        return 1
    with ExitStack() as closing:
        scratch = closing.enter_context(_scratch())
        addresses = {"sqlite": f"sqlite:///{scratch}/tests.sqlite3"}
        if "postgresql" in kinds and "postgresql" not in missing:
            addresses["postgresql"] = closing.enter_context(postgresql.cluster(scratch / "postgresql"))
        return _pytest(scratch, [addresses[kind] for kind in kinds if kind in addresses], missing, for_pytest)


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser("./run test", description=__doc__, epilog="All else goes to pytest as it stands.")
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    return parser.parse_known_args(arguments)


def _pytest(scratch: Path, addresses: list[str], missing: list[str], arguments: list[str]) -> int:
    without_browser = ["-m", "not browser"] if "chromium" in missing else []
    environ = {
        **os.environ,
        "CONCENTRIC_TEST_SCRATCH": str(scratch),
        "TMPDIR": str(scratch),
        "CONCENTRIC_TEST_DATABASES": "\n".join(addresses),
        "CONCENTRIC_TEST_LEFT_OUT": "\n".join(LEFT_OUT[need] for need in missing),
    }
    command = [sys.executable, "-m", "pytest", "-n", "2", *without_browser, *arguments]
    running = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        return running.wait()
    except KeyboardInterrupt:  # the terminal told pytest too: let it close its browsers and servers
        running.wait(30)
        raise
    except SystemExit:
        running.send_signal(signal.SIGINT)
        running.wait(30)
        raise


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for all that the tests write, where there is room in memory: no test then waits for a disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    with tempfile.TemporaryDirectory(
        prefix="concentric-tests-", dir=memory if roomy else None, ignore_cleanup_errors=True
    ) as folder:
        os.chmod(folder, 0o755)  # so that the database's own user can reach its part
        yield Path(folder)


def _missing_after_installing(needs: list[str]) -> list[str]:
    def missing(browser: Callable[[], str]) -> list[str]:
        found = {"postgresql": postgresql.program("initdb"), "chromium": browser() and find_library("atomic")}
        return [need for need in needs if not found[need]]

    best = missing(chromium.shell)
    if best and os.geteuid() == 0 and shutil.which("apt-get"):
        wanted = [package for need in best for package in PACKAGES[need]]
        print(f"Installing {' '.join(wanted)} …", flush=True)
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wanted]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.call(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return missing(chromium.program)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
