"""Other people's tools on the same notes, given the same roster, in an environment of their own.

Standard input: `tool` ("presidio" or "scrubadub"), `rows` (text, terms) and `timed` (texts, terms). Standard output:
`spans` ([start, end] by row), `seconds` (processor time of the fastest pass over `timed`) and `version`.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

Finder = Callable[[str], list[list[int]]]


def presidio(terms: list[str]) -> Finder:
    """Presidio's own recognisers and a deny list of the roster. It has no language model: none is to be fetched."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class WithoutModel(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"en": spacy.blank("en")}

    # Its e-mail and web recognisers would fetch the list of top-level domains.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = WithoutModel()
    engine.load()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    if terms:
        registry.add_recognizer(PatternRecognizer(supported_entity="ROSTER", deny_list=terms))
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    return lambda text: [[found.start, found.end] for found in analyzer.analyze(text, language="en")]


def scrubadub(terms: list[str]) -> Finder:
    """scrubadub's detectors for en_GB and the roster as known filth, in any case."""
    import scrubadub as library

    scrubber = library.Scrubber(locale="en_GB")
    known = [
        {"match": term, "filth_type": "name", "ignore_case": True, "ignore_partial_word_matches": True}
        for term in terms
    ]
    if known:
        scrubber.add_detector(library.detectors.UserSuppliedFilthDetector(known))
    return lambda text: [[found.beg, found.end] for found in scrubber.iter_filth(text)]


def _no_network(*_: object, **__: object) -> None:
    raise OSError("The measurement uses no network.")


def main() -> None:
    asked: dict[str, Any] = json.load(sys.stdin)
    socket.socket.connect = _no_network
    make = {"presidio": presidio, "scrubadub": scrubadub}[asked["tool"]]
    finders: dict[str, Finder] = {}
    spans = []
    for row in asked["rows"]:
        key = json.dumps(row["terms"])
        if key not in finders:
            finders = {key: make(row["terms"])}
        spans.append(finders[key](row["text"]))
    finder = make(asked["timed"]["terms"])
    seconds = []
    for _ in range(3):
        began = time.process_time()
        for text in asked["timed"]["texts"]:
            finder(text)
        seconds.append(time.process_time() - began)
    package = {"presidio": "presidio-analyzer"}.get(asked["tool"], asked["tool"])
    print(json.dumps({"spans": spans, "seconds": min(seconds), "version": version(package)}))


if __name__ == "__main__":
    main()
