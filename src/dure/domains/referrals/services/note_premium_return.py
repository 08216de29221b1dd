"""An officer notes what an insurer gave back of the premium of a policy that ended early (해지환급)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.ledger.posting import move, post
from dure.domains.payments.owing import owed_states
from dure.domains.referrals.answering import Answer, hold_for_answers, note_answer
from dure.domains.referrals.file import FinanceCase, finance_case
from dure.domains.referrals.models import PremiumReturn, Referral
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.premiums import PaidPart, cause_of, due_back, paid_parts
from dure.domains.referrals.telling import tell_answered
from dure.engine.law.deadlines import day_of
from dure.engine.money.premium_return import to_sources
from dure.engine.problems import Problem, Refused, msg, refuse


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What came back: the first day without cover, the won, the number of the bank, and on what it rests."""

    cancelled_on: date
    won: int
    receipt: str
    reason: str


def note_premium_return(
    *, actor: SignedActor, now: datetime, referral_id: int, told: GivenBack
) -> dict[str, int]:
    """Note the return and post it to the budget line and the sources that paid; return the won of each.

    The referral ends with it where its cover still ran. Sent twice it is noted once. Raises NotAllowed, and
    Refused: for what is missing, an amount above what was paid, another than the file's rule gives without a
    reason, a premium that is not paid yet or was not ours, a number that was used, and a second return.
    """
    one = Referral.objects.select_related("grant__version").get(pk=referral_id)
    allow_telling(actor, one.programme)
    refuse_own_word(actor, one.asked_by_id)
    finance = finance_case(one.grant)
    assert finance is not None, "a referral is of a grant of finance"
    with act("referrals.return_premium", actor=actor, now=now, reason=told.reason.strip()) as this:
        hold_for_answers(finance)
        one.refresh_from_db()
        before = PremiumReturn.objects.filter(referral=one).first()
        if before is not None:
            if (before.won, before.receipt) == (told.won, told.receipt.strip()):
                return dict(before.by_source)
            raise refuse("referrals.returned", msg("the return of this premium was noted already"))
        paid = _paid(one)
        whole = sum(part.won for part in paid)
        due = due_back(finance, one, whole, told.cancelled_on)
        if problems := _problems(told, whole, due, day_of(now)):
            raise Refused(problems)
        shares = to_sources(told.won, {part.source: part.won for part in paid})
        _post(this, one, paid, shares)
        made = PremiumReturn.objects.create(
            referral=one, cancelled_on=told.cancelled_on, paid_won=whole, due_won=due,
            won=told.won, by_source=list(shares.items()), receipt=told.receipt.strip(),
            reason=told.reason.strip(), noted_by_id=actor.user_id or 0, noted_at=now,
        )  # fmt: skip
        this.record("premium_return", made.pk, referral=one.pk, won=told.won)
        if one.state == "taken_up":
            _end(this, finance, one, told)
    return shares


def _paid(one: Referral) -> list[PaidPart]:
    """Return what each source paid of a premium; raises Refused where nothing of it is paid."""
    if one.product != "insurance" or one.state not in ("taken_up", "ended"):
        raise refuse("referrals.not_insured", msg("no policy stands here that could have been cancelled"))
    state = owed_states([cause_of(one.pk)]).get(cause_of(one.pk))
    if state is None:
        raise refuse("referrals.no_premium", msg("the programme paid nothing of this premium"))
    if state != "paid":
        raise refuse("referrals.unpaid", msg("the premium is not paid yet: it can still be stopped there"))
    return paid_parts(one)


def _problems(told: GivenBack, paid: int, due: int, today: date) -> list[Problem]:
    found = []
    if told.cancelled_on > today:
        found.append(Problem("referrals.day", msg("the day is still to come")))
    if told.won < 1:
        found.append(Problem("referrals.amount", msg("write how much, in whole won")))
    elif told.won > paid:
        found.append(Problem("referrals.above_paid", msg("no more than {won} won"), {"won": f"{paid:,}"}))
    elif told.won != due and not told.reason.strip():
        found.append(
            Problem(
                "referrals.other_than_due",
                msg("by the file {won} won come back: write why it is another amount"),
                {"won": f"{due:,}"},
            )
        )
    if not told.receipt.strip():
        found.append(Problem("referrals.receipt", msg("say under which number the bank booked it")))
    elif PremiumReturn.objects.filter(receipt=told.receipt.strip()).exists():
        found.append(Problem("referrals.receipt", msg("this number was noted for another return already")))
    return found


def _post(this: Act, one: Referral, paid: Sequence[PaidPart], shares: Mapping[str, int]) -> None:
    """Move what came back from what was spent to the line, source by source."""
    post(
        this,
        key=f"referrals/premium_return/{one.pk}",
        what="referrals.premium_return",
        legs=[move(part.spent, part.line, shares[part.source]) for part in paid if shares[part.source]],
    )


def _end(this: Act, finance: FinanceCase, one: Referral, told: GivenBack) -> None:
    note_answer(this, finance, one, Answer("end", told.cancelled_on, reason=told.reason.strip()))
    tell_answered(this, finance, one)
