"""Column charts: every column inside the drawing, as high as its value, and the same told in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.web.charts import HEIGHT, WIDTH, Series, column_chart

values = st.none() | st.floats(0, 1e6)


@st.composite
def charts(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[Series]]:
    count = draw(st.integers(1, 12))
    rows = draw(st.lists(st.lists(values, min_size=count, max_size=count), min_size=1, max_size=3))
    return [(f"Q{n}", "2026") for n in range(count)], [Series(f"S{n}", tuple(row)) for n, row in enumerate(rows)]


@given(charts(), st.none() | st.floats(0, 1e6))
def test_columns_stay_in_the_drawing_apart_and_in_proportion(given_chart, most):
    labels, series = given_chart
    chart = column_chart("T", labels, series, most=most)
    assert len(chart.columns) == len(labels) * len(series)
    for column in chart.columns:
        assert 0 <= column.x <= column.x + column.width <= WIDTH + 0.2
        assert 0 < column.label_y <= column.y + column.height <= HEIGHT
    across = sorted((column.x, column.x + column.width) for column in chart.columns)
    assert all(start >= end - 0.2 for (_, end), (start, _) in pairwise(across))
    if most is None and (largest := max((v or 0 for one in series for v in one.values), default=0)):
        for column, value in zip(chart.columns, [v for one in series for v in one.values], strict=True):
            assert column.height == pytest.approx(120 * (value or 0) / largest, abs=0.06)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((None, None, None), "Entries: nothing to count."),
        ((None, 40.0, None), "Entries: 40% in Q2 2026."),
        ((10.0, None, 30.0), "Entries: from 10% in Q1 2026 to 30% in Q3 2026."),
        ((10.0, 90.0, 30.0), "Entries: from 10% in Q1 2026 to 30% in Q3 2026; lowest 10, highest 90."),
    ],
)
def test_the_words_say_what_the_columns_show(row, words):
    labels = [("Q1", "2026"), ("Q2", "2026"), ("Q3", "2026")]
    chart = column_chart("School", labels, [Series("Entries", row)], unit="%")
    assert chart.words == words
    assert [column.label for column in chart.columns] == ["–" if value is None else f"{value:.0f}" for value in row]
