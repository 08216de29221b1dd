"""Premiums of cancelled policies come back to the line and the sources that paid them, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.domains.at_once import twice_at_once
from tests.domains.financing import (
    LATER,
    agreed,
    financed,
    handed,
    premium_paid,
    state,
    teller,
    told,
    with_premiums,
)
from tests.domains.granting import GRANTS, THEN, officer, owner

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.funds.accounts import standings
from dure.domains.ledger.proving import prove_ledger
from dure.domains.payments.models import Payable
from dure.domains.referrals.models import PremiumReturn
from dure.domains.referrals.services.note_premium_return import GivenBack, note_premium_return
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
STARTS, ENDS = THEN.date(), date(2026, 6, 2)
NOW = LATER + timedelta(days=120)
LEFT = date(2025, 8, 13)
"""72 of 365 days were covered."""


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def insured(won: int = 120_000) -> int:
    """Have one merchant insured; return the referral, whose premium waits to be paid."""
    financed(1, "storm")
    with_premiums()
    pk = agreed(1, "storm", won)
    handed("storm")
    told(pk, "approve", won)
    told(pk, "take_up", won, starts_on=STARTS, ends_on=ENDS)
    return pk


def back(
    pk: int, won: int, who: SignedActor | None = None, reason: str = "", receipt: str = "B-1"
) -> dict[str, int]:
    told = GivenBack(LEFT, won, receipt, reason)
    return note_premium_return(actor=who or teller(), now=NOW, referral_id=pk, told=told)


def stands(part: str) -> dict[str, int]:
    found = standings(GRANTS, "premiums", (part,))
    return {place.source: one.free for place, one in found.items() if one.received}


def test_what_comes_back_goes_to_the_sources_that_paid_it_and_ends_the_referral():
    pk = insured()
    premium_paid()
    before, spent = stands("line"), stands("spent")
    assert sum(spent.values()) == Payable.objects.get().won
    due = Payable.objects.get().won * 293 // 365
    shares = back(pk, due)
    assert sum(shares.values()) == due
    assert stands("line") == {source: free + shares.get(source, 0) for source, free in before.items()}
    assert stands("spent") == {source: won - shares.get(source, 0) for source, won in spent.items()}
    assert state(pk) == "ended"
    row = PremiumReturn.objects.get()
    assert (row.due_won, row.won, dict(row.by_source)) == (due, due, shares)
    with transaction.atomic():
        assert prove_ledger().faults == ()


def test_the_same_again_is_once_and_another_is_refused():
    pk = insured()
    premium_paid()
    due = Payable.objects.get().won * 293 // 365
    first = back(pk, due)
    free = stands("line")
    assert back(pk, due) == first
    with pytest.raises(Refused) as refused:
        back(pk, due, receipt="B-2")
    assert codes(refused) == ["referrals.returned"]
    assert stands("line") == free


def test_two_at_once_note_it_once():
    pk = insured()
    premium_paid()
    due = Payable.objects.get().won * 293 // 365
    who = teller()
    twice_at_once(lambda: back(pk, due, who))
    assert PremiumReturn.objects.count() == 1
    assert sum(stands("spent").values()) == Payable.objects.get().won - due


def test_another_amount_than_the_rule_takes_a_reason_and_never_more_than_was_paid():
    pk = insured()
    premium_paid()
    whole = Payable.objects.get().won
    with pytest.raises(Refused) as refused:
        back(pk, 50_000)
    assert codes(refused) == ["referrals.other_than_due"]
    with pytest.raises(Refused) as refused:
        back(pk, whole + 1, reason="x")
    assert codes(refused) == ["referrals.above_paid"]
    assert PremiumReturn.objects.count() == 0
    back(pk, 50_000, reason="단기요율로 계산한 환급금입니다.")
    assert PremiumReturn.objects.get().won == 50_000


def test_a_premium_that_is_not_paid_yet_does_not_come_back():
    pk = insured()
    with pytest.raises(Refused) as refused:
        back(pk, 10_000, reason="x")
    assert codes(refused) == ["referrals.unpaid"]


def test_only_officers_note_it_and_nobody_who_asked():
    pk = insured()
    premium_paid()
    with pytest.raises(NotAllowed):
        back(pk, 10_000, who=owner(1), reason="x")
    assert back(pk, 10_000, who=officer(), reason="x")
