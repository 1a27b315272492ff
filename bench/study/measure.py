"""Fill the database that the environment names with a study of so many frameworks, and time work on it. Prints JSON.

Run as a process of its own: `python -m bench.study.measure 5000`; with `counts`, only the counts of a large study.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

from bench.study.timing import once, quickest

EXACT = 10_000
Row = tuple[str, Callable[[], float]]


def main(arguments: list[str]) -> dict[str, float | str]:
    """Seconds (and MiB) by the row's name; a sentence where something could not be measured."""
    from bench.study.fill import begin, grow, grow_packed

    frameworks = int(arguments[0])
    filled = begin()
    began = time.perf_counter()
    (grow_packed if "counts" in arguments else grow)(filled, frameworks)
    print(f"{frameworks:,} frameworks in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    rows = _counts(filled) if "counts" in arguments else _all(filled)
    results: dict[str, float | str] = {}
    for name, ask in rows:
        results[name] = ask()
        print(f"  {name}: {results[name]:.4g}", file=sys.stderr)
    return results


def _all(filled: Any) -> Iterator[Row]:
    yield from _counts(filled)
    yield from _comparing(filled)
    yield from _coding(filled)
    yield from _searching(filled)
    yield from _exchange(filled)
    yield f"{EXACT:,} exact tests at n = 49", lambda: quickest(_exact_tests())


def _counts(filled: Any) -> Iterator[Row]:
    from bench.study import floors

    yield "Counts: codes × cohort", lambda: quickest(_count(filled))
    yield "  floor: numpy, in memory", lambda: quickest(floors.counts_in_memory(filled))
    if filled.study.frameworks.filter(entries=None).count() == 0:
        yield "  floor: one SQL query", lambda: quickest(floors.counts_in_sql(filled))
    yield "Table: every statistic", lambda: quickest(_table(filled))


def _count(filled: Any) -> Callable[[], object]:
    """From the database to the counts."""
    from concentric.method.analysis.crosstab import crosstab
    from concentric.method.analysis.question import Counting
    from concentric.method.analysis.units import Counted
    from concentric.research.cohorts.data import live

    def count() -> object:
        import numpy as np

        data = live(filled.study, whole=False)
        place = {"sole": 0, "group": 1, "both": 2}
        group = np.array([place[one["cohort"]] for one in data.values])
        return crosstab(Counted(data, Counting.FRAMEWORKS).states(data.tree.codes).T, group, 3)

    return count


def _table(filled: Any) -> Callable[[], object]:
    from concentric.research.cohorts.asking import ANY_GROUP, ANY_SOLE, Question, answer
    from concentric.research.cohorts.data import live

    return lambda: answer(live(filled.study, whole=False), Question(groups=(ANY_GROUP, ANY_SOLE)))


def _comparing(filled: Any) -> Iterator[Row]:
    from bench.study import floors
    from concentric.research.coding.double.comparing import Level, Unit, compare

    ids = set(filled.study.frameworks.values_list("pk", flat=True))
    for unit in Unit:
        name = f"Agreement, all codes, by {unit.value}, with intervals"
        yield (
            name,
            lambda unit=unit: quickest(  # type: ignore[misc]
                lambda: compare(filled.study, filled.first, filled.second, ids, unit, Level.DETAIL)
            ),
        )
    yield "  floor: kappa alone, numpy", lambda: quickest(floors.agreement_in_memory(filled))


def _coding(filled: Any) -> Iterator[Row]:
    from bench.study import floors

    for name, url in _pages(filled):
        yield name, lambda url=url: quickest(_get(filled, url))  # type: ignore[misc]
    yield "  floor: its rows in SQL", lambda: quickest(floors.entries_in_sql(filled))


def _searching(filled: Any) -> Iterator[Row]:
    from bench.study import floors
    from concentric.research.exchange.searching import search

    for name, word in (("Search all text", "lighthouse"), ("Search all text, a common word", "bullying")):
        yield name, lambda word=word: quickest(lambda: list(search(filled.lead, [word])))  # type: ignore[misc]
    yield "  floor: LIKE over every text", lambda: quickest(floors.texts_like(filled, "lighthouse"))


def _pages(filled: Any) -> Iterator[tuple[str, str]]:
    """The pages that are timed."""
    from django.urls import reverse

    study = filled.study.pk
    framework = filled.study.frameworks.values_list("pk", flat=True)[0]
    yield "Page: compare, every statistic", reverse("cohorts:preset", args=[study, "profiles"])
    yield "Page: response gaps", reverse("cohorts:gaps", args=[study])
    yield "Page: the frameworks to code", reverse("coding:frameworks", args=[study])
    yield "Page: open a framework for coding", reverse("coding:framework", args=[study, framework])


def _get(filled: Any, url: str) -> Callable[[], object]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(filled.lead.user, backend=settings.AUTHENTICATION_BACKENDS[-1])

    def ask() -> None:
        answer = client.get(url)
        b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, (url, answer.status_code)

    return ask


def _exchange(filled: Any) -> Iterator[Row]:
    from bench.study import floors
    from concentric.method.exchange.refi.writing import write_project
    from concentric.research.exchange.checking import write_checked_project
    from concentric.research.exchange.project import project_of

    def written(write: Callable[..., None], *what: object) -> bytes:
        out = io.BytesIO()
        write(*what, out)
        return out.getvalue()

    project = written(write_project, project_of(filled.lead))
    yield ".qdpx written", lambda: quickest(lambda: written(write_project, project_of(filled.lead)))
    yield ".qdpx written and read back", lambda: quickest(lambda: written(write_checked_project, filled.lead))
    yield "  floor: its bytes, packed", lambda: quickest(floors.compressing(project))
    own, mapped = _memory("export")
    yield "Peak memory of that, MiB", lambda: own
    yield "  with the pages of files that are mapped", lambda: mapped
    yield "  floor: the product, started", lambda: _memory("nothing")[0]
    yield ".qdpx taken in", lambda: _import(project)
    yield "  floor: unpacked and parsed", lambda: quickest(floors.parsing(project))


def _import(project: bytes) -> float:
    """Into an empty study, once."""
    from bench.study.fill import begin
    from concentric.method.exchange.refi.reading import read_project
    from concentric.research.exchange.importing import carry_out

    into = begin("Taken in (fictional)", coder="colleague")  # what is a coder's of the team, they bring in themselves
    return once(lambda: carry_out(researcher=into.lead, read=read_project(io.BytesIO(project))))


def _memory(what: str) -> tuple[float, float]:
    """MiB, of a process that does nothing else: its own, and with the pages of files that it had mapped."""
    command = [sys.executable, "-m", "bench.study.memory", what]
    own, mapped = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()
    return float(own), float(mapped)


def _exact_tests() -> Callable[[], object]:
    """Different tables of three cohorts of 24, 15 and 10: nothing is looked up that was worked out before."""
    import numpy as np

    from concentric.method.analysis.exact import exact_p_rows

    draw = np.random.default_rng(49)
    sizes = (24, 15, 10)
    counts = draw.integers(0, np.array(sizes) + 1, (EXACT, 3))
    return lambda: exact_p_rows(counts, sizes)


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(main(sys.argv[1:])))
