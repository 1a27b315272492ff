"""`./run bench study`: a study of thousands of frameworks, 40 coded segments each, 120 codes, two coders.

Counts and tables, agreement, coding, exchange, exact tests; beside each what numpy, SQL or a parser alone would take.
Counts go on to 100,000 frameworks. `--keep` writes the table to `results/`.
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
from bench.study.timing import CLOCK

RESULTS = ROOT / "bench" / "results" / "study.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Measured = dict[str, dict[str, float]]
# Seconds at 1,000 and 5,000 frameworks on an idle machine (MiB for memory): what is asked of us, and the best peer's.
AIMS = {
    "Counts: codes × cohort": ("0.010 / 0.030", "3.8 / 24.5"),
    "Agreement, all codes, by entry, with intervals": ("≤ 2 at 5,000", "14.8 / 72"),
    "Page: compare, every statistic": ("≤ 0.5 at 5,000", ""),
    "Page: open a framework for coding": ("0.010, flat", "0.054 / 0.26"),
    "Search all text": ("0.002 / 0.010", "0.020 / 0.096"),
    ".qdpx written": ("0.4 / 2.0", "2.5 / 13"),
    ".qdpx taken in": ("0.9 / 4.5", "3.1 / 19"),
    "Peak memory of that, MiB": ("150 / 200", "272 / 2,100"),
    "10,000 exact tests at n = 49": ("≤ 0.02", "1.8"),
}


def main() -> None:
    parser = argparse.ArgumentParser("./run bench study", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--sizes", nargs="+", default=["1000", "5000"], help="frameworks")
    parser.add_argument("--counts", nargs="*", default=["20000", "100000"], help="frameworks that are only counted")
    parser.add_argument("--clock", choices=["wall", "processor"], default="wall", help="processor: on a busy machine")
    parser.add_argument("--keep", action="store_true", help=f"write the table to {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    kinds = list(NAMES) if options.db == "both" else [options.db]
    asked = [*((size,) for size in options.sizes), *((size, "counts") for size in options.counts)]
    os.environ[CLOCK] = options.clock
    text = _report(
        {kind: {size: _measured(kind, size, *more) for size, *more in asked} for kind in kinds}, options.clock
    )
    print(text)
    if options.keep:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n")


def _measured(kind: str, *arguments: str) -> dict[str, float]:
    with site(kind) as made:
        command = [sys.executable, "-m", "bench.study.measure", *arguments]
        environ = {**made.environ, "CONCENTRIC_MODE": "test", "CONCENTRIC_HOSTS": "testserver"}
        told = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE).stdout
    return dict(json.loads(told.splitlines()[-1]))


def _report(results: dict[str, Measured], clock: str) -> str:
    columns = [(kind, size) for kind, sizes in results.items() for size in sizes]
    heads = ["Best open peer", "Aim", *(f"{NAMES[kind]} {int(size):,}" for kind, size in columns)]
    lines = [
        "# A study of thousands of frameworks",
        "",
        f"{date.today()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load "
        f"{os.getloadavg()[0]:.1f}. Frameworks with 40 coded segments each, 120 codes in three levels, two coders. "
        f"Seconds by the {clock} clock: the quickest of up to seven; what is taken in, once. Pages go through every "
        "middleware, the audit of the look included. Peers and aims are at 1,000 and 5,000, of an idle "
        "machine. Beyond 5,000, frameworks hold what is counted, and no text.",
        "",
        "| | " + " | ".join(heads) + " |",
        "|---|" + "---:|" * len(heads),
    ]
    for name in dict.fromkeys(name for kind, size in columns for name in results[kind][size]):
        aim, peer = AIMS.get(name, ("", ""))
        cells = [_shown(results[kind][size].get(name)) for kind, size in columns]
        shown = f"*{name.strip()}*" if name.startswith(" ") else name
        lines.append(f"| {shown} | " + " | ".join([peer, aim, *cells]) + " |")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
