"""How a number is printed: one minus sign, and a per cent rounded as readers do who reckon it from n of N."""

from __future__ import annotations

from math import copysign, floor, isnan

NONE = "–"
_MINUS = "\N{MINUS SIGN}"
_EXACT = 9  # decimals to which 100 × n / N is surely the fraction it stands for: its floating error is far smaller


def per_cent(share: float, decimals: int = 0) -> str:
    """A share from 0 to 1: 15 of 24, which is 62.5%, is "63%". A dash where there is none (nan)."""
    return NONE if isnan(share) else f"{points(share, decimals)}%"


def points(share: float, decimals: int = 0, *, signed: bool = False) -> str:
    """The same without its sign of per cent: "63", "−42". `signed`: what is not below 0 has a plus."""
    unit = 10**decimals
    steps = round(100 * share * unit, _EXACT)
    return written(copysign(floor(abs(steps) + 0.5), steps) / unit, decimals, signed=signed)  # a half goes away from 0


def written(value: float, decimals: int = 2, *, signed: bool = False) -> str:
    """With so many decimals. A dash where there is none (nan); what rounds to 0 is not below it."""
    return NONE if isnan(value) else format(value, f"{'+' if signed else ''}z.{decimals}f").replace("-", _MINUS)
