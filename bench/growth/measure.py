"""Fill the database that the environment names, step by step, and time what people wait for. Prints JSON.

Run as a process of its own: `python -m bench.growth.measure 1000:10 10000:5 100000:1` (cases:entries a case).
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable

import django

SLOW = 2.0  # seconds: what is slower is timed once and not again


def main(steps: list[str]) -> dict[str, dict[str, float]]:
    """Milliseconds of each question at each number of cases: the quickest of nine, since other work can only add."""
    from bench.growth.fill import begin, grow

    filled = begin()
    results: dict[str, dict[str, float]] = {}
    for step in steps:
        cases, entries = (int(part) for part in step.split(":"))
        began = time.perf_counter()
        grow(filled, cases, entries)
        print(f"{cases:,} cases in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        for name, ask in questions(filled).items():
            results.setdefault(name, {})[str(cases)] = _quickest(ask)
    return results


def questions(filled: object) -> dict[str, Callable[[], object]]:
    """What is asked, by its name in the table."""
    from concentric.casework.cases.likeness import Identity
    from concentric.casework.referrals.duplicates import possible_duplicates
    from tests.factories.world import signed_in

    coordinator, practitioner = signed_in(filled.coordinator), signed_in(filled.people[0])  # type: ignore[attr-defined]
    slip = Identity("Karo", "Ashenfrod", "", dt.date(2011, 3, 14))

    def get(client: object, url: str) -> Callable[[], object]:
        return lambda: _shown(client.get(url))  # type: ignore[attr-defined]

    def find(client: object, words: str) -> Callable[[], object]:
        return lambda: _shown(client.post("/search/", {"q": words}))  # type: ignore[attr-defined]

    return {
        "Home": get(coordinator, "/"),
        "Home, a practitioner": get(practitioner, "/"),
        "Case list": get(coordinator, "/cases/"),
        "Case list, last page": get(coordinator, "/cases/?page=999999"),
        "Case list, cohort = group": get(coordinator, "/cases/?cohort=group"),
        "Case list, school recorded": get(coordinator, "/cases/?context=school"),
        "Case list, a practitioner": get(practitioner, "/cases/"),
        "Tracker, all open": get(coordinator, "/actions/?whose=all&status=open"),
        "Tracker, overdue": get(coordinator, "/actions/?whose=all&overdue=on"),
        "Tracker, a practitioner's own": get(practitioner, "/actions/"),
        "Search, a common word": find(coordinator, "bullying"),
        "Search, a rare word": find(coordinator, "lighthouse"),
        "Search, a common word, a practitioner": find(practitioner, "bullying"),
        "Search, a name": find(coordinator, "Karo Ashenford"),
        "Duplicate check": lambda: possible_duplicates(filled.coordinator, slip),  # type: ignore[attr-defined]
        "Counts": get(coordinator, "/counts/"),
        "Over time, by quarter": get(coordinator, "/door/quality/over-time/"),
        "Over time, by year": get(coordinator, "/door/quality/over-time/?by=year"),
        "Meetings, all past": get(coordinator, "/meetings/?whose=all&when=past"),
    }


def _shown(answer: object) -> None:
    assert answer.status_code == 200, answer.status_code  # type: ignore[attr-defined]


def _quickest(ask: Callable[[], object]) -> float:
    ask()
    taken = []
    for _ in range(9):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
        if taken[-1] > SLOW:
            break
    return round(1_000 * min(taken), 1)


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(main(sys.argv[1:])))
