"""A throwaway PostgreSQL cluster, for tests and measurements: started here, stopped here, kept nowhere."""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ACCESS = ["--auth=trust", "--username=concentric", "--encoding=UTF8", "--locale=C.UTF-8"]
REACH = ["--listen_addresses=", "--max_connections=200"]
# A test loses nothing when the power fails; a measurement of durable writes must not say this.
CARELESS = ["--fsync=off", "--synchronous_commit=off", "--full_page_writes=off"]


@contextmanager
def cluster(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A cluster in the new `folder`, on a socket there; gives its address. Root hands it to an ordinary user."""
    owner = _owner()
    folder.mkdir(mode=0o700)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    initdb = [program("initdb"), *ACCESS, "--no-sync", "-D", str(folder / "data")]
    _start(initdb, folder, owner).wait()
    options = [*REACH, *([] if durable else CARELESS), f"--unix_socket_directories={folder}"]
    server = _start([program("postgres"), "-D", str(folder / "data"), *options], folder, owner)
    try:
        _wait_for(server, folder)
        yield f"postgresql://concentric@/postgres?host={folder}&pool=0"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, "" without it. Debian keeps them off the PATH, a folder a version."""
    versions = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return versions[-1] if versions else shutil.which(name) or ""


def _owner() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _start(command: list[str], folder: Path, owner: pwd.struct_passwd) -> subprocess.Popen[bytes]:
    given_away = os.geteuid() != owner.pw_uid
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            user=owner.pw_uid if given_away else None,
            group=owner.pw_gid if given_away else None,
            extra_groups=[] if given_away else None,
            start_new_session=True,  # Ctrl-C reaches the tests first; the database stops last
        )


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    ready = [program("pg_isready"), "--quiet", "--timeout=1", "-h", str(folder), "-U", "concentric"]
    for _ in range(100):
        if server.poll() is not None:
            break
        if subprocess.call(ready) == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
