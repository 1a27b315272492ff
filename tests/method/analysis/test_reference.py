"""Our numbers beside R's. The values come from R 4.2 and its packages (`../shared/study/reference_values.json`)."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from concentric.method.analysis import agreement, exact, odds, proportions, several

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "study" / "reference_values.json"
if REFERENCE.exists():
    VALUES: list[dict[str, Any]] = json.loads(REFERENCE.read_text())
else:
    warnings.warn("R's values are not beside the checkout: nothing is measured against them.", stacklevel=1)
    VALUES = []
R_DIGITS = 1e-9


def of(prefix: str) -> list[Any]:
    chosen = [pytest.param(row["input"], row["value"], id=row["id"]) for row in VALUES if row["id"].startswith(prefix)]
    assert chosen or not VALUES, f"no reference value {prefix}…"
    return chosen


def close(value: float, reference: float | None, tolerance: float = R_DIGITS) -> bool:
    if reference is None:
        return math.isinf(value)
    return math.isclose(value, reference, rel_tol=tolerance, abs_tol=tolerance)


@pytest.mark.parametrize(("given", "expected"), of("ffh"))
def test_fisher_freeman_halton(given, expected):
    assert close(exact.exact_p(given["table"]), expected["p_value"])


@pytest.mark.parametrize(("given", "expected"), of("or_2x2"))
def test_two_by_two(given, expected):
    table = tuple(map(tuple, given["table"]))
    found, mid = odds.odds_ratio(table), odds.odds_ratio(table, mid_p=True)

    assert close(exact.exact_p(table), expected["fisher_p"])
    assert close(odds.central_p(table), expected["central_fisher_p"])
    assert close(odds.central_p(table, mid_p=True), expected["midp_p_central"])
    # R finds these by `uniroot` with its default tolerance, 1.2e-4 of the parameter: it gives no more digits than that.
    for value, reference in [
        (found.estimate, expected["or_cond_mle"]),
        (found.interval.low, expected["or_exact_ci95"][0]),
        (found.interval.high, expected["or_exact_ci95"][1]),
        (mid.interval.low, expected["midp_or_ci95"][0]),
        (mid.interval.high, expected["midp_or_ci95"][1]),
    ]:
        assert close(value, reference, 2e-4), (value, reference)


@pytest.mark.parametrize(("given", "expected"), of("prop"))
def test_one_proportion(given, expected):
    x, n = given["x"], given["n"]
    for name, interval in [
        ("wilson", proportions.wilson(x, n)),
        ("clopper_pearson", proportions.clopper_pearson(x, n)),
        ("jeffreys", proportions.jeffreys(x, n)),
    ]:
        assert close(interval.low, expected[name][0]), name
        assert close(interval.high, expected[name][1]), name
    mid = proportions.mid_p(x, n)  # R's by `uniroot`, as above
    assert close(mid.low, expected["midp_exact"][0], 2e-4)
    assert close(mid.high, expected["midp_exact"][1], 2e-4)


@pytest.mark.parametrize(("given", "expected"), of("newcombe"))
def test_difference_of_two_proportions(given, expected):
    difference, interval = proportions.newcombe(given["x1"], given["n1"], given["x2"], given["n2"])

    assert close(difference, expected["diff"])
    assert close(interval.low, expected["ci95"][0])
    assert close(interval.high, expected["ci95"][1])


@pytest.mark.parametrize(("given", "expected"), of("padjust"))
def test_adjusted_p_values(given, expected):
    assert several.holm(given["p"]) == pytest.approx(expected["holm"], rel=R_DIGITS)
    assert several.benjamini_hochberg(given["p"]) == pytest.approx(expected["BH"], rel=R_DIGITS)
    assert several.benjamini_yekutieli(given["p"]) == pytest.approx(expected["BY"], rel=R_DIGITS)
    assert several.hommel(given["p"]) == pytest.approx(expected["hommel"], rel=R_DIGITS)


@pytest.mark.parametrize(("given", "expected"), of("cohen"))
def test_kappa(given, expected):
    assert close(agreement.kappa(given["table"]), expected["kappa"])
    assert close(100 * agreement.percent(given["table"]), expected["agree_pct"])
    (found,) = agreement.agreements(np.array([[np.ravel(given["table"])]]))
    assert close(found.kappa, expected["kappa"])
    assert close(100 * found.percent, expected["agree_pct"])


@pytest.mark.parametrize(("given", "expected"), of("paradox"))
def test_where_kappa_fails_and_ac1_holds(given, expected):
    assert close(agreement.kappa(given["table"]), expected["kappa"])
    assert close(agreement.ac1(given["table"]), expected["ac1"], 1e-5)  # printed with five digits
    (found,) = agreement.agreements(np.array([[np.ravel(given["table"])]]))
    assert close(found.kappa, expected["kappa"])
    assert close(found.ac1, expected["ac1"], 1e-5)


@pytest.mark.parametrize(("given", "expected"), of("fleiss"))
def test_many_coders(given, expected):
    assert close(agreement.fleiss(given["counts"]), expected["kappa"])


@pytest.mark.parametrize(
    ("given", "expected", "metric"),
    [pytest.param(*row.values, row.id.rpartition("_")[2], id=row.id) for row in of("kripp")],
)
def test_alpha(given, expected, metric):
    ratings = np.array(given["ratings"], dtype=float).T

    assert close(agreement.alpha(ratings, metric), expected["alpha"])
