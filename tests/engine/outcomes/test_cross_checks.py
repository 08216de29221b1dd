"""Two libraries that know nothing of ours, csdid and diff-diff, say the same of panels that nobody has
seen."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.engine.outcomes.panels import Panel, mpdta

from dure.engine.outcomes.estimate import Estimates, estimate
from dure.engine.outcomes.keys import Base, Control

NAMES = {"never": ("nevertreated", "never_treated"), "notyet": ("notyettreated", "not_yet_treated")}


def drawn(seed: int) -> Panel:
    """A panel of 240 units and 7 periods with cohorts of their own trends, sizes and effects."""
    generator = np.random.default_rng(seed)
    times = tuple(range(2019, 2026))
    firsts = generator.choice([0, 2021, 2022, 2024], 240, p=[0.4, 0.25, 0.2, 0.15])
    values = generator.normal(10, 2, (240, 1)) + generator.normal(0, 1, (240, 7)).cumsum(axis=1)
    since = np.array(times)[None, :] - firsts[:, None]
    values += np.where(
        (firsts[:, None] > 0) & (since >= 0), 0.5 + 0.2 * since + (firsts[:, None] % 5) / 10, 0
    )
    return Panel(values, [int(first) for first in firsts], times)


PANELS = {"mpdta": mpdta(), "drawn": drawn(7), "drawn again": drawn(8)}


def frame(panel: Panel) -> pd.DataFrame:
    units, count = panel.values.shape
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(1, units + 1), count),
            "time": np.tile(panel.times, units),
            "first": np.repeat(panel.firsts, count),
            "y": panel.values.ravel(),
        }
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """What other libraries print and warn of is theirs."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def said(found: Estimates, term: str) -> tuple[float, float]:
    line = found.term(term)
    assert line is not None, term
    assert line.error is not None, term
    return line.estimate, line.error


def by_csdid(panel: Panel, control: Control, base: Base, anticipation: int) -> dict[str, tuple[float, float]]:
    with quiet():
        from csdid.att_gt import ATTgt

        fitted: Any = ATTgt(
            yname="y", tname="time", idname="unit", gname="first", data=frame(panel),
            control_group=NAMES[control][0], anticipation=anticipation,
        ).fit(est_method="reg", base_period=base, bstrap=False)  # fmt: skip
        told = {
            f"att:{g}:{t}": (att, se)
            for g, t, att, se in zip(
                *(fitted.results[key] for key in ("group", "year", "att", "se")), strict=True
            )
        }
        for kind in ("simple", "group", "calendar", "dynamic"):
            found = fitted.aggte(kind, bstrap=False, cband=False).atte
            overall = float(found["overall_att"]), float(np.ravel(found["overall_se"])[0])
            if kind == "simple":
                told["simple"] = overall
                continue
            told[f"{kind}:overall"] = overall
            for place, att, se in zip(found["egt"], found["att_egt"], np.ravel(found["se_egt"]), strict=True):
                told[f"{kind}:{int(place)}"] = (att, se)
    return {term: (float(att), float(se)) for term, (att, se) in told.items()}


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize(
    ("control", "base", "anticipation"),
    [("never", "varying", 0), ("notyet", "varying", 0), ("never", "universal", 0), ("never", "universal", 1)],
)
def test_every_term_is_that_of_csdid(name, control, base, anticipation):
    theirs = by_csdid(PANELS[name], control, base, anticipation)
    mine = estimate(PANELS[name].moments(), "cs", control=control, base=base, anticipation=anticipation)
    compared = {term: told for term, told in theirs.items() if np.isfinite(told[1]) and told[1] > 0}
    assert len(compared) >= 12
    for term, told in compared.items():
        assert said(mine, term) == pytest.approx(told, abs=1e-9), term
    assert {line.term for line in mine.estimates} == compared.keys()


@pytest.mark.parametrize("name", PANELS)
def test_imputation_is_that_of_diff_diff(name):
    with quiet():
        from diff_diff import ImputationDiD

        theirs: Any = ImputationDiD().fit(
            frame(PANELS[name]), outcome="y", unit="unit", time="time", first_treat="first", aggregate="all"
        )
    mine = estimate(PANELS[name].moments(), "imputation")
    assert said(mine, "simple") == pytest.approx((theirs.overall_att, theirs.overall_se), abs=1e-7)
    told = {f"dynamic:{event}": one for event, one in theirs.event_study_effects.items() if event >= 0}
    told |= {f"group:{first}": one for first, one in theirs.group_effects.items()}
    assert len(told) >= 6
    for term, one in told.items():
        assert said(mine, term) == pytest.approx((one["effect"], one["se"]), abs=1e-7), term


@pytest.mark.parametrize("control", ["never", "notyet"])
def test_group_time_effects_are_those_of_diff_diff(control):
    with quiet():
        from diff_diff import CallawaySantAnna

        theirs: Any = CallawaySantAnna(control_group=NAMES[control][1], estimation_method="reg").fit(
            frame(PANELS["drawn"]), outcome="y", unit="unit", time="time", first_treat="first"
        )
    mine = estimate(PANELS["drawn"].moments(), "cs", control=control)
    assert len(theirs.group_time_effects) == 18
    for (first, time), one in theirs.group_time_effects.items():
        assert said(mine, f"att:{first}:{time}") == pytest.approx((one["effect"], one["se"]), abs=1e-9)
