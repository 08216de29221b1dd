"""The estimates are those that the R package ``did`` prints for the example of its authors, to 1e-9."""

from __future__ import annotations

import hashlib

import pytest
from tests.engine.outcomes.panels import DATA, mpdta, rows_of

from dure.engine.outcomes.estimate import Estimates, estimate
from dure.engine.outcomes.keys import Control

SCENARIOS: list[tuple[str, Control]] = [("mpdta_nev_dr", "never"), ("mpdta_nyt_dr", "notyet")]


def said(found: Estimates, term: str) -> tuple[float, float]:
    line = found.term(term)
    assert line is not None, term
    assert line.error is not None
    return line.estimate, line.error


def test_the_data_are_those_of_the_source():
    digest = hashlib.sha256((DATA / "mpdta.csv").read_bytes()).hexdigest()
    assert digest == "2283bea1221a152420f98dfa20f633c5d054ea51d881115c8cd702a97bcd3167"


@pytest.mark.parametrize(("scenario", "control"), SCENARIOS)
def test_every_effect_of_group_and_time(scenario, control):
    found = estimate(mpdta().moments(), "cs", control=control)
    rows = [row for row in rows_of("did_att.csv") if row["scenario"] == scenario]
    assert len(rows) == sum(line.term.startswith("att:") for line in found.estimates) == 12
    for row in rows:
        expected = float(row["att"]), float(row["se"])
        assert said(found, f"att:{row['group']}:{row['t']}") == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("scenario", "control"), SCENARIOS)
def test_every_aggregate_and_its_overall(scenario, control):
    found = estimate(mpdta().moments(), "cs", control=control)
    rows = [row for row in rows_of("did_aggregates.csv") if row["scenario"] == scenario]
    assert len(rows) == 15
    for row in rows:
        overall = float(row["overall_att"]), float(row["overall_se"])
        if row["type"] == "simple":
            assert said(found, "simple") == pytest.approx(overall, abs=1e-9)
            continue
        expected = float(row["att_egt"]), float(row["se_egt"])
        assert said(found, f"{row['type']}:{row['egt']}") == pytest.approx(expected, abs=1e-9)
        assert said(found, f"{row['type']}:overall") == pytest.approx(overall, abs=1e-9)


@pytest.mark.parametrize(
    ("control", "statistic", "p_value"),
    [("never", 7.79123662720035, 0.16812), ("notyet", 7.79092771882739, 0.16814)],
)
def test_the_test_before_treatment(control, statistic, p_value):
    """What ``did`` prints as "P-value for pre-test of parallel trends assumption"."""
    found = estimate(mpdta().moments(), "cs", control=control).pre_trend
    assert found is not None
    assert found.p_value is not None
    assert (found.degrees, found.statistic) == (5, pytest.approx(statistic, abs=1e-8))
    assert round(found.p_value, 5) == p_value


def test_the_base_changes_nothing_from_treatment_on_and_nothing_of_the_test():
    varying, universal = (estimate(mpdta().moments(), "cs", base=base) for base in ("varying", "universal"))
    for term in ("simple", "dynamic:overall", "att:2006:2007", "calendar:2004"):
        assert said(varying, term) == pytest.approx(said(universal, term), abs=1e-12)
    assert varying.pre_trend is not None
    assert universal.pre_trend is not None
    assert universal.pre_trend.statistic == pytest.approx(varying.pre_trend.statistic, abs=1e-8)
    assert universal.term("dynamic:-1") is None


def test_imputation():
    """The mean effect that ``did_imputation`` (Stata) and ``didimputation`` (R) give for these data."""
    found = estimate(mpdta().moments(), "imputation")
    assert said(found, "simple")[0] == pytest.approx(-0.0477099, abs=5e-8)
    assert found.control == "notyet"


def test_small_cells_are_told_apart_from_what_may_be_published():
    found = estimate(mpdta().moments(), "cs")
    gates = {line.term: line.gates for line in found.estimates}
    assert gates["group:2004"] == ("few_supported",)
    assert gates["simple"] == gates["group:2007"] == ()
    sizes = {line.term: (line.supported, line.compared) for line in found.estimates}
    assert sizes["simple"] == (191, 309)
    assert sizes["dynamic:1"] == (60, 309)
