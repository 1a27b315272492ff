"""Drawings are whole SVG, say in words what they show, and draw each figure where it belongs."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from concentric.method.exchange.drawing.dot_plot import Dot, DotRow, dot_plot
from concentric.method.exchange.drawing.flow import Band, flow
from concentric.method.exchange.drawing.heat_map import HeatCell, heat_map
from concentric.method.exchange.drawing.shapes import on, shade

SVG = {"s": "http://www.w3.org/2000/svg"}
shares = st.floats(0, 1)
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60)


def read(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


@given(st.lists(st.tuples(names, st.lists(shares | st.none(), min_size=2, max_size=2)), min_size=1, max_size=6))
def test_dots_stand_between_0_and_100_per_cent_in_the_order_of_their_shares(rows):
    drawn = dot_plot("T", ["One (3)", "Other (4)"], [DotRow(n, tuple(Dot(s, 0, 1) for s in two)) for n, two in rows])
    tree = read(drawn.svg)

    circles = [float(one.get("cx")) for one in tree.iterfind(".//s:circle", SVG)][1:]  # the first is the key's
    known = [two[0] for _, two in rows if two[0] is not None]
    assert len(circles) == len(known)
    assert all(0 < x < drawn.width for x in circles)
    for (x, share), (y, other) in pairwise(zip(circles, known, strict=True)):
        assert share == pytest.approx(other, abs=0.01) or (x <= y) == (share <= other)
    assert all(name in drawn.words for name, _ in rows)


def test_a_figure_that_is_not_shown_has_no_dot_and_no_line():
    drawn = dot_plot("T", ["One (3)"], [DotRow("A", (Dot(None, label="hidden"),))])

    assert "hidden" in drawn.svg
    assert len(read(drawn.svg).findall(".//s:circle", SVG)) == 1, "the key's alone"
    assert "A: One (3) hidden" in drawn.words


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 40)), max_size=12))
def test_bands_are_as_broad_as_their_counts_and_fill_both_ends(given_bands):
    bands = [Band(*one) for one in {(left, right): (left, right, n) for left, right, n in given_bands}.values()]
    drawn = flow("T", ["a", "b", "c"], ["w", "x", "y", "z"], bands, heads=("L", "R"), nothing=3)
    paths = [one.get("d") for one in read(drawn.svg).iterfind(".//s:path", SVG)]

    assert len(paths) == sum(band.count > 0 for band in bands)
    whole = sum(band.count for band in bands)
    broad = [numbers[-1] - numbers[1] for d in paths if (numbers := [float(n) for n in re.findall(r"-?[\d.]+", d)])]
    assert sum(broad) == pytest.approx(300 if whole else 0, abs=0.2 * len(paths) + 0.1)


def test_a_heat_map_can_be_read_on_every_shade():
    rows = [("R", [HeatCell(share / 20, f"{share}") for share in range(21)])]
    drawn = heat_map("T", [str(n) for n in range(21)], rows)

    assert "R: 0 0, 1 1" in drawn.words
    for share in range(101):
        assert contrast(shade(share / 100), on(shade(share / 100))) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_markup_in_a_name_is_words():
    drawn = heat_map("<b>T</b>", ['"><script>'], [("<i>&", [HeatCell(1, "1")])])

    assert read(drawn.svg).find(".//s:script", SVG) is None
    assert "<i>&" in "".join(read(drawn.svg).itertext())


def test_a_hidden_band_is_not_drawn_and_said_to_be_hidden():
    bands = [Band(0, 0, 12), Band(0, 1, None), Band(1, 1, None)]
    drawn = flow("T", ["School", "Peers"], ["Answered", "Beside"], bands, heads=("L", "R"))

    assert len(read(drawn.svg).findall(".//s:path", SVG)) == 1
    labels = [one.text for one in read(drawn.svg).iterfind(".//s:text", SVG)]
    assert {"School: 12 and hidden", "Peers: hidden", "Answered: 12", "Beside: hidden"} <= set(labels)
    assert drawn.words == "T. School: answered 12, beside hidden. Peers: beside hidden."


def test_who_hears_a_dot_plot_gets_the_intervals_too():
    drawn = dot_plot("T", ["One (12)"], [DotRow("A", (Dot(11 / 12, 0.646, 0.985, "11 of 12"),))])
    assert "A: One (12) 11 of 12, 92% (65% to 99%)." in drawn.words
