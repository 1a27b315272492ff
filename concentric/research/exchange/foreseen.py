"""What an import will make, or made, and what it cannot take in, item by item."""

from __future__ import annotations

from dataclasses import dataclass, field

from concentric.method.exchange.refi.reading import ReadProject
from concentric.research.coding.models import Code
from concentric.research.exchange.gathering import Gatherer
from concentric.research.exchange.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`new_codes` are paths; `site_names` the letter each is given. `refused` and `unheld` say what is left out."""

    counts: dict[str, int]
    new_coders: list[str] = field(default_factory=list)
    new_codes: list[str] = field(default_factory=list)
    codes_found: int = 0
    new_attributes: list[str] = field(default_factory=list)
    new_sites: list[str] = field(default_factory=list)
    site_names: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    unheld: list[str] = field(default_factory=list)


def foreseen(found: Mapping, gatherer: Gatherer, read: ReadProject) -> Foreseen:
    """Of a gatherer that went through all documents."""
    nameless = [found.nameless] if found.nameless and gatherer.brought.nameless_is_met else []
    counted = (f"{what}: {count}." for what, count in sorted(gatherer.brought.unheld.items()) if count)
    return Foreseen(
        counts=dict(gatherer.counts),
        new_coders=[one.name for one in [*found.new_coders, *nameless]],
        new_codes=[_path(code) for code in found.new_codes],
        codes_found=len(set(found.codes.values())) - len(found.new_codes),
        new_attributes=[one.label for one in found.new_attributes],
        new_sites=[one.letter for one in found.new_sites],
        site_names=found.site_names,
        refused=gatherer.refused,
        unheld=[*found.unheld, *counted, *read.notices()],
    )


def _path(code: Code) -> str:
    names = [code.name]
    while code.parent is not None:
        code = code.parent
        names.append(code.name)
    return " › ".join(reversed(names))
