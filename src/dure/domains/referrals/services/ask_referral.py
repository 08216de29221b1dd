"""A merchant asks to be referred to the body that decides: how much, to which, and for which loan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import Grant
from dure.domains.events.act import Act, act, acting
from dure.domains.events.alone import alone
from dure.domains.referrals.consenting import counted_of
from dure.domains.referrals.file import WITH_AMOUNT, FinanceCase, finance_case
from dure.domains.referrals.models import LoanTerms, Referral
from dure.domains.referrals.policies import allow_asking
from dure.domains.referrals.states import ALIVE
from dure.engine.law.deadlines import day_of
from dure.engine.money.repayment import Change, Loan, changed
from dure.engine.problems import Problem, Refused, msg, refuse


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: won (0 where none), of which body; the loan and its change where one changes."""

    body: str
    won: int = 0
    loan: Loan | None = None
    change: Change | None = None


def ask_referral(*, actor: SignedActor, now: datetime, grant_id: int, asked: Asked) -> int:
    """Ask for a referral under a grant and return it; the very same asked again is the same row.

    Nothing goes to anybody yet: that takes a consent. Raises NotAllowed, and Refused for a grant that ended
    or is of another kind, an amount that the file does not allow, and where another referral runs.
    """
    grant = Grant.objects.select_related("version").get(pk=grant_id)
    allow_asking(actor, grant.application_id)
    finance = finance_case(grant)
    if finance is None:
        raise refuse("referrals.kind", msg("this benefit is referred to nobody"))
    _refuse(finance, asked, now)
    with act("referrals.ask", actor=actor, now=now) as this:
        alone("referral", grant_id)
        grant.refresh_from_db(fields=["state"])
        before = Referral.objects.filter(grant_id=grant_id, state__in=ALIVE).first()
        if before is not None:
            if (before.state, before.body, before.asked_won) == ("asked", asked.body, asked.won):
                return int(before.pk)
            raise refuse("referrals.runs", msg("a referral runs already: withdraw it first"))
        if grant.state not in ("granted", "in_use"):
            raise refuse("benefits.ended", msg("this grant has ended already"))
        made = Referral.objects.create(
            programme=grant.programme, benefit=grant.benefit, product=finance.finance.product,
            body=asked.body, grant_id=grant_id, application_id=grant.application_id, asked_won=asked.won,
            counted_won=counted_of(finance, asked.won), asked_by_id=actor.user_id or 0, asked_at=now,
        )  # fmt: skip
        if asked.loan is not None and asked.change is not None:
            _keep_loan(this, made, asked.loan, asked.change)
        this.record("referral", made.pk, grant=grant_id, body=asked.body, won=asked.won)
        return int(made.pk)


def _refuse(finance: FinanceCase, asked: Asked, now: datetime) -> None:
    found = []
    if asked.body not in finance.bodies:
        found.append(Problem("referrals.body", msg("the file names no such body")))
    most = finance.case.most_won(day_of(now))
    if finance.finance.product in WITH_AMOUNT:
        if asked.won < 1:
            found.append(Problem("referrals.amount", msg("write how much, in whole won")))
        elif most is not None and asked.won > most:
            found.append(Problem("referrals.over", msg("each gets {won} won at most"), {"won": f"{most:,}"}))
    elif asked.won:
        found.append(Problem("referrals.no_amount", msg("no amount is asked for here")))
    if found:
        raise Refused(found)
    if finance.finance.product == "loan_extension":
        _refuse_change(finance, asked)
    elif asked.loan is not None:
        raise refuse("referrals.no_loan", msg("no loan is changed here"))


def _refuse_change(finance: FinanceCase, asked: Asked) -> None:
    told = finance.finance.loan_change
    if asked.loan is None or asked.change is None:
        raise refuse("referrals.loan", msg("tell the loan, and what is to change in it"))
    change = asked.change
    most_deferred = (told.deferred_for_months if told else None) or 0
    most_added = (told.extended_by_months if told else None) or 0
    found = []
    if told is not None and not told.interest_goes_on and change.deferred_months:
        found.append(
            Problem(
                "loan.deferred", msg("interest that does not go on is not calculated here: ask the lender")
            )
        )
    if change.deferred_months > most_deferred:
        found.append(
            Problem("loan.deferred", msg("deferred for {most} months at most"), {"most": most_deferred})
        )
    if change.added_months > most_added:
        found.append(Problem("loan.months", msg("extended by {most} months at most"), {"most": most_added}))
    if not change.deferred_months and not change.added_months:
        found.append(Problem("referrals.no_change", msg("say by how many months it is to change")))
    if found:
        raise Refused(found)
    changed(asked.loan, change)


def _keep_loan(this: Act, made: Referral, loan: Loan, change: Change) -> None:
    assert acting() is this, "kept in the act that asks"
    LoanTerms.objects.create(
        referral=made, principal_won=loan.principal_won, rate_bp=loan.rate_bp, drawn_on=loan.drawn_on,
        months=loan.months, grace_months=loan.grace_months, method=loan.method, after=change.after,
        deferred_months=change.deferred_months, added_months=change.added_months, new_rate_bp=change.rate_bp,
    )  # fmt: skip
