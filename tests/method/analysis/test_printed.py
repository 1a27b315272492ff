"""Numbers as they are printed."""

from __future__ import annotations

from fractions import Fraction
from math import floor, nan

from concentric.method.analysis.printed import per_cent, points, written


def test_a_per_cent_is_what_readers_reckon_from_n_of_n() -> None:
    """Half up from the fraction itself: 15 of 24 is 62.5%, and 29 of 200, whose float is less, 14.5%."""
    for of in range(1, 401):
        for n in range(of + 1):
            assert per_cent(n / of) == f"{floor(Fraction(100 * n, of) + Fraction(1, 2))}%", (n, of)
    assert (per_cent(15 / 24), per_cent(29 / 200), per_cent(nan)) == ("63%", "15%", "–")


def test_below_nought_stands_the_true_minus_sign_and_nothing_is_minus_nought() -> None:
    assert [points(share, signed=True) for share in (-0.425, 0.425, 0.0, -0.001)] == ["−43", "+43", "+0", "+0"]
    assert [written(value) for value in (-0.014, -0.004, 0.5, nan)] == ["−0.01", "0.00", "0.50", "–"]
