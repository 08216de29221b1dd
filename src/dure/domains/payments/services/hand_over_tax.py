"""An officer notes that the tax withheld in a month was handed to the tax office, and it is posted."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.ledger.posting import move, post
from dure.domains.payments.accounts import open_payout
from dure.domains.payments.models import TaxHandover
from dure.domains.payments.policies import allow_managing
from dure.domains.payments.taxes import left_to_hand_over
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST = 60


def hand_over_tax(
    *, actor: SignedActor, now: datetime, programme: str, month: date, handed_on: date, reference: str
) -> int:
    """Note what is left of a month as handed over, and return the row; what was handed over before stays out.

    Raises NotAllowed, and Refused for a month that is not over, without a receipt's number, for a day before
    the month's end or to come, and where nothing is left.
    """
    allow_managing(actor, programme)
    first = month.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    problems = []
    if day_of(now) < after:
        problems.append(Problem("payments.month", msg("this month is not over yet")))
    elif not after <= handed_on <= day_of(now):
        problems.append(
            Problem("payments.handed_on", msg("choose a day after the month, and not one to come"))
        )
    if not reference.strip() or len(reference.strip()) > LONGEST:
        problems.append(Problem("payments.reference", msg("write the number of the tax office's receipt")))
    if problems:
        raise Refused(problems)
    with act("payments.hand_over_tax", actor=actor, now=now) as this:
        alone("payments-tax", programme)
        same = TaxHandover.objects.filter(
            programme=programme, month=first, reference=reference.strip(), undone_at=None
        ).first()
        if same is not None:
            return int(same.pk)
        left = left_to_hand_over(programme, first)
        if left.won <= 0:
            raise refuse("payments.no_tax", msg("nothing is left of this month to be handed over"))
        made = TaxHandover.objects.create(
            programme=programme, month=first, income_tax_won=left.income_tax_won,
            local_tax_won=left.local_tax_won, reference=reference.strip(), handed_on=handed_on,
            handed_by_id=actor.user_id or 0, handed_at=now,
        )  # fmt: skip
        ids = open_payout(this, programme)
        legs = [move(ids["payout_tax"], ids["payout_tax_paid"], left.won)]
        post(this, key=f"payments/tax/{made.pk}", what="payments.hand_over_tax", legs=legs)
        this.record("tax_handover", made.pk, month=first.isoformat(), won=left.won)
        return int(made.pk)
