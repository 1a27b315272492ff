"""`./run bench meeting`: many live meetings at once, on SQLite and on PostgreSQL. Prints a table and keeps it.

The server, the database and the people all run on this machine, and share its cores.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from datetime import date
from pathlib import Path

import uvloop

from bench.meeting.raw import raw_inserts
from bench.meeting.room import Tally, meet
from bench.meeting.site import Site, site

RESULTS = Path(__file__).resolve().parents[1] / "results" / "meeting.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main() -> None:
    parser = argparse.ArgumentParser("./run bench meeting", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--meetings", type=int, default=20)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="write the table to bench/results/meeting.md")
    options = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if options.db == "both" else [options.db]
    columns = {NAMES[kind]: _measured(kind, options) for kind in kinds}
    text = _report(columns, options)
    print(text)
    if options.keep:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n")


def _measured(kind: str, options: argparse.Namespace) -> dict[str, str]:
    with site(kind) as running:
        meetings = running.ask(str(options.meetings), str(options.people))
        rate, median = raw_inserts(running.database_url)
        with running.served(options.workers) as used:
            load, server, ours, began = os.getloadavg()[0], used(), time.process_time(), time.monotonic()
            tally = uvloop.run(meet(running.port, meetings, options.seconds))
            lasted = time.monotonic() - began
            cores = {
                "Cores the server used": f"{(used() - server) / lasted:.2f}",
                "Cores the people used": f"{(time.process_time() - ours) / lasted:.2f}",
                "Load average when it began": f"{load:.1f}",
            }
        return {**_times(tally, options.seconds), **_safety(tally, running), **_raw(rate, median), **cores}


def _times(tally: Tally, seconds: float) -> dict[str, str]:
    return {
        "Saves (of which edits)": f"{len(tally.saves) + len(tally.edits):,} ({len(tally.edits):,})",
        "Saves a second": f"{(len(tally.saves) + len(tally.edits)) / seconds:.1f}",
        "Save to durable, p50": _ms(tally.saves + tally.edits, 50),
        "Save to durable, p99": _ms(tally.saves + tally.edits, 99),
        "Entry to another screen, p50": _ms(tally.seen, 50),
        "Entry to another screen, p99": _ms(tally.seen, 99),
        "Appearances timed": f"{len(tally.seen):,}",
    }


def _safety(tally: Tally, running: Site) -> dict[str, str]:
    held = running.ask("verify")
    texts = dict(held["entries"])
    words = [" ".join(text.split()[:2]) for text in held["wordings"]]
    lost = sum(word not in words for word in tally.wordings) + sum(key not in texts for key in tally.acknowledged)
    firsts = [word for word in words if word in tally.wordings]
    return {
        "Lost": f"{lost}",
        "Duplicated (of saves sent twice)": f"{len(firsts) - len(set(firsts))} ({tally.resent})",
        "Conflicts, shown to the person": f"{tally.conflicts}",
        "Events missing on a screen": f"{tally.not_shown}",
        "Events shown twice": f"{tally.shown_twice}",
        "Screens told to load again": f"{tally.resyncs}",
        "Refused or failed": f"{dict(tally.faults) or 0}",
        "Faults in the server's log": f"{running.faults()}",
        "Breaks in the audit chain": f"{held['breaks']}",
    }


def _raw(rate: float, median: float) -> dict[str, str]:
    return {
        "Raw inserts a second, one connection": f"{rate:,.0f}",
        "Raw insert, p50": f"{median:.1f} ms",
    }


def _ms(times: list[float], percentile: int) -> str:
    if len(times) < 2:
        return "none"
    return f"{statistics.quantiles(times, n=100, method='inclusive')[percentile - 1] * 1000:.0f} ms"


def _report(columns: dict[str, dict[str, str]], options: argparse.Namespace) -> str:
    names = list(columns)
    rows = [[label, *(columns[name][label] for name in names)] for label in columns[names[0]]]
    table = [["", *names], ["---", *("---:" for _ in names)], *rows]
    return "\n".join(
        [
            "# Many live meetings at once",
            "",
            f"{options.meetings} meetings × {options.people} people for {options.seconds:g} s; each saves every 6 to "
            f"10 s, 15% of it edits; {options.workers} server processes; server, database and people on one machine: "
            f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
            f"{date.today():%-d %B %Y}.",
            "",
            *("| " + " | ".join(row) + " |" for row in table),
            "",
            "One partnership holds all the meetings, so that all saves share one audit chain: the hardest case.",
            "Both databases keep what they acknowledge through a power cut (SQLite `synchronous=FULL`, PostgreSQL "
            "`fsync` and `synchronous_commit` on).",
        ]
    )


if __name__ == "__main__":
    main()
