"""Names every skipped or silenced test: a test runs, or it goes."""

import ast
import sys
from pathlib import Path

from tools.environment import ROOT

SILENCERS = {"skip", "skipif", "skipUnless", "skipIf", "xfail", "importorskip"}


def main() -> int:
    found = [line for path in sorted((ROOT / "tests").rglob("*.py")) for line in _skips(path)]
    print(*found, sep="\n")
    return 1 if found else 0


def _skips(path: Path) -> list[str]:
    used = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute))
    return [f"{path.relative_to(ROOT)}:{node.lineno}: {node.attr}" for node in used if node.attr in SILENCERS]


if __name__ == "__main__":
    sys.exit(main())
