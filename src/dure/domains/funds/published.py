"""The funds of a programme as its published file has them, and what speaks against changing them."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.events.alone import alone
from dure.domains.funds.accounts import standings, summed
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.funds import BudgetLine, Fund, Source
from dure.engine.programme.models.programme import Programme

NOT_MONEY = ("executor_in_kind", "own_share")
CASH = ("executor_cash", "association", "other_private")


@dataclass(frozen=True, slots=True)
class FundCase:
    """A fund, and the file it stands in."""

    programme: Programme
    fund: Fund

    @property
    def years(self) -> tuple[int, ...]:
        """The years of its plan; one 0 where it has none."""
        return tuple(year.year for year in self.fund.years) or (0,)

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of its budget lines; one empty where it has none."""
        return tuple(line.id for line in self.fund.lines) or ("",)

    @property
    def drawn(self) -> tuple[Source, ...]:
        """The sources from which money comes into accounts of the programme."""
        promised = {source.id for source in self.promised}
        return tuple(s for s in self.fund.sources if s.kind not in NOT_MONEY and s.id not in promised)

    @property
    def promised(self) -> tuple[Source, ...]:
        """The sources by which executors answer: promised, delivered and evidenced, never drawn."""
        matching = self.fund.matching
        if matching is None or matching.kind != "by_executor":
            return ()
        return tuple(source for source in self.fund.sources if source.id in matching.private)

    def line(self, line: str) -> BudgetLine | None:
        """Return a budget line, None for the whole of a fund that has none."""
        return next((one for one in self.fund.lines if one.id == line), None)

    def plan_won(self, year: int) -> int | None:
        """Return the plan of a year, None where the fund has none."""
        return next((one.total_won for one in self.fund.years if one.year == year), None)


def fund_cases(programme: str) -> list[FundCase]:
    """Return the funds of a published programme, in the order of its file."""
    version: ProgrammeVersion | None = published_version(programme)
    return [] if version is None else cases_in(loaded(version).programme)


def cases_in(file: Programme) -> list[FundCase]:
    """Return the funds of a file."""
    return [FundCase(file, fund) for fund in file.funds]


def known_fund(programme: str, fund: str) -> FundCase:
    """Return a fund of a published programme; raises Refused where there is none."""
    found = next((case for case in fund_cases(programme) if case.fund.id == fund), None)
    if found is None:
        raise refuse("funds.unknown", msg("the published file has no such fund"))
    return found


def refuse_unknown_part(case: FundCase, *, line: str | None = None, year: int | None = None) -> None:
    """Raise Refused for a line or a year that a fund has not."""
    if line is not None and line not in case.lines:
        raise refuse("funds.line", msg("fund {fund} has no such budget line"), fund=case.fund.id)
    if year is not None and year not in case.years:
        raise refuse("funds.year", msg("fund {fund} has no plan for this year"), fund=case.fund.id)


def refuse_changed_funds(file: Programme) -> None:
    """Raise Refused where a file that is to be published has no room for money that came in already.

    Holds the funds of the programme, so that nothing comes in while it is published.
    """
    for before in fund_cases(file.id):
        alone("funds", file.id, before.fund.id)
    new = {case.fund.id: case for case in cases_in(file)}
    found: list[Problem] = []
    for before in fund_cases(file.id):
        stands = standings(file.id, before.fund.id, ("origin", "source", "line"))
        case = new.get(before.fund.id)
        for place, standing in stands.items():
            if place.part == "origin" or not standing.received:
                continue
            known = case is not None and (
                place.source in {one.id for one in case.drawn}
                and place.year in case.years
                and (place.part == "source" or place.line in case.lines)
            )
            if not known:
                found.append(
                    Problem(
                        "publish.funds",
                        msg("fund {fund} has money on “{part}”: the file has to keep it"),
                        {"fund": before.fund.id, "part": place.line or place.source},
                    )
                )
        if case is not None:
            came = -summed(stands, part="origin").balance
            if case.fund.total_won is not None and came > case.fund.total_won:
                found.append(
                    Problem(
                        "publish.fund_total",
                        msg("{won} won came into fund {fund} already: its total cannot be less"),
                        {"fund": before.fund.id, "won": f"{came:,}"},
                    )
                )
    if found:
        raise Refused(found)
