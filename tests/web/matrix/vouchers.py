"""Vouchers: one's own, counters of one's shops, what is on sale for everybody, who runs and issues them."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.rows import EVERYBODY, ROLES, SIGNED_IN, only

READERS = only("officer", "ministry", "accountant", "executor_staff", "other_executor")
OF_VOUCHER = only("officer", "ministry", "accountant", "executor_staff")
OF_VOUCHER = {**OF_VOUCHER, "other_executor": 404}
"""Staff of an executor that issues nothing of it do not find it."""
OFFICER = {**only("officer")}
OWNER = only("merchant", others=404)
SHOP = only("other_merchant", others=404)
BUYER = only("newcomer", others=404)
_RUN = "/officer/vouchers/local-trial/local"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "voucher_sales": ("/vouchers/", EVERYBODY),
    "buy_voucher": ("/vouchers/{voucher_issue}/buy/", SIGNED_IN),
    "voucher_verified": (
        "/vouchers/{voucher_issue}/verified/",
        {role: 302 if role == "nobody" else 422 for role in ROLES},
    ),
    "my_wallets": ("/my/vouchers/", SIGNED_IN),
    "my_wallet": ("/my/vouchers/{wallet}/", OWNER),
    "voucher_order": ("/my/voucher-orders/{voucher_order}/", BUYER),
    "voucher_shops": ("/my/shops/", SIGNED_IN),
    "register_voucher_shop": ("/my/shops/register/", SIGNED_IN),
    "voucher_shop": ("/my/shops/{voucher_shop}/", SHOP),
    "voucher_counter": ("/my/shops/{voucher_shop}/counter/", SHOP),
    "voucher_spend": ("/my/shops/spends/{voucher_spend}/", SHOP),
    "voucher_till_keys": ("/my/shops/{voucher_shop}/keys/", SHOP),
    # Asked by tills with a key of their own, and never by looking: see tests/web/test_till.py.
    "till_balance": ("/api/v1/till/balance", dict.fromkeys(ROLES, 405)),
    "till_spend": ("/api/v1/till/spends", dict.fromkeys(ROLES, 405)),
    "till_give_back": ("/api/v1/till/spends/k/back", dict.fromkeys(ROLES, 405)),
    "officer_vouchers": ("/officer/vouchers/", READERS),
    "officer_voucher": (f"{_RUN}/", OF_VOUCHER),
    "officer_voucher_issue": (f"{_RUN}/issue/", OFFICER),
    "officer_voucher_end": (f"{_RUN}/issues/{{voucher_issue}}/end/", OFFICER),
    "officer_voucher_orders": (f"{_RUN}/orders/", OF_VOUCHER),
    "officer_voucher_order": (f"{_RUN}/orders/{{voucher_order}}/", OF_VOUCHER),
    "officer_voucher_shops": (f"{_RUN}/shops/", OF_VOUCHER),
    "officer_voucher_shop": (f"{_RUN}/shops/{{voucher_shop}}/", OF_VOUCHER),
    "officer_voucher_file": (f"{_RUN}/shops/file/", OF_VOUCHER),
    "officer_voucher_figures": (f"{_RUN}/file/", OF_VOUCHER),
}


def world(made: dict[str, Any]) -> None:
    """Put vouchers of acorn on sale: a newcomer ordered, another merchant takes them, one has credit."""
    from datetime import timedelta

    from tests.domains.builders import published
    from tests.domains.granting import THEN, TODAY, with_needs
    from tests.domains.vouching import LOCAL, SALE

    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.opening import NewAccount, open_accounts
    from dure.domains.vouchers.models import Issue, Order, Shop, Spend, TillKey, Wallet
    from dure.domains.vouchers.opening import coded, new_code

    published(with_needs(SALE.replace("bomnae", "acorn")).encode())
    with act("test.accounts", actor=SYSTEM, now=THEN) as this:
        ids = open_accounts(
            this, [NewAccount(name, "voucher_room", LOCAL, "KRW-FACE") for name in ("room", "sold")]
        )
    issue = Issue.objects.create(
        programme=LOCAL, benefit="local", issuer="acorn", fund="support", face_won=1_000_000,
        discount_bp=1000,
        bearers=[["government", 4000], ["province", 6000]], refund_from_bp=6000, good_days=1825,
        room_id=ids["room"], sold_id=ids["sold"], reason="x", opened_by_id=1, opened_at=THEN,
    )  # fmt: skip
    order = Order.objects.create(
        issue=issue, user_id=made["actors"]["newcomer"].user_id, buyer="b", month=TODAY.replace(day=1),
        face_won=100_000, paid_won=90_000, hold="00000000-0000-0000-0000-000000000001", legs=[],
        ordered_at=THEN, pay_until=THEN + timedelta(days=1),
    )  # fmt: skip
    shop = Shop.objects.create(
        programme=LOCAL, benefit="local", issuer="acorn", merchant_id=made["other"], name="x",
        state="approved", asked_by_id=0, asked_at=THEN, decided_by_id=1, decided_at=THEN,
    )  # fmt: skip
    wallet = Wallet.objects.create(
        kind="credit", programme=LOCAL, benefit="local", issuer="acorn", cause="grant/0",
        application_id=made["application"], fund="support", face_won=100_000, **coded(new_code()),
        starts_on=TODAY, opened_at=THEN,
    )  # fmt: skip
    spend = Spend.objects.create(
        wallet=wallet, shop=shop, key="k", won=10_000, left_won=90_000, legs=[], happened_at=THEN,
        taken_at=THEN, taken_by_id=1,
    )  # fmt: skip
    TillKey.objects.create(shop=shop, name="1", digest="0" * 64, made_by_id=1, made_at=THEN)
    made |= {
        "voucher_issue": issue.pk, "voucher_order": order.pk, "voucher_shop": shop.pk, "wallet": wallet.pk,
        "voucher_spend": spend.pk,
    }  # fmt: skip
