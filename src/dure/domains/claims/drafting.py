"""A line as it is typed, and everything that keeps it from being handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dure.domains.claims.models import Claim, ClaimLine, Evidence, PriceItem
from dure.domains.claims.models_evidence import NUMBERED, PAYING
from dure.domains.claims.prices import lists_in_force
from dure.domains.claims.terms import Binding
from dure.engine.money.claiming import most_at_list
from dure.engine.problems import Problem, msg

MOST_LINES = 2_000
MOST_WON = 10**13


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What was typed of a line; nothing has to be told while it is a draft."""

    line: str = ""
    cost_type: str = ""
    supply_won: int | None = None
    vat_won: int = 0
    spent_on: date | None = None
    payee: str = ""
    what: str = ""
    item: int | None = None
    quantity: int | None = None


def set_said(line: ClaimLine, said: LineSaid) -> None:
    """Put what was typed into a line that is not kept yet."""
    line.line, line.cost_type = said.line, said.cost_type
    line.supply_won, line.vat_won, line.spent_on = said.supply_won, said.vat_won, said.spent_on
    line.payee, line.what = said.payee.strip(), said.what.strip()
    line.item_id, line.quantity = said.item, said.quantity


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim with what its lines are judged by, read at once."""

    claim: Claim
    lines: Sequence[ClaimLine]
    evidence: Mapping[int, Sequence[Evidence]]
    binding: Binding
    items: Mapping[int, PriceItem]
    today: date
    own_names: frozenset[str] = frozenset()
    """What the executor itself is called: it cannot be whom it paid."""


def problems_of(draft: Draft) -> list[Problem]:
    """Return everything that keeps a claim from being handed in, line by line."""
    if not draft.lines:
        return [Problem("claims.no_lines", msg("a claim has a line at least"))]
    if len(draft.lines) > MOST_LINES:
        return [
            Problem("claims.many_lines", msg("a claim has {most} lines at most"), {"most": f"{MOST_LINES:,}"})
        ]
    found: list[Problem] = []
    for number, line in enumerate(draft.lines, start=1):
        found += [
            Problem(problem.code, problem.message, {**problem.params, "n": number})
            for problem in line_problems(draft, line)
        ]
    return found


def line_problems(draft: Draft, line: ClaimLine) -> Iterator[Problem]:
    """Yield what is wrong with a line, or missing; each message begins with the number of the line."""
    binding, claim = draft.binding, draft.claim
    if claim.side == "executor" and line.line not in binding.case.lines:
        yield Problem("claims.line", msg("line {n}: choose a budget line of the fund"))
    if binding.cost_types and line.cost_type not in binding.cost_types:
        yield Problem("claims.cost_type", msg("line {n}: choose a kind of cost that the benefit covers"))
    if not line.supply_won or line.supply_won < 1 or line.vat_won < 0 or line.cost_won > MOST_WON:
        yield Problem("claims.amount", msg("line {n}: write the value of supply in whole won above zero"))
    if not line.payee:
        yield Problem("claims.payee", msg("line {n}: say who was paid"))
    if not line.what:
        yield Problem("claims.what", msg("line {n}: say what it was for"))
    yield from _day_problems(draft, line)
    yield from _price_problems(draft, line)
    yield from _evidence_problems(draft.evidence.get(line.pk, ()))


def _day_problems(draft: Draft, line: ClaimLine) -> Iterator[Problem]:
    on, binding = line.spent_on, draft.binding
    if on is None:
        yield Problem("claims.day", msg("line {n}: write the day of the payment"))
        return
    if on > draft.today:
        yield Problem("claims.day", msg("line {n}: the day is still to come"))
    elif on < binding.first_day or (binding.last_day is not None and on > binding.last_day):
        last = "" if binding.last_day is None else binding.last_day
        yield Problem(
            "claims.period",
            msg("line {n}: the day is outside of the period that counts, {first} to {last}"),
            {"first": binding.first_day, "last": last},
        )
    elif binding.case.fund.years and on.year != draft.claim.year:
        yield Problem(
            "claims.year",
            msg("line {n}: the day is not in the year of the plan, {year}"),
            {"year": draft.claim.year},
        )


def _price_problems(draft: Draft, line: ClaimLine) -> Iterator[Problem]:
    """Yield what speaks against something that an executor sold itself."""
    if line.item_id is None:
        if same_name(line.payee) in draft.own_names:
            yield Problem(
                "claims.own_sale",
                msg("line {n}: you sold this yourself: choose it from your published price list"),
            )
        return
    item = draft.items.get(line.item_id)
    day = line.spent_on or draft.today
    in_force = lists_in_force(draft.claim.programme, draft.claim.executor, [day])[day]
    if item is None or in_force is None or item.list_id != in_force.pk:
        yield Problem(
            "claims.price_list", msg("line {n}: choose from the price list that was in force on that day")
        )
        return
    if not line.quantity:
        yield Problem("claims.quantity", msg("line {n}: write how many, from 1"))
        return
    most = most_at_list(item.unit_won, line.quantity)
    if line.supply_won and line.supply_won > most:
        yield Problem(
            "claims.above_list",
            msg("line {n}: above the published price: {quantity} × {unit} won make {most} won"),
            {"quantity": line.quantity, "unit": f"{item.unit_won:,}", "most": f"{most:,}"},
        )


def _evidence_problems(some: Sequence[Evidence]) -> Iterator[Problem]:
    if not any(one.kind in PAYING for one in some):
        yield Problem(
            "claims.evidence",
            msg("line {n}: put an e-tax invoice, a card slip or a proof of transfer with it"),
        )
    for one in some:
        if one.kind in NUMBERED and not one.number:
            yield Problem("claims.number", msg("line {n}: write the approval number of the evidence"))
        elif one.file_id is None and one.kind != "tax_invoice":
            # An e-tax invoice can be looked up by its number; nothing else can.
            yield Problem("claims.file", msg("line {n}: put the file of the evidence with it"))


def same_name(name: str) -> str:
    """Return a name as names are compared: without spaces, in small letters."""
    return "".join(name.split()).casefold()
