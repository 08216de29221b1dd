"""The money of a programme as pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.queries import Agreement, agreements, terms_in_force
from dure.domains.funds.accounts import Place, Standing, summed
from dure.domains.funds.models import Allotment as Allotment
from dure.domains.funds.models import Delivery as Delivery
from dure.domains.funds.models import FundAccount as FundAccount
from dure.domains.funds.models import FundOrder as FundOrder
from dure.domains.funds.models import Settlement as Settlement
from dure.domains.funds.promises import Promise, standing_of
from dure.domains.funds.published import FundCase as FundCase
from dure.domains.funds.published import fund_cases as fund_cases
from dure.domains.ledger.queries import came_by_day, programmes_with_accounts
from dure.domains.programmes.queries import ProgrammeVersion, calls, calls_run_by
from dure.engine.law.deadlines import day_of
from dure.engine.money.burning import Forecast, Month, forecast, months_of
from dure.engine.money.matching import Answer, Gap, gap_of


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: what the file has, what came in, what is left anywhere, in won."""

    id: str
    planned: int | None
    came: int
    spent: int
    returned: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line: what came, is spoken for, handed to executors, granted, spent, and free on it."""

    id: str
    year: int
    planned: int | None
    moved: int
    came: int
    held: int
    handed: int
    granted: int
    """Set aside for merchants who were granted it, and not spent yet."""
    spent: int
    free: int

    @property
    def spent_bp(self) -> int:
        """How much of what came is spent, in basis points."""
        return self.spent * 10_000 // self.came if self.came > 0 else 0


@dataclass(frozen=True, slots=True)
class ExecutorRow:
    """An executor: what it is handed, what it answers with, and what lacks."""

    agreement: Agreement
    budget: int
    handed: int
    spent: int
    cash: Promise
    in_kind: Promise
    gap: Gap | None
    """None where the fund is not matched by executors."""


@dataclass(frozen=True, slots=True)
class FundView:
    """A fund as officers and the ministry see it."""

    case: FundCase
    sources: list[SourceRow]
    lines: list[LineRow]
    executors: list[ExecutorRow]
    months: tuple[Month, ...]
    forecast: Forecast


def programmes_with_funds(actor: SignedActor) -> list[ProgrammeVersion]:
    """Return the published programmes with funds that an actor runs or supervises."""
    seen = FundAccount.objects.visible_to(actor).filter(part="source").values("programme")
    return list(calls_run_by(actor).filter(programme__in=seen))


def programmes_with_money(actor: SignedActor) -> list[ProgrammeVersion]:
    """Return the published programmes with funds whose ledger an actor sees: accountants' too."""
    return list(calls(actor).filter(programme__in=programmes_with_accounts(actor, "source")))


def fund_views(actor: SignedActor, programme: str, now: datetime) -> list[FundView]:
    """Return the funds of a programme; as many queries however many lines and executors there are."""
    stands = _standings(actor, programme)
    agreed = list(agreements(actor, programme).filter(state__in=("in_force", "left")))
    terms = terms_in_force(actor, agreed)
    moved = _moved(actor, programme)
    came = _came(actor, programme)
    granted = _granted(actor, programme)
    moves = _moves(actor, programme)
    back = _back(actor, programme)
    today = day_of(now)
    found = []
    for case in fund_cases(programme):
        own = {place: standing for place, standing in stands.items() if place.fund == case.fund.id}
        flow = moves.get(case.fund.id, [])
        found.append(
            FundView(
                case,
                [_source(own, source.id, source.total_won) for source in case.drawn],
                [
                    _line(case, own, came, moved, granted, line, year)
                    for year in case.years
                    for line in case.lines
                ],
                [_executor(case, own, one, terms[one.pk]["budget_won"]) for one in reversed(agreed)],
                months_of(flow, today, back.get(case.fund.id, ())),
                forecast(flow, today, back.get(case.fund.id, ())),
            )
        )
    return found


def _standings(actor: SignedActor, programme: str) -> dict[Place, Standing]:
    rows = (
        FundAccount.objects.visible_to(actor)
        .filter(programme=programme, owner=0)
        .annotate(
            received=F("account__credits"),
            gone=F("account__debits"),
            held=F("account__held_debits"),
            unit=F("account__unit"),
        )
        .order_by("pk")
    )
    return {
        Place(row.fund, row.part, row.source, row.line, row.executor, row.year, row.owner, row.unit): (
            Standing(row.account_id, row.received, row.gone, row.held)
        )
        for row in rows
    }


def _source(stands: dict[Place, Standing], source: str, planned: int | None) -> SourceRow:
    return SourceRow(
        source,
        planned,
        -summed(stands, part="origin", source=source).balance,
        summed(stands, part="spent", source=source).balance,
        summed(stands, part="returned", source=source).balance,
    )


def _line(
    case: FundCase,
    stands: dict[Place, Standing],
    came: dict[tuple[str, int, str], int],
    moved: dict[tuple[str, int, str], int],
    granted: dict[tuple[str, int, str], int],
    line: str,
    year: int,
) -> LineRow:
    own = summed(stands, part="line", line=line, year=year)
    told = case.line(line)
    by_order = moved.get((case.fund.id, year, line), 0)
    pool = summed(stands, part="pool", line=line, year=year)
    spent = summed(stands, part="spent", line=line, year=year)
    return LineRow(
        line,
        year,
        None if told is None else told.total_won,
        by_order,
        came.get((case.fund.id, year, line), 0) + by_order,
        own.held,
        pool.received,
        granted.get((case.fund.id, year, line), 0),
        spent.balance,
        own.free,
    )


def _executor(
    case: FundCase, stands: dict[Place, Standing], agreement: Agreement, budget: int
) -> ExecutorRow:
    code = agreement.executor
    steps = {"cash": Promise(0, 0, 0), "in_kind": Promise(0, 0, 0)}
    for source in case.promised:
        kind = "in_kind" if source.kind == "executor_in_kind" else "cash"
        place = next(
            (
                place
                for place in stands
                if (place.part, place.source, place.executor) == ("promised", source.id, code)
            ),
            None,
        )
        if place is not None:
            one, before = standing_of(stands, place), steps[kind]
            steps[kind] = Promise(
                before.promised + one.promised,
                before.delivered + one.delivered,
                before.evidenced + one.evidenced,
            )
    cash, in_kind = steps["cash"], steps["in_kind"]
    pool = summed(stands, part="pool", executor=code)
    matching = case.fund.matching
    gap = None
    if matching is not None and matching.kind == "by_executor":
        public = budget if agreement.state == "in_force" else 0
        told = Answer(
            public, cash.promised, in_kind.promised, cash.delivered, in_kind.delivered, cash.evidenced,
            in_kind.evidenced,
        )  # fmt: skip
        gap = gap_of(told, matching.ratio_bp)
    spent = summed(stands, part="spent", executor=code).balance
    return ExecutorRow(agreement, budget, pool.received, spent, cash, in_kind, gap)


def _moved(actor: SignedActor, programme: str) -> dict[tuple[str, int, str], int]:
    """Return by how much approved reallocations changed each line of each year."""
    found: dict[tuple[str, int, str], int] = {}
    rows = (
        FundOrder.objects.visible_to(actor)
        .filter(programme=programme, kind="reallocation", state="approved")
        .order_by()
        .values_list("fund", "year", "line", "to_line")
        .annotate(won=Sum("won"))
    )
    for fund, year, line, to_line, won in rows:
        found[fund, year, line] = found.get((fund, year, line), 0) - won
        found[fund, year, to_line] = found.get((fund, year, to_line), 0) + won
    return found


def _came(actor: SignedActor, programme: str) -> dict[tuple[str, int, str], int]:
    """Return what came into each line of each year and did not go back, what was carried over with it."""
    rows = Allotment.objects.visible_to(actor).filter(programme=programme).order_by()
    found = {
        (fund, year, line): won
        for fund, year, line, won in rows.values_list("fund", "year", "line").annotate(won=Sum("won"))
    }
    back = _taken_back(actor, programme).order_by().values_list("fund", "year", "line")
    for fund, year, line, won in back.annotate(won=Sum("won")):
        found[fund, year, line] = found.get((fund, year, line), 0) - won
    return found


def _granted(actor: SignedActor, programme: str) -> dict[tuple[str, int, str], int]:
    """Return what is set aside for merchants of each line of each year, and not spent; one query."""
    rows = (
        FundAccount.objects.visible_to(actor)
        .filter(programme=programme, part="entitlement")
        .order_by()
        .values_list("fund", "year", "line")
        .annotate(won=Sum(F("account__credits") - F("account__debits")))
    )
    return {(fund, year, line): int(won) for fund, year, line, won in rows}


def _taken_back(actor: SignedActor, programme: str) -> QuerySet[FundOrder]:
    """Return what went back to its source because it was not used."""
    found: QuerySet[FundOrder] = FundOrder.objects.visible_to(actor).filter(
        programme=programme, kind="withdrawal", state="approved"
    )
    return found


def _back(actor: SignedActor, programme: str) -> dict[str, list[tuple[date, int]]]:
    """Return what went back of each fund, by the day on which it was approved."""
    found: dict[str, list[tuple[date, int]]] = {}
    for fund, at, won in _taken_back(actor, programme).values_list("fund", "decided_at", "won"):
        if at is not None:
            found.setdefault(fund, []).append((day_of(at), won))
    return found


def _moves(actor: SignedActor, programme: str) -> dict[str, list[tuple[date, int]]]:
    """Return what came into each fund and was spent of it, by the day on which the ledger has it."""
    found: dict[str, list[tuple[date, int]]] = {}
    came = Allotment.objects.visible_to(actor).filter(programme=programme, carried=False)
    for fund, at, won in came.values_list("fund", "made_at", "won"):
        found.setdefault(fund, []).append((day_of(at), won))
    accounts = FundAccount.objects.visible_to(actor).filter(programme=programme, part="spent")
    fund_of = dict(accounts.order_by("pk").values_list("account_id", "fund"))
    for account, on, won in came_by_day(list(fund_of)):
        found.setdefault(fund_of[account], []).append((on, -won))
    return found


def orders(actor: SignedActor, programme: str) -> QuerySet[FundOrder]:
    """Return what officers asked to move, the newest first."""
    found: QuerySet[FundOrder] = FundOrder.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry"), programme=programme
    )
    return found


def order(actor: SignedActor, order_id: int) -> FundOrder | None:
    """Return one order that an actor may see, or None."""
    found: FundOrder | None = (
        FundOrder.objects.visible_to(actor)
        .filter(actor.scope("programme", "officer", "ministry"), pk=order_id)
        .first()
    )
    return found


def advances(actor: SignedActor, programme: str, executor: str) -> list[FundOrder]:
    """Return the instalments that an executor got, the newest first."""
    found = FundOrder.objects.visible_to(actor).filter(
        programme=programme, executor=executor, kind="advance", state="approved"
    )
    return list(found.order_by("-pk"))


def deliveries(actor: SignedActor, programme: str, executor: str = "", state: str = "") -> QuerySet[Delivery]:
    """Return what executors gave of their promises."""
    found: QuerySet[Delivery] = Delivery.objects.visible_to(actor).filter(programme=programme)
    found = found.filter(executor=executor) if executor else found
    return (found.filter(state=state) if state else found).select_related("evidence")


def delivery(actor: SignedActor, delivery_id: int) -> Delivery | None:
    """Return one delivery that an actor may see, or None."""
    found = Delivery.objects.visible_to(actor).filter(pk=delivery_id).select_related("evidence")
    one: Delivery | None = found.first()
    return one


def settlements(actor: SignedActor, programme: str, executor: str = "") -> list[Settlement]:
    """Return the settlements of a programme, the newest first."""
    found = Settlement.objects.visible_to(actor).filter(programme=programme)
    return list((found.filter(executor=executor) if executor else found).order_by("-pk"))


def settlement(actor: SignedActor, settlement_id: int) -> Settlement | None:
    """Return one settlement that an actor may see, or None."""
    one: Settlement | None = Settlement.objects.visible_to(actor).filter(pk=settlement_id).first()
    return one


def own_agreements(actor: SignedActor) -> list[Agreement]:
    """Return the agreements of the executors for which somebody acts that came into force."""
    found = agreements(actor).filter(
        actor.at_executors("executor__in", "programme", left=True), state__in=("in_force", "left")
    )
    return list(found)


def executor_view(actor: SignedActor, programme: str, executor: str) -> list[ExecutorRow]:
    """Return where an executor stands in each fund of a programme, empty where there is no agreement."""
    stands = _standings(actor, programme)
    agreed = list(agreements(actor, programme).filter(executor=executor, state__in=("in_force", "left"))[:1])
    terms = terms_in_force(actor, agreed)
    return [
        _executor(
            case,
            {place: standing for place, standing in stands.items() if place.fund == case.fund.id},
            one,
            terms[one.pk]["budget_won"],
        )
        for one in agreed
        for case in fund_cases(programme)
    ]


def pools(actor: SignedActor, programme: str, executor: str) -> list[tuple[str, int, str, Standing]]:
    """Return what an executor was handed, by fund, year and line."""
    stands = {
        place: standing
        for place, standing in _standings(actor, programme).items()
        if place.part == "pool" and place.executor == executor
    }
    keys = dict.fromkeys((place.fund, place.year, place.line) for place in stands)
    return [(fund, year, line, summed(stands, fund=fund, year=year, line=line)) for fund, year, line in keys]
