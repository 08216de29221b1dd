"""Credit: granted, spent at registered shops, given back, settled by night, paid once, expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.granting import GRANTS, THEN, entitled, grant_of, line_left, officer, owner
from tests.domains.vouching import (
    LATER,
    NIGHT,
    coming,
    credited,
    left,
    left_won,
    settled,
    shop,
    shopkeeper,
    shopkeeper_of,
    taken,
    totals,
    wallet_of,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.ledger.models import Transfer
from dure.domains.payments.models import Payable
from dure.domains.vouchers.models import CodeTry, ShopDay, Spend, SpendBack, Wallet
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.decide_shop import decide_shop
from dure.domains.vouchers.services.end_shop import end_shop
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.renew_code import renew_code
from dure.domains.vouchers.services.spend import Taken, spend
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_credit_is_a_wallet_of_two_sources_and_a_shop_is_paid_once():
    credited()
    one, at = wallet_of(1), shop()
    assert (one.kind, one.face_won, str(one.ends_on)) == ("credit", 100_000, "2025-08-31")
    assert left(one) == {"government": 70_000, "province": 30_000} == entitled(1, "market")
    first = taken(at, one, 40_001)
    assert (first.won, first.left_won) == (40_001, 59_999)
    assert left(one) == {"government": 41_999, "province": 18_000}
    assert taken(at, one, 40_001) == first
    assert (Spend.objects.count(), coming(at)) == (1, 40_001)
    assert settled() == 1
    assert settled() == 0
    assert settled(NIGHT + timedelta(hours=5)) == 0
    day = ShopDay.objects.get()
    assert (str(day.day), day.taken_won, day.fee_won, day.won) == ("2025-06-02", 40_001, 200, 39_801)
    owed = Payable.objects.get()
    assert (owed.cause, owed.won, owed.payee.kind, owed.payee.owner_id, owed.state) == (
        f"voucher-day/{at.pk}/support/2025-06-02", 39_801, "shop", at.merchant_id, "waiting",
    )  # fmt: skip
    assert owed.involved == [shopkeeper().user_id]
    assert coming(at) == 0
    assert totals() == {"KRW": 0}


def test_the_same_key_for_something_else_is_refused_and_nothing_is_taken():
    credited()
    one, at = wallet_of(1), shop()
    taken(at, one, 10_000)
    for wallet, won in ((one, 10_001), (wallet_of(2), 10_000)):
        with pytest.raises(Refused) as refused:
            taken(at, wallet, won)
        assert codes(refused) == ["vouchers.key"]
    assert (left_won(one), left_won(wallet_of(2)), Spend.objects.count()) == (90_000, 100_000, 1)


def test_what_is_given_back_returns_to_each_source_to_the_last_won():
    credited()
    one, at = wallet_of(1), shop()
    spent = taken(at, one, 33_333)
    who = shopkeeper_of(at)
    for n, won in enumerate((11_111, 1, 22_221)):
        give_back(actor=who, now=LATER, spend_id=spent.spend_id, won=won, key=f"b{n}", reason="반품")
    again = give_back(actor=who, now=LATER, spend_id=spent.spend_id, won=22_221, key="b2", reason="반품")
    assert again == Taken(spent.spend_id, 22_221, 100_000)
    assert left(one) == {"government": 70_000, "province": 30_000}
    with pytest.raises(Refused) as refused:
        give_back(actor=who, now=LATER, spend_id=spent.spend_id, won=1, key="b9", reason="반품")
    assert codes(refused) == ["vouchers.back"]
    assert (SpendBack.objects.count(), coming(at), settled()) == (3, 0, 0)


def test_after_the_shop_was_paid_a_refund_is_set_off_or_refused():
    credited()
    one, at = wallet_of(1), shop()
    spent = taken(at, one, 30_000)
    settled()
    who, after = shopkeeper_of(at), NIGHT + timedelta(hours=10)
    with pytest.raises(Refused) as refused:
        give_back(actor=who, now=after, spend_id=spent.spend_id, won=10_000, key="b", reason="반품")
    assert codes(refused) == ["vouchers.settled"]
    taken(at, one, 20_000, key="k2", now=after)
    give_back(actor=who, now=after, spend_id=spent.spend_id, won=10_000, key="b", reason="반품")
    assert (coming(at), left_won(one)) == (10_000, 60_000)
    assert settled(NIGHT + timedelta(days=1)) == 1
    last = ShopDay.objects.order_by("pk").last()
    assert last is not None
    assert (last.taken_won, last.back_won, last.fee_won, last.won) == (20_000, 10_000, 50, 9_950)


def test_a_shop_is_paid_no_more_than_the_ceiling_of_a_month():
    credited(3)
    at = shop()
    for n in (1, 2, 3):
        taken(at, wallet_of(n), 60_000, key=f"k{n}")
    settled()
    assert (ShopDay.objects.get().taken_won, coming(at)) == (120_000, 60_000)
    assert settled(NIGHT + timedelta(days=1)) == 0
    assert settled(NIGHT + timedelta(days=29)) == 1  # the first of July pays for the 30th of June: still full


def test_who_is_refused_at_the_counter_and_nothing_moves():
    credited()
    one, at, other = wallet_of(1), shop(), shop(51, "coupons")
    before = Transfer.objects.count()
    with pytest.raises(NotAllowed):
        spend(actor=owner(1), now=LATER, shop_id=at.pk, code=one.code, won=1, key="k")
    for where, won, code, more in (
        (at, 100_001, "vouchers.short", {}),
        (at, 0, "vouchers.amount", {}),
        (other, 1, "vouchers.not_here", {}),
        (at, 1, "vouchers.moment", {"happened_at": LATER + timedelta(minutes=1)}),
        (at, 1, "vouchers.late", {"happened_at": LATER - timedelta(days=4)}),
        (at, 1, "vouchers.shop", {"happened_at": THEN - timedelta(minutes=1)}),
        (at, 1, "vouchers.period", {"now": THEN + timedelta(days=90)}),
    ):
        with pytest.raises(Refused) as refused:
            taken(where, one, won, **more)
        assert codes(refused) == [code]
    assert (Transfer.objects.count(), Spend.objects.count(), left_won(one)) == (before, 0, 100_000)


def test_what_was_taken_without_network_is_accepted_within_three_days():
    credited()
    one, at = wallet_of(1), shop()
    moment = LATER
    later = taken(at, one, 1_000, key="offline", now=LATER + timedelta(days=2), happened_at=moment)
    found = Spend.objects.get(pk=later.spend_id)
    assert (found.happened_at, found.taken_at) == (moment, LATER + timedelta(days=2))


def test_nobody_takes_their_own_credit():
    credited()
    one = wallet_of(1)
    own = one.application
    assert own is not None
    pk = ask_registration(
        actor=owner(1), now=THEN, programme=GRANTS, benefit="market", issuer="", merchant_id=own.merchant_id
    )
    decide_shop(actor=officer(), now=THEN, shop_id=pk, approved=True)
    with pytest.raises(Refused) as refused:
        spend(actor=owner(1), now=LATER, shop_id=pk, code=one.code, won=1, key="k")
    assert codes(refused) == ["vouchers.own"]


def test_codes_are_guessed_ten_times_and_no_more():
    credited()
    one, at = wallet_of(1), shop()
    who = shopkeeper_of(at)
    wrong = "0000 0000 0000 0098"
    for n in range(12):
        with pytest.raises(Refused) as refused:
            spend(actor=who, now=LATER, shop_id=at.pk, code=wrong, won=1, key=str(n))
        assert codes(refused) == ["vouchers.code" if n < 10 else "vouchers.tries"]
    with pytest.raises(Refused) as refused:
        taken(at, one, 1)
    assert codes(refused) == ["vouchers.tries"]
    assert CodeTry.objects.count() == 10
    assert taken(at, one, 1, now=LATER + timedelta(minutes=16)).left_won == 99_999


def test_a_new_code_makes_the_old_one_none():
    credited()
    one, at = wallet_of(1), shop()
    renew_code(actor=owner(1), now=LATER, wallet_id=one.pk, key="n")
    renew_code(actor=owner(1), now=LATER, wallet_id=one.pk, key="n")
    with pytest.raises(Refused) as refused:
        taken(at, one, 1)
    assert codes(refused) == ["vouchers.code"]
    with pytest.raises(NotAllowed):
        renew_code(actor=owner(2), now=LATER, wallet_id=one.pk, key="m")
    assert taken(at, wallet_of(1), 1).left_won == 99_999


def test_coupons_are_spent_whole():
    credited(1, "coupons")
    one, at = wallet_of(1, "coupons"), shop(benefit="coupons")
    with pytest.raises(Refused) as refused:
        taken(at, one, 7_000)
    assert codes(refused) == ["vouchers.coupon"]
    assert taken(at, one, 15_000).left_won == 35_000


def test_what_is_not_spent_goes_back_to_its_sources_when_the_time_is_over():
    credited(1)
    one, at = wallet_of(1), shop()
    taken(at, one, 40_000)
    before = line_left()
    expire_grants(actor=SYSTEM, now=THEN + timedelta(days=91))
    assert {source: won - before[source] for source, won in line_left().items()} == {
        "government": 42_000, "province": 18_000,
    }  # fmt: skip
    assert Wallet.objects.get(pk=one.pk).state == "expired"
    with pytest.raises(Refused) as refused:
        taken(at, one, 1, key="k2")
    assert codes(refused) == ["vouchers.ended"]
    assert totals() == {"KRW": 0}


def test_a_cancelled_grant_can_be_granted_anew_with_a_wallet_of_its_own():
    from tests.domains.granting import granted

    credited(1)
    first = wallet_of(1)
    end_grant(actor=officer(), now=LATER, grant_id=grant_of(1, "market").pk, cancelled=True, reason="오류")
    assert Wallet.objects.get(pk=first.pk).state == "cancelled"
    granted("market", key="again", now=LATER)
    assert left(wallet_of(1)) == {"government": 70_000, "province": 30_000}


def test_two_spends_at_once_never_go_below_zero():
    credited(1)
    one, at = wallet_of(1), shop()
    came = twice_at_once(lambda: taken(at, one, 60_000, key="a"), lambda: taken(at, one, 60_000, key="b"))
    assert sorted(type(one).__name__ for one in came) == ["Refused", "Taken"]
    assert (left_won(one), coming(at), Spend.objects.count()) == (40_000, 60_000, 1)


def test_one_key_pressed_twice_at_once_spends_once():
    credited(1)
    one, at = wallet_of(1), shop()
    first, second = twice_at_once(lambda: taken(at, one, 60_000))
    assert first == second
    assert (left_won(one), Spend.objects.count()) == (40_000, 1)


def test_a_registration_is_decided_by_somebody_else_and_ends():
    credited(1)
    one, at = wallet_of(1), shop()
    with pytest.raises(NotAllowed):
        decide_shop(actor=shopkeeper(), now=THEN, shop_id=at.pk, approved=True)
    with pytest.raises(Refused) as refused:
        end_shop(actor=shopkeeper(), now=LATER, shop_id=at.pk, reason=" ")
    assert codes(refused) == ["vouchers.reason"]
    end_shop(actor=shopkeeper(), now=LATER, shop_id=at.pk, reason="폐업")
    with pytest.raises(Refused) as refused:
        taken(at, one, 1)
    assert codes(refused) == ["vouchers.shop"]


def test_metered_credit_is_reported_confirmed_and_paid_at_its_price_up_to_the_ceiling_of_the_law():
    from tests.domains.agreeing import PDF
    from tests.domains.granting import TODAY, staff

    from dure.domains.benefits.services.decide_use import decide_use
    from dure.domains.benefits.services.report_use import Used, report_use

    credited(1, "messages")
    grant = grant_of(1, "messages")
    assert (grant.won, Wallet.objects.count()) == (300_000, 0)
    use = report_use(
        actor=staff(), now=LATER, grant_id=grant.pk, used=Used(TODAY, "5월 소식", units=19_999),
        name="a.pdf", content=PDF,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        report_use(actor=staff(), now=LATER, grant_id=grant.pk, used=Used(TODAY, "또", units=2))
    assert codes(refused) == ["benefits.credit_short"]
    decide_use(actor=owner(1), now=LATER, use_id=use, name="confirm")
    owed = Payable.objects.get()
    assert (owed.cause, owed.won, owed.payee.code) == (f"grant-use/{use}", 299_985, "acorn")
    assert sum(entitled(1, "messages").values()) == 15


def test_credit_that_is_spent_at_shops_is_not_reported_by_use():
    from tests.domains.granting import TODAY, staff

    from dure.domains.benefits.services.report_use import Used, report_use

    credited(1)
    with pytest.raises(Refused) as refused:
        report_use(
            actor=staff(),
            now=LATER,
            grant_id=grant_of(1, "market").pk,
            used=Used(TODAY, "x", worth_won=1, basis="y"),
        )
    assert codes(refused) == ["benefits.kind"]
