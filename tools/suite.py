"""`./run test`: the whole suite on SQLite and PostgreSQL, a worker for each, browser included.

What is missing from the machine is installed with apt when root. Otherwise its tests are left out and the last lines
say so; with CI=true that is a failure instead.
"""

import argparse
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools.environment import ROOT

PACKAGES = {"postgresql": ["postgresql"], "chromium": ["chromium", "fonts-liberation"]}


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options, for_pytest = _parse(arguments)
    kinds = ["sqlite", "postgresql"] if options.db == "both" else [options.db]
    needs = ["chromium", *(kind for kind in kinds if kind in PACKAGES)]
    missing = _missing_after_installing(needs)
    if missing and os.environ.get("CI") == "true":
        print(f"CI may leave nothing out, and this machine lacks: {', '.join(missing)}.", file=sys.stderr)
        return 1
    with ExitStack() as closing:
        scratch = closing.enter_context(_scratch())
        addresses = {"sqlite": f"sqlite:///{scratch}/tests.sqlite3"}
        if "postgresql" in kinds and "postgresql" not in missing:
            addresses["postgresql"] = closing.enter_context(postgresql(scratch / "postgresql"))
        return _pytest(scratch, [addresses[kind] for kind in kinds if kind in addresses], missing, for_pytest)


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser("./run test", description=__doc__, epilog="All else goes to pytest as it stands.")
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    return parser.parse_known_args(arguments)


def _pytest(scratch: Path, addresses: list[str], missing: list[str], arguments: list[str]) -> int:
    notes = []
    if "postgresql" in missing:
        notes.append("Every database test ran on SQLite alone: PostgreSQL is not installed (apt install postgresql).")
    if "chromium" in missing:
        notes.append("No browser test ran: Chromium is not installed (apt install chromium).")
        arguments = ["-m", "not browser", *arguments]
    environ = {
        **os.environ,
        "CONCENTRIC_TEST_SCRATCH": str(scratch),
        "CONCENTRIC_TEST_DATABASES": "\n".join(addresses),
        "CONCENTRIC_TEST_LEFT_OUT": "\n".join(notes),
    }
    command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
    running = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        return running.wait()
    except BaseException:  # Ctrl-C has reached pytest too: let it close its browsers and say where it was
        running.send_signal(signal.SIGINT)
        running.wait(30)
        raise


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="concentric-tests-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A throwaway cluster in `folder`, on a socket there; gives its address. Root hands it to an ordinary user."""
    owner = {"user": _owner(), "group": None} if os.geteuid() == 0 else {}
    folder.mkdir(mode=0o700)
    if owner:
        shutil.chown(folder, owner["user"])
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, **owner}
    initdb = [_binary("initdb"), "--auth=trust", "--username=concentric", "--no-sync"]
    subprocess.run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "-D", folder / "data"], check=True, **quiet)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "max_connections": 200,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    command = [_binary("postgres"), "-D", folder / "data", *(f"--{name}={value}" for name, value in settings.items())]
    with (folder / "log").open("wb") as log:
        # In a session of its own, so that Ctrl-C reaches the tests first and the database stops last.
        server = subprocess.Popen(command, stderr=log, start_new_session=True, **quiet)
    try:
        _wait_for(server, folder)
        yield f"postgresql://concentric@/postgres?host={folder}&pool=0"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    ready = [_binary("pg_isready"), "--quiet", "--timeout=1", "-h", folder, "-U", "concentric"]
    for _ in range(100):
        if server.poll() is not None:
            break
        if subprocess.call(ready, stdout=subprocess.DEVNULL) == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def _owner() -> str:
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _binary(name: str) -> str | None:
    """PostgreSQL's programs; Debian keeps them off the PATH, a folder for each version."""
    versions = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return versions[-1] if versions else shutil.which(name)


def _missing_after_installing(needs: list[str]) -> list[str]:
    def missing() -> list[str]:
        found = {"postgresql": _binary("initdb"), "chromium": shutil.which("chromium")}
        return [need for need in needs if not found[need]]

    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        wanted = [package for need in missing() for package in PACKAGES[need]]
        print(f"Installing {' '.join(wanted)} …", flush=True)
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wanted]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.call(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return missing()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
