"""`./run bench pages`: what each page costs, on both databases, with 10,000 cases and a grid of 200 entries.

Time in the process that draws the page and over HTTP from the production server; queries; bytes; the first load with
every style, script and font. `--keep` writes the table to `results/`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from typing import Any

from bench.meeting.site import ROOT, Site, site
from bench.pages.visit import first_load, quickest

RESULTS = ROOT / "bench" / "results" / "pages.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main() -> None:
    parser = argparse.ArgumentParser("./run bench pages", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--cases", type=int, default=10_000, help="thousands of cases in the partnership")
    parser.add_argument("--entries", type=int, default=200, help="entries of the meeting in progress")
    parser.add_argument("--keep", action="store_true", help=f"write the table to {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    kinds = list(NAMES) if options.db == "both" else [options.db]
    text = _report({kind: _measured(kind, options) for kind in kinds}, options)
    print(text)
    if options.keep:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n")


def _measured(kind: str, options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    with site(kind) as made:
        command = [sys.executable, "-m", "bench.pages.measure", str(options.cases), str(options.entries)]
        environ = {**made.environ, "CONCENTRIC_MODE": "test", "CONCENTRIC_HOSTS": "testserver"}
        told = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE).stdout
        found = json.loads(told.splitlines()[-1])
        _visit(made, found)
    return dict(found["pages"])


def _visit(made: Site, found: dict[str, Any]) -> None:
    """Add what the real server says: time over HTTP, and the first load."""
    with made.served(1):
        for page in found["pages"].values():
            url, cookie = f"http://127.0.0.1:{made.port}{page['url']}", found["cookies"][page["who"]]
            page["http"] = quickest(url, cookie)
            page["first"] = first_load(url, cookie)


def _report(results: dict[str, dict[str, dict[str, Any]]], options: argparse.Namespace) -> str:
    times = [f"{NAMES[kind]}, {what}" for kind in results for what in ("drawn", "over HTTP")]
    lines = [
        "# What each page costs",
        "",
        f"{date.today()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load "
        f"{os.getloadavg()[0]:.1f}. {options.cases:,} cases; the meeting has {options.entries} entries. Milliseconds: "
        "the quickest of fifteen. Queries include session, person, and the audit of the look. "
        "KB as they travel, compressed; the first load adds every style, script and font.",
        "",
        "| Page | " + " | ".join(times) + " | Queries | KB | First load, KB |",
        "|---|" + "---:|" * (len(times) + 3),
    ]
    first = next(iter(results.values()))
    for name, page in first.items():
        cells = [f"{results[kind][name][what]:.0f}" for kind in results for what in ("ms", "http")]
        queries = "/".join(dict.fromkeys(str(results[kind][name]["queries"]) for kind in results))
        sizes = [f"{page['packed'] / 1024:.0f}", f"{page['first'] / 1024:.0f}"]
        lines.append(f"| {name} | " + " | ".join([*cells, queries, *sizes]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
