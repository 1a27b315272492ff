"""`./run bench deidentify`: what is found in marked notes, and how fast, beside two other tools. Prints a table.

The others need an environment of their own, for they bring large parts with them:

    python -m venv FOLDER && FOLDER/bin/pip install presidio-analyzer scrubadub
    ./run bench deidentify --peers FOLDER/bin/python --keep
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from concentric.method.deidentify.find import find, prepared
from concentric.method.deidentify.roster import read_roster
from tests.method.deidentify.measuring import Measured, measured, ours
from tests.method.deidentify.notes import generated, hand

RESULTS = Path(__file__).resolve().parents[1] / "results" / "deidentify.md"
Rows = list[dict[str, Any]]
AIMS = {
    "Known direct identifiers found": "≥ 99 %",
    "Unlisted direct identifiers found": "≥ 91 %",
    "Dates and places found": "",
    "False findings a note": "≤ 0.6",
    "120 entries, 40 people (processor time)": "≤ 0.1 s",
}


def main() -> None:
    parser = argparse.ArgumentParser("./run bench deidentify", description=__doc__)
    parser.add_argument("--notes", type=Path, help="a further file of marked notes: a development set")
    parser.add_argument(
        "--peers", type=Path, help="Python of an environment that holds presidio-analyzer and scrubadub"
    )
    parser.add_argument("--keep", action="store_true", help="write the table to bench/results/deidentify.md")
    options = parser.parse_args()
    sets = {
        "written by hand": hand.rows(),
        "put together": generated.rows(),
        "put together, every person named like a word": generated.rows(people="people_named_like_words"),
    }
    if options.notes:
        sets["of the development set"] = [
            json.loads(line) for line in options.notes.read_text(encoding="utf-8").splitlines()
        ]
    text = "\n".join(_report(sets, options.peers))
    print(text)
    if options.keep:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n", encoding="utf-8")


def _report(sets: dict[str, Rows], peers: Path | None) -> Iterator[str]:
    timed = _framework()
    yield "# De-identification: found, missed, falsely found"
    yield ""
    yield "Every tool is given the same roster of the case. Found means that every letter and digit is covered."
    yield "The time is that of the fastest of several passes; ours works the case's forms out anew in each."
    for name, rows in sets.items():
        columns = {"Aim": AIMS, "Concentric": _figures(measured(rows, ours), _our_seconds(timed))}
        for tool in ("presidio", "scrubadub"):
            columns |= _peer(tool, rows, timed, peers)
        yield from [
            "",
            f"## Notes {name}: {len(rows)}" if name != "development set" else f"## The development set: {len(rows)}",
            "",
        ]
        yield f"| | {' | '.join(columns)} |"
        yield "|---|" + "---|" * len(columns)
        for row in AIMS:
            yield f"| {row} | {' | '.join(column[row] for column in columns.values())} |"
    yield ""
    yield "Presidio runs without a language model, which would have to be fetched, and with its other fetches off."


def _figures(result: Measured, seconds: float) -> dict[str, str]:
    def share(group: str) -> str:
        return f"{result.found[group]} of {result.marked[group]} ({result.share_found(group):.1%})"

    shares = [share(group) for group in ("known direct", "unlisted direct", "quasi")]
    return dict(zip(AIMS, [*shares, f"{result.false_in_a_note:.2f}", f"{seconds:.3f} s"], strict=True))


def _peer(tool: str, rows: Rows, timed: dict[str, Any], python: Path | None) -> dict[str, dict[str, str]]:
    """The tool's column; where it is not installed or does not run, the column says so."""
    if python is None:
        return {tool: dict.fromkeys(AIMS, "not installed")}
    asked = {
        "tool": tool,
        "rows": [{"text": row["text"], "terms": _terms(row["roster"])} for row in rows],
        "timed": {"texts": timed["texts"], "terms": _terms(timed["roster"])},
    }
    script = Path(__file__).with_name("peers.py")
    done = subprocess.run([python, script], input=json.dumps(asked), capture_output=True, text=True)
    if done.returncode:
        return {tool: dict.fromkeys(AIMS, "does not run here")}
    answer = json.loads(done.stdout.splitlines()[-1])
    spans = {id(row): [tuple(span) for span in found] for row, found in zip(rows, answer["spans"], strict=True)}
    result = measured(rows, lambda row: spans[id(row)])
    return {f"{tool} {answer['version']}": _figures(result, answer["seconds"])}


def _terms(roster: dict[str, Any]) -> list[str]:
    """All that the roster names, in the forms a careful user would list: full names and each part of them."""
    names = [
        [f"{person['given']} {person['family']}", person["given"], person["family"]] for person in roster["people"]
    ]
    lists = [roster.get(part) or [] for part in ("schools", "streets", "towns", "places", "phones", "emails")]
    single = [roster.get(part) or "" for part in ("house", "postcode", "nhs", "upn", "ref", "dob")]
    return [term for term in dict.fromkeys([*chain(*names, *lists), *single]) if term]


def _framework() -> dict[str, Any]:
    """120 entries against a roster of 40 people."""
    rows = generated.rows(120)
    people = {(person["given"], person["family"]): person for row in rows for person in row["roster"]["people"]}
    extra = [{"role": "peer", "given": f"Bran{chr(97 + n)}wen", "family": f"Kelm{chr(97 + n)}sley"} for n in range(40)]
    return {
        "texts": [row["text"] for row in rows],
        "roster": rows[0]["roster"] | {"people": [*people.values(), *extra][:40]},
    }


def _our_seconds(timed: dict[str, Any]) -> float:
    roster = read_roster(timed["roster"])
    seconds = []
    for _ in range(7):
        prepared.cache_clear()
        began = time.process_time()
        for text in timed["texts"]:
            find(text, roster)
        seconds.append(time.process_time() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
