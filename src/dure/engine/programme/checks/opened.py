"""Benefits that whoever applies is granted: whether the file says all that deciding by itself needs."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.benefits import Benefit, Finance, Open, Placement, Subsidy, VoucherCredit
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path


def open_entitlements_decide(programme: Programme) -> Iterator[Finding]:
    """Find open entitlements that could not be granted by an application alone."""
    opened = [(b, one) for b, one in enumerate(programme.benefits) if one.open is not None]
    for b, _ in opened[1:]:
        yield error(
            "programme.open_one",
            msg("only one benefit of a file can be open: it decides who is received"),
            ("benefits", b, "open"),
        )
    for b, benefit in opened[:1]:
        assert benefit.open is not None, "chosen so"
        path: Path = ("benefits", b)
        yield from _terms(programme, benefit, path)
        yield from _money(programme, benefit, benefit.open, path)
        if benefit.open.granted_by == "submission":
            yield from _documents(programme, path)


def _terms(programme: Programme, benefit: Benefit, path: Path) -> Iterator[Finding]:
    if isinstance(benefit, Finance):
        yield error(
            "programme.open_finance",
            msg("another body decides on “{benefit}”: it cannot be granted by applying alone"),
            (*path, "open"),
            benefit=benefit.id,
        )
    if benefit.only_for is not None:
        yield error(
            "programme.open_rule",
            msg("whoever is eligible gets an open benefit: write the rule under eligibility"),
            (*path, "only_for"),
        )
    if isinstance(benefit, Placement) and benefit.allocated_by is not None:
        yield error(
            "programme.open_order",
            msg("an open benefit is given in the order of receipt: leave allocated_by out"),
            (*path, "allocated_by"),
        )
    for s, stage in enumerate(programme.stages):
        if benefit.id in stage.benefits:
            yield error(
                "programme.open_stage",
                msg("“{benefit}” is granted by applying: no stage grants it as well"),
                ("stages", s, "benefits"),
                benefit=benefit.id,
            )
    if programme.stages and programme.stages[0].chosen_by == "first_come":
        yield error(
            "programme.open_first_come",
            msg("the order of receipt decides on an open benefit: the first stage cannot be by it as well"),
            ("stages", 0, "chosen_by"),
        )
    running = [one for one in programme.executors if one.left_on is None]
    if benefit.provided_by == "executor" and len(running) != 1 and programme.choosing_stage is None:
        yield error(
            "programme.open_executor",
            msg("who carries out “{benefit}” is not told: have one executor, or a stage that they choose"),
            (*path, "open"),
            benefit=benefit.id,
        )


def _money(programme: Programme, benefit: Benefit, terms: Open, path: Path) -> Iterator[Finding]:
    needs_won = benefit.fund is not None or isinstance(benefit, Subsidy | VoucherCredit)
    told = benefit.most_each_won is not None or benefit.ceiling_parameter is not None
    if needs_won and not told:
        yield error(
            "programme.open_amount",
            msg("how much each gets is not told: write amount_won, ceiling_won or ceiling_parameter"),
            path,
        )
    fund = next((one for one in programme.funds if one.id == benefit.fund), None)
    lines = () if fund is None else tuple(one.id for one in fund.lines)
    years = () if fund is None else tuple(one.year for one in fund.years)
    if (terms.line is not None and terms.line not in lines) or (terms.line is None and lines):
        yield error(
            "programme.open_line",
            msg("say by line: which budget line of the fund pays; there are: {lines}"),
            (*path, "open"),
            lines=", ".join(lines) or "–",
        )
    if (terms.year is not None and terms.year not in years) or (terms.year is None and years):
        yield error(
            "programme.open_year",
            msg("say by year: which year of the fund pays; there are: {years}"),
            (*path, "open"),
            years=", ".join(str(year) for year in years) or "–",
        )


def _documents(programme: Programme, path: Path) -> Iterator[Finding]:
    for document in programme.application_documents:
        if document.required:
            yield error(
                "programme.open_documents",
                msg("document “{document}” has to be looked at first: write granted_by: acceptance"),
                (*path, "open", "granted_by"),
                document=document.id,
            )
            return
