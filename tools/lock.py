"""`./run lock`: the names in requirements/*.in into exact versions with the hashes of their wheels.

One lock serves every supported Python and platform. The tool asks the package index that pip would ask.
"""

import os
import subprocess
import sys

from tools.environment import HOME, ROOT

OPTIONS = "--quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: --no-header --no-annotate"


def main(arguments: list[str]) -> int:
    """Keeps the versions locked now; pass --upgrade, or --upgrade-package NAME, for newer ones."""
    compile_lock = [str(HOME / "bin" / "uv"), "pip", "compile", *OPTIONS.split(), *arguments]
    for name, constraints in (("run", ""), ("dev", "--constraints run.txt")):
        command = [*compile_lock, *constraints.split(), f"{name}.in", "--output-file", f"{name}.txt"]
        if subprocess.call(command, cwd=ROOT / "requirements", env=_as_pip_is_set_up()):
            return 1
    return subprocess.call([sys.executable, "-m", "tools.licences"], cwd=ROOT)


def _as_pip_is_set_up() -> dict[str, str]:
    index = os.environ.get("PIP_INDEX_URL")
    return {**os.environ, **({"UV_DEFAULT_INDEX": index} if index else {})}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
