"""What is known of documents beside their texts, from wherever a program put it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from concentric.method.exchange.refi.elements import read_value
from concentric.method.exchange.refi.markup import PROJECT, guid
from concentric.method.records.coded import Value

_P = f"{{{PROJECT}}}"


@dataclass
class Attributes:
    """By document. The first to say one is believed."""

    names: dict[str, str] = field(default_factory=dict)
    of_document: dict[str, dict[str, Value]] = field(default_factory=dict)

    def read(self, element: etree._Element) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for each in element.iterfind(f"{_P}VariableValue"):
            variable = each.find(f"{_P}VariableRef")
            name = self.names.get(guid(variable.get("targetGUID"))) if variable is not None else None
            value = read_value(each)
            if name and value is not None:
                found[name] = value
        return found

    def add(self, document: str, found: Mapping[str, Value]) -> None:
        known = self.of_document.setdefault(document, {})
        for name, value in found.items():
            known.setdefault(name, value)
