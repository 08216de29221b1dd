"""The tables of cost: by stage, by benefit, by fund and stage, and against the funds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dure.engine.problems import msg
from dure.files.reports.table import Cell, Plain, ReportTable, Words, cells_of
from dure.files.reports.words import NOTES, STANDINGS


def cost_tables(t: Words, now: Plain, was: Plain | None) -> Iterator[ReportTable]:
    """Yield what a programme would cost, beside the other version where there is one."""
    yield _stages(t, now, was)
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
    by_fund = tuple(_by_fund(t, now))
    if by_fund:
        yield ReportTable(
            "fund_stages",
            t(msg("Cost by fund and stage, in won")),
            t(
                msg(
                    "What is left of a fund when a stage has been paid; below zero it is not enough."
                    " Benefits without an amount are not counted."
                )
            ),
            (
                t(msg("Fund")),
                t(msg("Stage")),
                t(msg("Cost of those eligible")),
                t(msg("With those not known yet")),
                t(msg("Left after those eligible")),
                t(msg("Left with those not known yet")),
            ),
            by_fund,
            frozenset({0, 1}),
        )
    if now["funds"] or (was is not None and was["funds"]):
        yield _funds(t, now, was)


def _both(now: Plain, was: Plain | None, part: str) -> Iterator[tuple[str, Plain | None, Plain | None]]:
    """Yield the stages or funds of both versions by id: this one's order first, then what only it had."""
    here = {one["id"]: one for one in now[part]}
    there = {} if was is None else {one["id"]: one for one in was[part]}
    for name in dict.fromkeys((*here, *there)):
        yield name, here.get(name), there.get(name)


def _stages(t: Words, now: Plain, was: Plain | None) -> ReportTable:
    def places(stage: Plain | None) -> Cell:
        if stage is None:
            return None
        if stage["open_ended"]:
            return t(msg("{count} planned, no limit"), count=f"{stage['places']:,}")
        return f"{stage['places']:,}"

    rows: list[tuple[Cell, ...]] = []
    for name, here, there in _both(now, was, "stages"):
        told = cells_of(here, ("low", "high", "low_won", "high_won"))
        other = () if was is None else (places(there), *cells_of(there, ("low_won", "high_won")))
        rows.append((t.called("stage", name), places(here), *told, *other))
    headers: tuple[str, ...] = (
        t(msg("Stage")),
        t(msg("Places")),
        t(msg("Filled by those eligible")),
        t(msg("With those not known yet, filled")),
        t(msg("Cost of those eligible")),
        t(msg("With those not known yet")),
    )
    if was is not None:
        headers += (
            t(msg("Other version: places")),
            t(msg("Other version: cost of those eligible")),
            t(msg("Other version: with those not known yet")),
        )
    return ReportTable(
        "stages",
        t(msg("Cost by stage, in won")),
        t(
            msg(
                "The most that can be spent, by what the file says: everybody who is eligible applies, every"
                " place is filled, and everybody gets the most. How many will apply is not known and not"
                " guessed. The higher figure counts those not known yet as eligible."
            )
        ),
        headers,
        tuple(rows),
        frozenset({0, 1} if was is None else {0, 1, 6}),
    )


def _by_fund(t: Words, now: Plain) -> Iterator[tuple[Cell, ...]]:
    """Yield what each fund pays at each stage and what is left, and what no fund pays; nothing where it pays
    nothing."""
    totals: Mapping[str | None, int | None] = {f["id"]: f["total_won"] for f in now["funds"]}
    for fund, total in (*totals.items(), (None, None)):
        called = t(msg("No fund is named")) if fund is None else t.called("fund", fund)
        low = high = 0
        for stage in now["stages"]:
            paid = [b for b in stage["benefits"] if b["fund"] == fund and b["low_won"] is not None]
            if not paid:
                continue
            low_won, high_won = (sum(b[key] for b in paid) for key in ("low_won", "high_won"))
            low, high = low + low_won, high + high_won
            left = (None, None) if total is None else (total - low, total - high)
            yield (called, t.called("stage", stage["id"]), low_won, high_won, *left)


def _funds(t: Words, now: Plain, was: Plain | None) -> ReportTable:
    def standing(fund: Plain | None) -> Cell:
        return None if fund is None else t(STANDINGS[fund["standing"]])

    counted = ("total_won", "low_won", "high_won", "without_amount")
    rows: list[tuple[Cell, ...]] = []
    for name, here, there in _both(now, was, "funds"):
        row = (t.called("fund", name), *cells_of(here, counted), standing(here))
        if was is not None:
            row += (*cells_of(there, counted[:3]), standing(there))
        rows.append(row)
    headers: tuple[str, ...] = (
        t(msg("Fund")),
        t(msg("It has")),
        t(msg("Cost of those eligible")),
        t(msg("With those not known yet")),
        t(msg("Benefits without an amount")),
        t(msg("Whether it is enough")),
    )
    if was is not None:
        headers += (
            t(msg("Other version: it has")),
            t(msg("Other version: cost of those eligible")),
            t(msg("Other version: with those not known yet")),
            t(msg("Other version: whether it is enough")),
        )
    return ReportTable(
        "funds",
        t(msg("Cost against the funds, in won")),
        t(msg("Only benefits that name the fund and have an amount are counted.")),
        headers,
        tuple(rows),
        frozenset({0, 5} if was is None else {0, 5, 9}),
    )
