"""What the estimates say in words: tables and figures of one language, for a page and for a printed
report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dure.engine.charts import IntervalChart, Measured, interval_chart
from dure.engine.outcomes.estimate import Estimate, Estimates
from dure.engine.outcomes.gates import REJECTED_BELOW
from dure.engine.outcomes.inference import smallest_effect
from dure.engine.outcomes.moments import Moments
from dure.engine.problems import msg
from dure.files.reports.outcome_beside import cohort_table, gate_table, method_table, ratio_table
from dure.files.reports.outcome_words import (
    GATE_PARAMS,
    GATES,
    METHODS,
    SHORT,
    interval,
    number,
    p_value,
    percent,
)
from dure.files.reports.page import report_page
from dure.files.reports.table import Cell, ReportTable, Words
from dure.language import Language

_SUMMARY = ("simple", "dynamic:overall", "group:overall", "calendar:overall")


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is made from: the moments, what each method says, and what the data are called."""

    moments: Moments
    estimates: tuple[Estimates, ...]
    source: str


def outcome_page(told: Told, language: Language) -> str:
    """Return the whole report as one page."""
    return report_page(
        outcome_title(told, language), outcome_facts(told, language), outcome_tables(told, language), language
    )


def outcome_title(told: Told, language: Language) -> str:
    return Words(language)(msg("Effect of the support on {outcome}"), outcome=told.moments.outcome)


def outcome_facts(told: Told, language: Language) -> list[tuple[str, str]]:
    """Return what was estimated on what, and the answer of each method in a sentence."""
    t, moments = Words(language), told.moments
    labels = moments.periods.labels
    supported = sum(cell.n for cell in moments.cells if cell.first is not None)
    never = sum(cell.n for cell in moments.cells if cell.first is None)
    left = sum(cell.units - cell.n for cell in moments.cells)
    facts = [
        (t(msg("Data")), told.source),
        (t(msg("Outcome")), f"{moments.outcome} ({t(_SCALES[moments.log])})"),
        (
            t(msg("Periods")),
            t(msg("{first} to {last}, {count} periods"), first=labels[0], last=labels[-1], count=len(labels)),
        ),
        (t(msg("Supported units")), f"{supported:,}"),
        (t(msg("Units never supported")), f"{never:,}"),
        (t(msg("Units left out, a period is missing")), f"{left:,}"),
    ]
    if moments.strata:
        facts.append((t(msg("Compared within")), ", ".join(moments.strata)))
    return [*facts, *((t(METHODS[one.method]), _answer(t, one, log=moments.log)) for one in told.estimates)]


_SCALES = {True: msg("logarithm"), False: msg("as it is")}


def _answer(t: Words, one: Estimates, *, log: bool) -> str:
    simple = one.term("simple")
    assert simple is not None, "estimates have their simple term"
    if simple.error is None or simple.low is None or simple.high is None:
        return t(msg("The data do not vary: an effect of {estimate}, and nothing about how sure it is."),
                 estimate=_shown(simple.estimate, log=log))  # fmt: skip
    found = t(
        msg("On average {estimate} (95% interval {low} to {high})."),
        estimate=_shown(simple.estimate, log=log),
        low=_shown(simple.low, log=log),
        high=_shown(simple.high, log=log),
    )
    if simple.low <= 0 <= simple.high:
        least = smallest_effect(simple.error)
        seen = t(
            msg("That may be chance: with these data an effect is found in 8 of 10 cases from {least} on."),
            least=_shown(least, log=log),
        )
    else:
        seen = t(msg("That is more than chance explains."))
    bars = [t(GATES[gate], **GATE_PARAMS) for gate in simple.gates]
    closed = " " + t(msg("Not to be published: {reasons}."), reasons="; ".join(bars)) if bars else ""
    return f"{found} {seen}{closed}"


def _shown(value: float, *, log: bool) -> str:
    return percent(value) if log else number(value, abs(value))


def outcome_tables(told: Told, language: Language) -> list[ReportTable]:
    """Return the tables of the report, in order."""
    t = Words(language)
    tables = [_summary(t, told)]
    for one in told.estimates:
        tables += _of_method(t, one, log=told.moments.log)
    tables.append(_tests(t, told))
    if (ratio := ratio_table(t, told.moments)) is not None:
        tables.append(ratio)
    return [
        *tables,
        cohort_table(t, told.moments),
        gate_table(t, told.estimates),
        method_table(t, told.estimates),
    ]


def _headers(t: Words) -> tuple[str, ...]:
    return (
        t(msg("Estimate")),
        t(msg("95% interval")),
        t(msg("p-value")),
        t(msg("Units supported")),
        t(msg("Units compared with")),
        t(msg("Published")),
    )


def _cells(t: Words, one: Estimate, size: float) -> tuple[Cell, ...]:
    between = interval(one.low, one.high, size)
    figures = (number(one.estimate, size), between, p_value(one.p_value), one.supported, one.compared)
    return (*figures, _gate_words(t, one))


def _gate_words(t: Words, one: Estimate) -> str:
    if not one.gates:
        return t(msg("may be"))
    return t(msg("no: {reasons}"), reasons="; ".join(t(GATES[gate], **GATE_PARAMS) for gate in one.gates))


def _size(estimates: Sequence[Estimate]) -> float:
    return max((abs(one.estimate) for one in estimates), default=1.0)


def _summary(t: Words, told: Told) -> ReportTable:
    names = {
        "simple": msg("All supported units and periods"),
        "dynamic:overall": msg("By time since the support began, the mean of it"),
        "group:overall": msg("By cohort, the mean of it"),
        "calendar:overall": msg("By period, the mean of it"),
    }
    rows: list[tuple[Cell, ...]] = []
    found = [
        (one, line) for one in told.estimates for name in _SUMMARY if (line := one.term(name)) is not None
    ]
    size = _size([line for _, line in found])
    for one, line in found:
        least = None if line.error is None else smallest_effect(line.error)
        rows.append(
            (
                t(names[line.term]),
                t(SHORT[one.method]),
                *_cells(t, line, size)[:-1],
                number(least, size),
                _gate_words(t, line),
            )
        )
    *figures, last = _headers(t)
    headers = (
        t(msg("What is averaged")),
        t(msg("Method")),
        *figures,
        t(msg("Smallest detectable effect")),
        last,
    )
    note = t(
        msg(
            "The four figures average the same effects in different ways; none of them stands alone without"
            " its interval. The smallest detectable effect is found in 8 of 10 cases."
        )
    )
    if told.moments.log:
        note += " " + t(msg("Differences of logarithms: 0.05 is about 5%."))
    return ReportTable("summary", t(msg("What came out")), note, headers, tuple(rows), frozenset({0, 1, 8}))


def _of_method(t: Words, one: Estimates, *, log: bool) -> Iterator[ReportTable]:
    called = t(METHODS[one.method])
    events = _terms(one, "dynamic")
    size = _size(events)
    rows = tuple((line.term.partition(":")[2].replace("-", "−"), *_cells(t, line, size)) for line in events)
    across = t(msg("Periods since the support began"))
    title = t(msg("Before and after the support: {method}"), method=called)
    note = t(
        msg(
            "Before 0 both groups should go alike: estimates near nothing. The thick line is the interval"
            " of one"
            " estimate, the thin one the band that holds all of them at once in 95 of 100 data."
        )
    )
    yield ReportTable(
        f"{one.method}-events", title, note, (across, *_headers(t)), rows, frozenset({0, 6}),
        intervals=_chart(t, one, events, title, across, log=log),
    )  # fmt: skip
    for kind, heading, head in (
        ("group", msg("By cohort: {method}"), msg("Support began in")),
        ("calendar", msg("By period: {method}"), msg("Period")),
    ):
        lines = _terms(one, kind)
        size = _size(lines)
        rows = tuple((line.term.partition(":")[2], *_cells(t, line, size)) for line in lines)
        yield ReportTable(
            f"{one.method}-{kind}",
            t(heading, method=called),
            "",
            (t(head), *_headers(t)),
            rows,
            frozenset({0, 6}),
        )


def _terms(one: Estimates, kind: str) -> list[Estimate]:
    return [e for e in one.estimates if e.term.startswith(f"{kind}:") and not e.term.endswith(":overall")]


def _chart(
    t: Words, one: Estimates, events: Sequence[Estimate], title: str, across: str, *, log: bool
) -> IntervalChart:
    measured = []
    for line in events:
        error = line.error or 0.0
        event = line.term.partition(":")[2]
        measured.append(
            Measured(
                event.replace("-", "−"),
                line.estimate,
                line.low if line.low is not None else line.estimate,
                line.high if line.high is not None else line.estimate,
                line.estimate - one.band * error,
                line.estimate + one.band * error,
                int(event) >= 0,
            )
        )
    description = t(
        msg("Upwards: {what}. Hollow points: before the support. Filled points: from its first period on."),
        what=t(msg("difference of logarithms")) if log else t(msg("difference of the outcome")),
    )
    return interval_chart(title, description, across, measured)


def _tests(t: Words, told: Told) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    for one in told.estimates:
        test = one.pre_trend
        if test is None or test.p_value is None:
            rows.append(
                (t(SHORT[one.method]), None, None, None, t(msg("cannot be tested: too few periods before")))
            )
            continue
        verdict = (
            msg("both went different ways") if test.p_value < REJECTED_BELOW else msg("no difference is seen")
        )
        rows.append(
            (t(SHORT[one.method]), f"{test.statistic:.3f}", test.degrees, p_value(test.p_value), t(verdict))
        )
    return ReportTable(
        "tests",
        t(msg("Did both go alike before?")),
        t(
            msg(
                "A Wald test that all differences before the support are nothing. That none is seen does"
                " not prove"
                " that both would have gone alike afterwards."
            )
        ),
        (
            t(msg("Method")),
            t(msg("Chi-square")),
            t(msg("Degrees of freedom")),
            t(msg("p-value")),
            t(msg("Verdict")),
        ),
        tuple(rows),
        frozenset({0, 4}),
    )
