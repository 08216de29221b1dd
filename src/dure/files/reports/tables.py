"""The tables of a simulation: what a page, a workbook and the service show, worded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from dure.engine.charts import Chart, chart
from dure.engine.problems import msg
from dure.files.reports.words import (
    DIMENSIONS,
    NOTES,
    STANDINGS,
    VERDICTS,
    field_word,
    group_word,
)
from dure.language import Language, translate

Plain: TypeAlias = Mapping[str, Any]
Cell: TypeAlias = str | int | None
"""A text, a count or an amount, or nothing."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: its first column heads the rows; ``chart`` shows the same numbers, where a picture helps."""

    id: str
    title: str
    note: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: frozenset[int] = frozenset({0})
    """Places of the columns that hold texts; all others hold numbers."""
    chart: Chart | None = None


class _Words:
    """What a simulation is told with: sentences, groups, and the texts of its programme."""

    def __init__(self, language: Language, *judged: Plain | None) -> None:
        self.language = language
        self._texts = [one["texts"] for one in judged if one is not None]

    def __call__(self, message: str, /, **params: object) -> str:
        return translate(message, self.language, params or None)

    def called(self, kind: str, name: str) -> str:
        for texts in self._texts:
            if f"{kind}.{name}" in texts:
                return f"{texts[f'{kind}.{name}'][self.language]} ({name})"
        return name


def simulation_tables(found: Plain, language: Language) -> list[ReportTable]:
    """Return the tables of a simulation (as :func:`dure.engine.simulation.plain` made it) in a language."""
    now, was = found["programme"], found["against"]
    t = _Words(language, now, was)
    tables = [_verdicts(t, now, was)]
    if found["comparison"] is not None:
        tables += _comparison(t, found["comparison"])
    tables += [_rules(t, now), *_fields(t, now), *_costs(t, now)]
    tables += [_groups(t, name, now, was, found["comparison"]) for name in DIMENSIONS]
    return tables


def _verdicts(t: _Words, now: Plain, was: Plain | None) -> ReportTable:
    whole = sum(now["whole"].values())
    rows: list[tuple[Cell, ...]] = []
    for verdict, word in VERDICTS.items():
        count = now["whole"][verdict]
        row: tuple[Cell, ...] = (t(word), count, _share(count, whole))
        rows.append(row if was is None else (*row, was["whole"][verdict], count - was["whole"][verdict]))
    last: tuple[Cell, ...] = (t(msg("Total")), whole, _share(whole, whole))
    rows.append(last if was is None else (*last, sum(was["whole"].values()), 0))
    headers = (t(msg("Verdict")), t(msg("Merchants")), t(msg("Share")))
    compared = () if was is None else (t(msg("In the other version")), t(msg("Difference")))
    picture = chart(
        "", [t(msg("Merchants"))], [(str(r[0]), f"{r[1]:,} ({r[2]})", (int(r[1] or 0),)) for r in rows[:-1]]
    )
    note = t(msg("Not known yet: facts are missing, and the verdict depends on them. They are no refusals."))
    return ReportTable(
        "verdicts",
        t(msg("Who is eligible")),
        note,
        headers + compared,
        tuple(rows),
        chart=picture,
    )


def _comparison(t: _Words, comparison: Plain) -> Iterator[ReportTable]:
    moves = [
        (t(VERDICTS[move["was"]]), t(VERDICTS[move["now"]]), move["merchants"])
        for move in comparison["moves"]
    ]
    yield ReportTable(
        "moves",
        t(msg("How verdicts move")),
        t(
            msg("{gained} merchants become eligible, and {lost} no longer are."),
            gained=f"{comparison['gained']:,}",
            lost=f"{comparison['lost']:,}",
        ),
        (t(msg("In the other version")), t(msg("In this version")), t(msg("Merchants"))),
        tuple(moves),
        frozenset({0, 1}),
    )
    for name, title, note in (
        (
            "lost_by",
            msg("Which rules leave out those who were eligible"),
            msg("Who fails several rules is counted at each."),
        ),
        (
            "gained_by",
            msg("Which rules of the other version left out those who are eligible now"),
            msg("Who failed several rules is counted at each."),
        ),
    ):
        if comparison[name]:
            rows = tuple((t.called("rule", one["rule"]), one["merchants"]) for one in comparison[name])
            yield ReportTable(name, t(title), t(note), (t(msg("Rule")), t(msg("Merchants"))), rows)


def _rules(t: _Words, now: Plain) -> ReportTable:
    rows = tuple(
        (t.called("rule", r["id"]), r["fails"], r["fails_alone"], r["frees"], r["unknown"])
        for r in now["rules"]
    )
    keys = [t(msg("Not met")), t(msg("No other rule is not met"))]
    picture = chart("", keys, [(str(r[0]), f"{r[1]:,} / {r[2]:,}", (r[1], r[2])) for r in rows])
    return ReportTable(
        "rules",
        t(msg("What each rule excludes")),
        t(
            msg(
                "Eligible without it: of those whom it alone excludes, the ones who meet every other rule for"
                " certain. Of the rest some other rule is not known yet."
            )
        ),
        (t(msg("Rule")), *keys, t(msg("Eligible without it")), t(msg("Not known yet"))),
        rows,
        chart=picture,
    )


def _fields(t: _Words, now: Plain) -> Iterator[ReportTable]:
    if not now["fields"]:
        return
    rows = tuple((field_word(f["name"], t.language), f["settles"], f["missing"]) for f in now["fields"])
    keys = [t(msg("It is missing")), t(msg("Nothing else is missing"))]
    yield ReportTable(
        "fields",
        t(msg("Which fact would settle how many")),
        t(msg("Where nothing else is missing, the fact alone decides, whatever it is.")),
        (t(msg("Fact")), keys[1], keys[0]),
        rows,
        chart=chart("", keys, [(r[0], f"{r[2]:,} / {r[1]:,}", (r[2], r[1])) for r in rows]),
    )
    yield ReportTable(
        "asks",
        t(msg("Which facts settle most together")),
        t(msg("Asked one after the other: each is the best after those before it.")),
        (t(msg("Fact")), t(msg("Settled so far"))),
        tuple((field_word(a["name"], t.language), a["settles"]) for a in now["asks"]),
    )


def _costs(t: _Words, now: Plain) -> Iterator[ReportTable]:
    note = t(
        msg(
            "The most that can be spent, by what the file says: everybody who is eligible applies, every"
            " place is filled, and everybody gets the most. How many will apply is not known and not guessed."
            " The higher figure counts those not known yet as eligible."
        )
    )
    rows: list[tuple[Cell, ...]] = []
    for stage in now["stages"]:
        places = t(msg("{count} planned, no limit"), count=f"{stage['places']:,}")
        name = t.called("stage", stage["id"])
        rows.append(
            (
                name,
                places if stage["open_ended"] else f"{stage['places']:,}",
                stage["low"],
                stage["high"],
                stage["low_won"],
                stage["high_won"],
            )
        )
    yield ReportTable(
        "stages",
        t(msg("Cost by stage, in won")),
        note,
        (
            t(msg("Stage")),
            t(msg("Places")),
            t(msg("Filled by those eligible")),
            t(msg("With those not known yet, filled")),
            t(msg("Cost of those eligible")),
            t(msg("With those not known yet")),
        ),
        tuple(rows),
        frozenset({0, 1}),
    )
    benefits = tuple(
        (
            t.called("benefit", b["id"]),
            t.called("stage", stage["id"]),
            t(NOTES[b["note"]])
            + (" · " + t(msg("for some only, by a rule of its own")) if b["for_some"] else ""),
            b["each_won"],
            b["high"],
            b["high_won"],
        )
        for stage in now["stages"]
        for b in stage["benefits"]
    )
    if benefits:
        yield ReportTable(
            "benefits",
            t(msg("Cost by benefit, in won")),
            t(msg("Where a benefit is for some only, all of the selected are counted here.")),
            (
                t(msg("Benefit")),
                t(msg("Stage")),
                t(msg("What the amount is")),
                t(msg("For each")),
                t(msg("Recipients at most")),
                t(msg("Cost at most")),
            ),
            benefits,
            frozenset({0, 1, 2}),
        )
    if now["funds"]:
        yield _funds(t, now["funds"])


def _funds(t: _Words, funds: Sequence[Plain]) -> ReportTable:
    rows = tuple(
        (
            t.called("fund", f["id"]),
            f["total_won"],
            f["low_won"],
            f["high_won"],
            f["without_amount"],
            t(STANDINGS[f["standing"]]),
        )
        for f in funds
    )
    return ReportTable(
        "funds",
        t(msg("Cost against the funds, in won")),
        t(msg("Only benefits that name the fund and have an amount are counted.")),
        (
            t(msg("Fund")),
            t(msg("It has")),
            t(msg("Cost of those eligible")),
            t(msg("With those not known yet")),
            t(msg("Benefits without an amount")),
            t(msg("Whether it is enough")),
        ),
        rows,
        frozenset({0, 5}),
    )


def _groups(
    t: _Words, dimension: str, now: Plain, was: Plain | None, comparison: Plain | None
) -> ReportTable:
    there = {} if was is None else {c["group"]: c for c in was["groups"][dimension]}
    moved = {} if comparison is None else {c["group"]: c for c in comparison["groups"][dimension]}
    rows: list[tuple[Cell, ...]] = []
    for counts in now["groups"][dimension]:
        group = counts["group"]
        total = counts["eligible"] + counts["ineligible"] + counts["unknown"]
        row: tuple[Cell, ...] = (
            group_word(dimension, group, t.language),
            counts["eligible"],
            counts["ineligible"],
            counts["unknown"],
            total,
            _share(counts["eligible"], total),
        )
        if was is not None:
            other = there.get(group, {})
            change = moved.get(group, {})
            row += (
                other.get("eligible", 0),
                other.get("ineligible", 0),
                change.get("gained", 0),
                change.get("lost", 0),
            )
        rows.append(row)
    verdicts = [t(word) for word in VERDICTS.values()]
    headers = (t(msg("Group")), *verdicts, t(msg("Total")), t(msg("Share eligible")))
    if was is not None:
        headers += (
            t(msg("Other version: eligible")),
            t(msg("Other version: not eligible")),
            t(msg("Become eligible")),
            t(msg("No longer eligible")),
        )
    picture = chart(
        "",
        [t(msg("Total")), t(msg("Eligible or not known yet")), t(msg("Eligible"))],
        [
            (
                str(r[0]),
                f"{r[1]:,} ({r[5]})",
                (int(r[4] or 0), int(r[1] or 0) + int(r[3] or 0), int(r[1] or 0)),
            )
            for r in rows
        ],
    )
    note = t(msg("The share is of those of the group, whatever is known of them."))
    return ReportTable(dimension, t(DIMENSIONS[dimension]), note, headers, tuple(rows), chart=picture)


def _share(part: int, whole: int) -> str:
    """Return a share as a percentage with one decimal, rounded half up; a dash of nothing.

    >>> _share(1, 3), _share(0, 0)
    ('33.3%', '—')
    """
    return "—" if not whole else f"{(part * 2000 + whole) // (2 * whole) / 10:.1f}%"
