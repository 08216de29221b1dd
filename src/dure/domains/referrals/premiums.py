"""Premiums that the programme pays: held on the fund at the referral, owed to the insurer once insured."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.funds.models import FundAccount
from dure.domains.funds.orders import hold_each, left_on
from dure.domains.funds.published import refuse_unknown_part
from dure.domains.ledger.posting import hold, post
from dure.domains.payments.models import Payable
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.domains.referrals.file import ONE_BODY, FinanceCase
from dure.domains.referrals.models import Referral
from dure.domains.referrals.room import HeldLegs, let_go
from dure.engine.money.premium import Premium, split_premium
from dure.engine.money.premium_return import returned_won
from dure.engine.money.splitting import drawing_of, drawing_of_public, drawing_of_source, split_payment
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.retention import months_after


def premium_of(finance: FinanceCase, won: int) -> Premium:
    """Return who pays which part of a premium, as the file says."""
    told = finance.finance
    return split_premium(
        won,
        merchant_share_bp=told.merchant_share_bp or 0,
        paid_for_merchant_bp=told.paid_for_merchant_bp,
    )


def shares_of(finance: FinanceCase, won: int, left_won: dict[str, int]) -> dict[str, int]:
    """Return what each source of the fund bears of a premium; raises Refused where one runs dry.

    The public part is drawn from the public sources; a fund without any leaves it to those who pay it past
    the programme. What is paid for the merchant is drawn from the source that the benefit names.
    """
    fund = finance.fund
    if fund is None:
        return {}
    premium, source = premium_of(finance, won), finance.finance.source
    public = drawing_of_public(fund.fund, source)
    helped = drawing_of(fund.fund) if source is None else drawing_of_source(fund.fund, source)
    found: dict[str, int] = {}
    for part, drawing in ((premium.public_won, public), (premium.for_merchant_won, helped)):
        if not part or drawing is None:
            continue
        left = {name: free - found.get(name, 0) for name, free in left_won.items()}
        for name, share in split_payment(part, drawing, left).items():
            found[name] = found.get(name, 0) + share
    return {name: share for name, share in found.items() if share}


def hold_premiums(
    this: Act, finance: FinanceCase, some: Sequence[Referral], *, line: str, year: int, key: str
) -> tuple[uuid.UUID | None, dict[int, HeldLegs], list[int]]:
    """Hold the premiums of some, in the order of asking as far as the money goes.

    Returns the journal, the legs of each that is referred, and the ids of those who wait: once the money is
    not enough for one, all later ones wait. The caller holds the fund by name.
    """
    fund = finance.fund
    if fund is None:
        return None, {one.pk: [] for one in some}, []
    refuse_unknown_part(fund, line=line, year=year)
    left = left_on(fund, "line", line=line, year=year)
    wanted: dict[int, dict[str, int]] = {}
    waiting: list[int] = []
    for one in some:
        try:
            shares = {} if waiting else shares_of(finance, one.asked_won, left)
        except Refused:
            waiting.append(one.pk)
            continue
        if waiting:
            waiting.append(one.pk)
            continue
        wanted[one.pk] = shares
        for source, won in shares.items():
            left[source] -= won
    give = {source: Place(fund.fund.id, "line", source, line, year=year) for source in left}
    get = {source: Place(fund.fund.id, "spent", source, line, year=year) for source in left}
    used = sorted({source for shares in wanted.values() for source in shares})
    ids = open_places(this, fund.programme.id, [place[one] for place in (give, get) for one in used])
    legs: list[list[int]] = []
    found: dict[int, HeldLegs] = {}
    for pk, shares in wanted.items():
        found[pk] = []
        for source, won in shares.items():
            legs.append([ids[give[source]], ids[get[source]], won])
            found[pk].append([len(legs), *legs[-1]])
    if not legs:
        return None, found, waiting
    held = post(this, key=key, what="referrals.premium", legs=[hold(a, b, won) for a, b, won in legs])
    return held.id, found, waiting


def owe_premium(this: Act, finance: FinanceCase, one: Referral, won: int) -> int:
    """Have the premium paid to the insurer: what was held for it is let go, and what it costs held to be
    paid.

    Returns the won that the programme owes. The caller holds the fund by name.
    """
    fund = finance.fund
    let_go(this, [one])
    if fund is None:
        return 0
    shares = shares_of(finance, won, left_on(fund, "line", line=one.line, year=one.year))
    owed = sum(shares.values())
    if not owed:
        return 0
    give = Place(fund.fund.id, "line", "", one.line, year=one.year)
    get = Place(fund.fund.id, "spent", "", one.line, year=one.year)
    held, legs = hold_each(this, fund, shares, give, get, "premium")
    title = finance.bodies[one.body].to("ko")
    code = finance.finance.id if one.body == ONE_BODY else one.body
    payee = payee_for(this, PayeeOf(one.programme, "body", title, code=code))
    owe(
        this,
        Owed(
            one.programme, fund.fund.id, cause_of(one.pk), payee, owed, held, legs,
            f"{finance.finance.title.to('ko')} {one.reference}",
            [by for by in (one.asked_by_id, one.answered_by_id, this.actor.user_id) if by],
        ),
    )  # fmt: skip
    return owed


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What one source paid of a premium: from its line, to what was spent of it."""

    source: str
    line: int
    spent: int
    won: int


def paid_parts(one: Referral) -> list[PaidPart]:
    """Return what each source paid of a premium, as the ledger took it; nothing where nothing is paid."""
    found = Payable.objects.filter(cause=cause_of(one.pk), state="paid").first()
    if found is None:
        return []
    of = FundAccount.objects.filter(account_id__in=[leg[1] for leg in found.legs])
    sources = dict(of.values_list("account_id", "source"))
    return [PaidPart(sources[spent], line, spent, won) for line, spent, won in found.legs]


def due_back(finance: FinanceCase, one: Referral, paid_won: int, cancelled_on: date) -> int:
    """Return what comes back of a premium by the rule of the file for a policy that ends on a day.

    Raises Refused where no period of the cover is known, and for a day outside of it.
    """
    if finance.finance.premium_return == "none":
        return 0
    ends_on = one.ends_on
    if ends_on is None and one.starts_on is not None and finance.finance.term_months is not None:
        ends_on = months_after(one.starts_on, finance.finance.term_months)
    if one.starts_on is None or ends_on is None:
        raise refuse("premium.period", msg("the period of the cover is not known"))
    return returned_won(paid_won, one.starts_on, ends_on, cancelled_on)


def cause_of(referral_id: int) -> str:
    """Return by which cause the premium of a referral is owed."""
    return f"referral/{referral_id}/premium"
