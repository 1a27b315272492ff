"""`./run bench growth`: search, lists, tracker, duplicate check and counts at 1,000, 10,000 and 100,000 cases.

In-process requests through every middleware, the audit event of each look included. Ten entries a case at the
first size, five and one at the next two. `--keep` writes the table to `results/`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date

from bench.meeting.site import ROOT, site

RESULTS = ROOT / "bench" / "results" / "growth.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
STEPS = ("1000:10", "10000:5", "100000:1")


def main() -> None:
    parser = argparse.ArgumentParser("./run bench growth", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--steps", nargs="+", default=STEPS, help="cases:entries a case, growing")
    parser.add_argument("--keep", action="store_true", help=f"write the table to {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    kinds = list(NAMES) if options.db == "both" else [options.db]
    text = _report({kind: _measured(kind, options.steps) for kind in kinds}, options.steps)
    print(text)
    if options.keep:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n")


def _measured(kind: str, steps: list[str]) -> dict[str, dict[str, float]]:
    with site(kind) as made:
        command = [sys.executable, "-m", "bench.growth.measure", *steps]
        environ = {**made.environ, "CONCENTRIC_MODE": "test", "CONCENTRIC_HOSTS": "testserver"}
        told = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE).stdout
    return dict(json.loads(told))


def _report(results: dict[str, dict[str, dict[str, float]]], steps: list[str]) -> str:
    sizes = [step.split(":")[0] for step in steps]
    heads = [f"{NAMES[kind]} {int(size):,}" for kind in results for size in sizes]
    lines = [
        "# What people wait for, as cases grow",
        "",
        f"{date.today()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load "
        f"{os.getloadavg()[0]:.1f}. Milliseconds: the quickest of nine requests.",
        "",
        "| | " + " | ".join(heads) + " |",
        "|---|" + "---:|" * len(heads),
    ]
    for name in next(iter(results.values())):
        cells = [f"{results[kind][name][size]:,.0f}" for kind in results for size in sizes]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
