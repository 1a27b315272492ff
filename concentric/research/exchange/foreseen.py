"""What an import will make, or made, and what it cannot take in, item by item."""

from __future__ import annotations

from dataclasses import dataclass, field

from concentric.method.exchange.refi.reading import ReadProject
from concentric.research.coding.models import Code
from concentric.research.exchange.framework_rows import THERE
from concentric.research.exchange.gathering import Gatherer
from concentric.research.exchange.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`there`: codings that the study has already. `new_codes` are paths; `site_names` the letter each is given.
    `samples`: whose codings count where two coded. `all_count`: frameworks of several coders who all count.
    `refused` and `unheld` say what is left out.
    """

    counts: dict[str, int]
    there: int = 0
    new_coders: list[str] = field(default_factory=list)
    new_codes: list[str] = field(default_factory=list)
    codes_found: int = 0
    new_attributes: list[str] = field(default_factory=list)
    new_sites: list[str] = field(default_factory=list)
    site_names: dict[str, str] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    all_count: int = 0
    refused: list[str] = field(default_factory=list)
    unheld: list[str] = field(default_factory=list)


def foreseen(found: Mapping, gatherer: Gatherer, read: ReadProject) -> Foreseen:
    """Of a gatherer that went through all documents."""
    nameless = [found.nameless] if found.nameless and gatherer.brought.nameless_is_met else []
    unheld = sorted((what, count) for what, count in gatherer.brought.unheld.items() if count and what != THERE)
    return Foreseen(
        counts=dict(gatherer.counts),
        there=gatherer.brought.unheld[THERE],
        new_coders=[one.name for one in [*found.new_coders, *nameless]],
        new_codes=[_path(code) for code in found.new_codes],
        codes_found=len(set(found.codes.values())) - len(found.new_codes),
        new_attributes=[one.label for one in found.new_attributes],
        new_sites=[one.letter for one in found.new_sites],
        site_names=found.site_names,
        samples=_samples(found),
        all_count=gatherer.all_count,
        refused=gatherer.refused,
        unheld=[*found.unheld, *(f"{what}: {count}." for what, count in unheld), *read.notices()],
    )


def _samples(found: Mapping) -> list[str]:
    samples = dict.fromkeys(one.sample for one in found.samples.values())
    return [f"{one.name}: {one.first.name} counts, {one.second.name} is compared" for one in samples]


def _path(code: Code) -> str:
    names = [code.name]
    while code.parent is not None:
        code = code.parent
        names.append(code.name)
    return " › ".join(reversed(names))
