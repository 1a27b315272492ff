"""The real site, as `./run serve` starts it, on a database of its own that survives a power cut."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.server import free_port
from tools.postgresql import cluster

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """A folder, a database and the settings that the server and its helpers share."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.database_url, self.port = database_url, free_port()
        self.environ = {
            **os.environ,
            "CONCENTRIC_HOME": str(folder),
            "CONCENTRIC_DATABASE_URL": database_url,
            "CONCENTRIC_SECRET_KEY": secrets.token_urlsafe(48),
            "CONCENTRIC_AUDIT_KEY": secrets.token_urlsafe(48),
            "CONCENTRIC_VAULT_KEY": secrets.token_urlsafe(48),
            "CONCENTRIC_HOSTS": "127.0.0.1",
            "CONCENTRIC_HTTPS": "proxy",  # the bench speaks http to it
            "CONCENTRIC_EMAIL_URL": "console:",
            "CONCENTRIC_EMAIL_FROM": "bench@example.org",
            "DJANGO_SETTINGS_MODULE": "concentric.config.settings",
        }
        self._log = folder / "server.log"

    def ask(self, *arguments: str) -> Any:
        """What `bench.meeting.stage` answers. In test mode: its passwords are quick to make."""
        command = [sys.executable, "-m", "bench.meeting.stage", *arguments]
        environ = {**self.environ, "CONCENTRIC_MODE": "test"}
        return json.loads(subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE).stdout)

    @contextmanager
    def served(self, workers: int) -> Iterator[Callable[[], float]]:
        """In production mode, until the block ends. Gives what tells the processor seconds that the server has used."""
        command = [sys.executable, "-m", "concentric", "serve", "--port", str(self.port), "--workers", str(workers)]
        environ = {**self.environ, "CONCENTRIC_MODE": "production"}
        with self._log.open("wb") as log:
            running = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)
        try:
            self._wait_for(running)
            yield partial(_processor_seconds, running.pid)
        except urllib.error.HTTPError as fault:
            said = self._log.read_text()[-6000:]
            raise RuntimeError(f"{fault.url} answered {fault.code}. The server's log:\n{said}") from fault
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(20)

    def _wait_for(self, running: subprocess.Popen[bytes]) -> None:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                if running.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self._log.read_text()[-3000:]}")

    def faults(self) -> int:
        return self._log.read_text().count("Traceback")


def _processor_seconds(group: int) -> float:
    """What the processes of a group have used so far, from /proc."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def site(kind: str) -> Iterator[Site]:
    """A site on "sqlite" or "postgresql", gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="concentric-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if kind == "sqlite":
            yield Site(folder, f"sqlite:///{folder}/bench.sqlite3")
        else:
            with cluster(folder / "postgresql", durable=True) as url:
                yield Site(folder, url.replace("pool=0", "pool=8"))
