"""Estimates of what support changed, from the moments of a panel: every term, its test, its gates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from dure.engine.outcomes.gates import Gate, Standing, gates
from dure.engine.outcomes.group_time import group_time
from dure.engine.outcomes.imputation import imputed, leads
from dure.engine.outcomes.inference import Wald, Z, p_of, simultaneous
from dure.engine.outcomes.keys import Base, Control, Stratum, by_stratum
from dure.engine.outcomes.moments import Array, Cell, Moments
from dure.engine.outcomes.terms import Aggregation, Row, Term, Terms, dynamic_rows, rows_of
from dure.engine.problems import msg, refuse

Method: TypeAlias = Literal["cs", "imputation"]
METHODS: tuple[Method, ...] = ("cs", "imputation")
SEED = 20250318
"""Where the draws for simultaneous bands begin, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of the result. ``low`` and ``high`` are the interval of 95 percent for this term alone."""

    term: str
    estimate: float
    error: float | None
    low: float | None
    high: float | None
    p_value: float | None
    supported: int
    compared: int
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class PreTrend:
    """The test that supported and compared went alike before the support."""

    statistic: float
    degrees: int
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Estimates:
    """What one estimator says. ``band`` is how many standard errors wide the simultaneous band of the event
    study is."""

    method: Method
    control: Control
    estimates: tuple[Estimate, ...]
    pre_trend: PreTrend | None
    band: float

    def term(self, name: str) -> Estimate | None:
        return next((one for one in self.estimates if one.term == name), None)


def estimate(
    moments: Moments,
    method: Method,
    *,
    control: Control = "never",
    base: Base = "varying",
    anticipation: int = 0,
    seed: int = SEED,
) -> Estimates:
    """Return the estimates of one method; raises Refused where nothing can be compared.

    Effects are found within each stratum and put together by treated units. ``control`` is whom group-time
    effects are compared with; imputation always takes whatever is not treated yet.
    """
    strata = by_stratum(moments, anticipation)
    _refuse_nothing(strata, method, control)
    times = moments.periods.times
    if method == "cs":
        found = [
            group_time(cells, times, control=control, base=base, anticipation=anticipation)
            for cells in strata
        ]
        told, tested = _told(found, moments, drawn=True), None
        before = [i for i, row in enumerate(told[0]) if _is_before(row.term, moments, anticipation)]
        tested = _test(told[1], before)
    else:
        told = _told([imputed(cells, times, anticipation=anticipation) for cells in strata], moments)
        early = _leads([leads(cells, times, anticipation=anticipation) for cells in strata])
        tested = _test(early, range(len(early.terms)))
        told = (told[0], _joined(early, told[1]))
    terms = told[1]
    if not any(term.name == "simple" for term in terms.terms):
        raise refuse(
            "outcomes.no_effect",
            msg(
                "no effect can be estimated: no cohort has a period before its support and a comparison after"
            ),
        )
    dynamic = terms.places(lambda name: name.startswith("dynamic:") and not name.endswith("overall"))
    band = simultaneous(terms.covariance[np.ix_(dynamic, dynamic)], seed)
    used: Control = control if method == "cs" else "notyet"
    return Estimates(method, used, _lines(terms, moments, tested), tested, band)


def _refuse_nothing(strata: Sequence[Sequence[Cell]], method: Method, control: Control) -> None:
    if not any(cell.first is not None for cells in strata for cell in cells):
        raise refuse(
            "outcomes.nobody_supported",
            msg("no unit has a first treated period after the first period of the data: there is no effect"),
        )
    never = any(cell.first is None for cells in strata for cell in cells)
    if method == "cs" and control == "never" and not never:
        raise refuse(
            "outcomes.nobody_never",
            msg("nobody was never treated: compare with those not treated yet (--control notyet)"),
        )


def _told(found: Sequence[Stratum], moments: Moments, *, drawn: bool = False) -> tuple[list[Row], Terms]:
    aggregation = Aggregation(found, weights_are_drawn=drawn)
    rows = list(rows_of(aggregation, moments.periods))
    return rows, aggregation.told(rows)


def _leads(found: Sequence[Stratum]) -> Terms:
    aggregation = Aggregation(found, weights_are_drawn=False)
    return aggregation.told(list(dynamic_rows(aggregation)))


def _joined(early: Terms, terms: Terms) -> Terms:
    """Put leads before the other dynamic terms. They come from another regression: no covariance is told."""
    place = min(terms.places(lambda name: name.startswith("dynamic:")), default=len(terms.terms))
    order = [*range(place), *range(len(terms.terms), len(terms.terms) + len(early.terms)),
             *range(place, len(terms.terms))]  # fmt: skip
    both = (*terms.terms, *early.terms)
    size = len(terms.terms)
    covariance = np.zeros((len(both), len(both)))
    covariance[:size, :size], covariance[size:, size:] = terms.covariance, early.covariance
    return Terms(tuple(both[i] for i in order), covariance[np.ix_(order, order)])


def _is_before(term: str, moments: Moments, anticipation: int) -> bool:
    if not term.startswith("att:"):
        return False
    _, first, time = term.split(":")
    return _ordinal(time, moments) < _ordinal(first, moments) - anticipation


def _ordinal(label: str, moments: Moments) -> int:
    year, _, month = label.rpartition("-")
    return int(year) * 12 + int(month) - 1 if moments.periods.kind == "month" else int(label)


def _test(terms: Terms, places: Sequence[int]) -> PreTrend | None:
    if not places:
        return None
    values: Array = np.array([terms.terms[i].estimate for i in places])
    test = Wald(values, terms.covariance[np.ix_(list(places), list(places))])
    return PreTrend(test.statistic, test.degrees, test.p_value)


def _lines(terms: Terms, moments: Moments, tested: PreTrend | None) -> tuple[Estimate, ...]:
    reported = (
        _reporting(moments, lambda c: c.first is not None),
        _reporting(moments, lambda c: c.first is None),
    )
    supported = sum(cell.n for cell in moments.cells if cell.first is not None)
    return tuple(_line(term, tested, reported, supported) for term in terms.terms)


def _reporting(moments: Moments, wanted: Callable[[Cell], bool]) -> tuple[int, int]:
    cells = [cell for cell in moments.cells if wanted(cell)]
    return sum(cell.reported for cell in cells), sum(cell.units for cell in cells)


def _line(
    term: Term,
    tested: PreTrend | None,
    reported: tuple[tuple[int, int], tuple[int, int]],
    supported: int,
) -> Estimate:
    known = term.error > 0
    standing = Standing(
        term.treated,
        term.compared,
        None if tested is None else tested.p_value,
        False,
        reported,
        supported,
        has_error=known,
    )
    return Estimate(
        term.name,
        term.estimate,
        term.error if known else None,
        term.estimate - Z * term.error if known else None,
        term.estimate + Z * term.error if known else None,
        p_of(term.estimate, term.error),
        term.treated,
        term.compared,
        gates(standing),
    )
