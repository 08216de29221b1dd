"""An executor reports what it spent on a budget line, with its evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.versions import terms_by_executor
from dure.domains.events.act import act
from dure.domains.events.alone import alone, alone_each
from dure.domains.funds.accounts import Place
from dure.domains.funds.evidence import refuse_used
from dure.domains.funds.models import Expense
from dure.domains.funds.orders import hold_each, left_on, shares_by_left, shares_drawn
from dure.domains.funds.policies import allow_reporting
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.funds.settling import refuse_settled
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

WAYS = ("advance", "after")
EVIDENCE_KINDS = ("tax_invoice", "card_slip", "transfer", "other")


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent: on which line, how much without and with VAT, for whom, and what proves it."""

    line: str
    way: str
    """advance: out of what the executor was handed; after: to be paid once it is accepted."""
    supply_won: int
    vat_won: int
    spent_on: date
    payee: str
    what: str
    evidence_kind: str
    invoice_no: str = ""


def report_expense(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    year: int,
    executor: str,
    spent: Spent,
    name: str,
    content: bytes,
) -> int:
    """Hold what was spent until an officer looks at it; return the expense.

    Raises NotAllowed, and Refused for what is missing, evidence that speaks for something already, where the
    executor has not as much on that line, or the line has not, and after the settlement.
    """
    allow_reporting(actor, programme, executor)
    case = known_fund(programme, fund)
    refuse_unknown_part(case, line=spent.line, year=year)
    if problems := _problems(spent, now):
        raise Refused(problems)
    number = "".join(spent.invoice_no.split()).replace("-", "") or None
    digest, won = hashlib.sha256(content).hexdigest(), spent.supply_won + spent.vat_won
    with act("funds.report_expense", actor=actor, now=now) as this:
        alone_each([("evidence", digest), *([("invoice", number)] if number else [])])
        alone("funds", programme, fund)
        refuse_used(digest, number)
        refuse_settled(programme, fund, year, executor)
        if executor not in terms_by_executor(programme):
            raise refuse("funds.no_agreement", msg("no agreement with this executor is in force"))
        to = Place(fund, "spent", line=spent.line, executor=executor, year=year)
        if spent.way == "advance":
            give = Place(fund, "pool", line=spent.line, executor=executor, year=year)
            left = left_on(case, "pool", line=spent.line, executor=executor, year=year)
            shares = shares_by_left(left, won, spent.line or fund)
        else:
            give = Place(fund, "line", line=spent.line, year=year)
            shares = shares_drawn(case, left_on(case, "line", line=spent.line, year=year), won)
        file = keep_file(this, purpose="evidence", name=name, content=content)
        held, legs = hold_each(this, case, shares, give, to, "expense")
        made = Expense.objects.create(
            programme=programme, fund=fund, year=year, line=spent.line, executor=executor, way=spent.way,
            supply_won=spent.supply_won, vat_won=spent.vat_won, spent_on=spent.spent_on,
            payee=spent.payee.strip(), what=spent.what.strip(), evidence_kind=spent.evidence_kind,
            invoice_no=number, evidence=file, evidence_hash=digest, hold=held, legs=legs,
            reported_by_id=actor.user_id or 0, reported_at=now,
        )  # fmt: skip
        this.record("expense", made.pk, won=won, executor=executor, line=spent.line)
        return made.pk


def _problems(spent: Spent, now: datetime) -> list[Problem]:
    """Return everything that a report lacks, or that cannot be."""
    found = []
    if spent.way not in WAYS:
        found.append(Problem("funds.way", msg("say whether it was paid from the advance")))
    if spent.supply_won < 1 or spent.vat_won < 0:
        found.append(Problem("funds.amount", msg("an amount is a whole number of won above zero")))
    if not spent.payee.strip():
        found.append(Problem("funds.payee", msg("say who was paid")))
    if not spent.what.strip():
        found.append(Problem("funds.what", msg("say what it was for")))
    if spent.evidence_kind not in EVIDENCE_KINDS:
        found.append(Problem("funds.evidence_kind", msg("say what kind of evidence it is")))
    if spent.evidence_kind == "tax_invoice" and not spent.invoice_no.strip():
        found.append(Problem("funds.invoice_no", msg("write the approval number of the e-tax invoice")))
    if spent.spent_on > day_of(now):
        found.append(Problem("funds.day", msg("the day is still to come")))
    return found
