"""The tables of a simulation: what a page, a workbook and the service show, worded once."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.charts import chart
from dure.engine.problems import msg
from dure.files.reports.comparison import comparison_tables
from dure.files.reports.costs import cost_tables
from dure.files.reports.table import Cell, Plain, ReportTable, Words, cells_of
from dure.files.reports.words import DIMENSIONS, VERDICTS, field_word, group_word
from dure.language import Language

__all__ = ["Cell", "Plain", "ReportTable", "simulation_tables"]


def simulation_tables(found: Plain, language: Language) -> list[ReportTable]:
    """Return the tables of a simulation (as :func:`dure.engine.simulation.plain` made it) in a language."""
    now, was = found["programme"], found["against"]
    t = Words(language, now, was)
    tables = [_verdicts(t, now, was)]
    if found["comparison"] is not None:
        tables += comparison_tables(t, found["comparison"])
    tables += [_rules(t, now, was), *_fields(t, now), *cost_tables(t, now, was)]
    tables += [_groups(t, name, now, was, found["comparison"]) for name in DIMENSIONS]
    return tables


def _verdicts(t: Words, now: Plain, was: Plain | None) -> ReportTable:
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


def _rules(t: Words, now: Plain, was: Plain | None) -> ReportTable:
    counted = ("fails", "fails_alone", "frees", "unknown")
    here = {rule["id"]: rule for rule in now["rules"]}
    there = {} if was is None else {rule["id"]: rule for rule in was["rules"]}
    rows: list[tuple[Cell, ...]] = []
    for name in dict.fromkeys((*here, *there)):
        # A rule that only one of the versions has excludes nobody in the other: it is not there.
        told = [here.get(name)] if was is None else [here.get(name), there.get(name)]
        rows.append((t.called("rule", name), *(cell for one in told for cell in cells_of(one, counted))))
    keys = [t(msg("Not met")), t(msg("No other rule is not met"))]
    picture = chart(
        "",
        keys,
        [
            (t.called("rule", name), f"{r['fails']:,} / {r['fails_alone']:,}", (r["fails"], r["fails_alone"]))
            for name, r in here.items()
        ],
    )
    headers: tuple[str, ...] = (t(msg("Rule")), *keys, t(msg("Eligible without it")), t(msg("Not known yet")))
    if was is not None:
        headers += (
            t(msg("Other version: not met")),
            t(msg("Other version: no other rule is not met")),
            t(msg("Other version: eligible without it")),
            t(msg("Other version: not known yet")),
        )
    return ReportTable(
        "rules",
        t(msg("What each rule excludes")),
        t(
            msg(
                "Eligible without it: of those whom it alone excludes, the ones who meet every other rule for"
                " certain. Of the rest some other rule is not known yet."
            )
        ),
        headers,
        tuple(rows),
        chart=picture,
    )


def _fields(t: Words, now: Plain) -> Iterator[ReportTable]:
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


def _groups(t: Words, dimension: str, now: Plain, was: Plain | None, comparison: Plain | None) -> ReportTable:
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
                other.get("unknown", 0),
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
            t(msg("Other version: not known yet")),
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
