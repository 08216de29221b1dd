"""The tables that stand beside the estimates: ratio of totals, who is counted, gates, methods."""

from __future__ import annotations

from collections.abc import Sequence

from dure.engine.outcomes.estimate import Estimates
from dure.engine.outcomes.moments import Moments
from dure.engine.outcomes.ratio import Ratio, ratio_of_totals
from dure.engine.problems import msg
from dure.files.reports.outcome_words import CONTROLS, GATE_PARAMS, GATES, METHODS, p_value
from dure.files.reports.table import Cell, ReportTable, Words


def ratio_table(t: Words, moments: Moments) -> ReportTable | None:
    if moments.log:
        return None
    lines = [(t(msg("All cohorts")), ratio_of_totals(moments))]
    firsts = sorted({c.first for c in moments.cells if c.first is not None and c.n})
    lines += [(moments.periods.label(first), ratio_of_totals(moments, first)) for first in firsts]
    rows = tuple((name, *_ratio_cells(one)) for name, one in lines if one is not None)
    if not rows:
        return None
    headers = (
        t(msg("Support began in")),
        t(msg("Growth of the supported total")),
        t(msg("Growth of the total compared with")),
        t(msg("Ratio of both")),
        t(msg("95% interval")),
        t(msg("p-value")),
        t(msg("Units supported")),
        t(msg("Units compared with")),
    )
    return ReportTable(
        "ratio",
        t(msg("Ratio of totals")),
        t(
            msg(
                "Mean of the periods from the support on, over the mean before: of the supported, and in"
                " the same"
                " periods of those never supported. Large units weigh more. Below 300 supported units the"
                " interval"
                " is too narrow where sales are very unequal."
            )
        ),
        headers,
        rows,
    )


def _ratio_cells(one: Ratio) -> tuple[Cell, ...]:
    figures = (f"{figure:.3f}" for figure in (one.growth, one.growth_compared, one.ratio))
    between = f"{one.low:.3f} ~ {one.high:.3f}"
    return (*figures, between, p_value(one.p_value), one.supported, one.compared)


def cohort_table(t: Words, moments: Moments) -> ReportTable:
    rows = tuple(
        (
            t(msg("Never supported")) if cell.first is None else moments.periods.label(cell.first),
            ", ".join(cell.stratum) or "—",
            cell.units,
            cell.reported,
            cell.n,
        )
        for cell in moments.cells
    )
    return ReportTable(
        "cohorts",
        t(msg("Who is counted")),
        t(
            msg(
                "Units that lack a period are left out; those that closed or were not open yet count with"
                " nothing sold."
            )
        ),
        (
            t(msg("Support began in")),
            t(msg("Stratum")),
            t(msg("Units")),
            t(msg("Reported every period")),
            t(msg("In the estimates")),
        ),
        rows,
        frozenset({0, 1}),
    )


def gate_table(t: Words, found: Sequence[Estimates]) -> ReportTable:
    counted = {gate: sum(gate in line.gates for one in found for line in one.estimates) for gate in GATES}
    rows = tuple((t(words, **GATE_PARAMS), counted[gate]) for gate, words in GATES.items())
    return ReportTable(
        "gates",
        t(msg("What keeps a figure from being published")),
        t(
            msg(
                "Every effect is estimated and shown here; whoever publishes leaves out those with a reason"
                " beside them."
            )
        ),
        (t(msg("Reason")), t(msg("Estimates with it"))),
        rows,
    )


def method_table(t: Words, found: Sequence[Estimates]) -> ReportTable:
    words = {
        "cs": msg(
            "The change of each cohort since the last period before its support, less the change of the"
            " comparison;"
            " averaged by the number of units. Callaway and Sant'Anna (2021), Journal of Econometrics 225."
        ),
        "imputation": msg(
            "What the supported would have had is calculated from unit and period effects of all"
            " observations without"
            " support. Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91."
        ),
    }
    rows = tuple((t(METHODS[one.method]), t(words[one.method]), t(CONTROLS[one.control])) for one in found)
    return ReportTable(
        "methods",
        t(msg("How it is calculated")),
        t(msg("Standard errors are clustered by unit. Cohorts are compared within their stratum only.")),
        (t(msg("Method")), t(msg("What it does")), t(msg("Compared with"))),
        rows,
        frozenset({0, 1, 2}),
    )
