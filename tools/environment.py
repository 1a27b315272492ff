"""Makes `.venv` from the locked requirements with nothing but Python's standard library.

A bare Debian has neither pip nor ensurepip, so pip comes with us as a wheel and is run from there. It keeps its own
defaults: pip.conf and PIP_* decide where packages come from, and no file of ours names a place.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
PIP = ROOT / "tools" / "pip-26.3-py3-none-any.whl"
OLDEST = (3, 11)


def ensure(lock: str) -> None:
    """Install `requirements/<lock>.txt` ("run" or "dev"; dev holds all of run) unless it is already there."""
    if sys.version_info < OLDEST:
        raise SystemExit(f"Concentric needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    requirements = ROOT / "requirements" / f"{lock}.txt"
    with requirements.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two starts at once: the second waits, and finds it done
        if not _is_installed(lock):
            _install(lock, requirements)


def run(*command: str | Path, **environ: str) -> int:
    """Run Python in the environment from the project's root, and give its exit status."""
    return subprocess.call([PYTHON, *command], cwd=ROOT, env={**os.environ, **environ})


def become(*command: str | Path, **environ: str) -> None:
    """Let this process become Python in the environment, so that signals reach it directly."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *map(str, command)], {**os.environ, **environ})


def _is_installed(lock: str) -> bool:
    def fits(name: str) -> bool:
        return _stamp(name).exists() and _stamp(name).read_text() == _fingerprint(name)

    return PYTHON.exists() and (fits(lock) or fits("dev"))


def _install(lock: str, requirements: Path) -> None:
    print("Setting up Concentric's own Python environment (the first time, and when its parts change) …", flush=True)
    _check_pip()
    venv.create(HOME, with_pip=False, symlinks=True)
    options = "-qq --no-input --no-compile --disable-pip-version-check --only-binary :all: --require-hashes".split()
    quiet = {"PIP_ROOT_USER_ACTION": "ignore"}
    if run(PIP / "pip", "install", *options, "--requirement", requirements, **quiet):
        raise SystemExit("The packages could not be installed: pip's own message is above.")
    (_site_packages() / "concentric.pth").write_text(f"{ROOT}\n")  # `import concentric` works from any folder
    run("-m", "compileall", "-qq", "-j", "0", HOME / "lib")
    _stamp(lock).write_text(_fingerprint(lock))


def _check_pip() -> None:
    digest = hashlib.sha256(PIP.read_bytes()).hexdigest()
    if digest != (ROOT / "tools" / "pip.sha256").read_text().split()[0]:
        raise SystemExit(f"{PIP.name} is not the file we published (tools/pip.sha256): fetch the project again.")


def _site_packages() -> Path:
    return HOME / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def _stamp(lock: str) -> Path:
    return HOME / f".installed-{lock}"


def _fingerprint(lock: str) -> str:
    locks = b"".join((ROOT / "requirements" / f"{name}.txt").read_bytes() for name in sorted({lock, "run"}))
    return hashlib.sha256(locks + sys.version.encode()).hexdigest()
