"""Fills a database for the bench of the lists with local vouchers: shops, and orders of citizens, by SQL."""

from __future__ import annotations

from django.db import connection

PROGRAMME, BENEFIT = "voucher-bench", "local"
AT = "timestamptz '2025-03-20T10:00:00+09:00'"
ORDERS = 30_000
FILE = f"""\
format: 1
id: {PROGRAMME}
title: {{ko: 상품권 2025, en: Vouchers 2025}}
year: 2025
window: {{opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}}
reference_day: 2025-03-18
executors:
  - {{id: issuer, name: {{ko: 발행시, en: Issuer}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
stages:
  - id: shops
    title: {{ko: 가맹점, en: Shops}}
    quota: {{total: 40}}
    over: all
    chosen_by: entitlement
    benefits: [{BENEFIT}]
benefits:
  - id: {BENEFIT}
    kind: voucher_credit
    title: {{ko: 상품권, en: Voucher}}
    provided_by: other_body
    fund: discount
    total_won: 5000000
    expires_after_days: 1825
    sold_at_discount_bp: 1000
    discount_borne: [{{by: local_government, share_bp: 10000}}]
    purchase_ceiling_won: 500000
    partial_refund: true
    refund_from_spent_bp: 6000
    redemption: {{paid_within_days: 3}}
funds:
  - id: discount
    title: {{ko: 할인 보전, en: Discount}}
    sources:
      - {{id: citizens, title: {{ko: 구매 대금, en: Paid by citizens}}, kind: other_private}}
      - {{id: province, title: {{ko: 지방비, en: Province}}, kind: local_government}}
rights: {{withdraw: true}}
"""


def voucher_file() -> bytes:
    """Return a programme that sells vouchers."""
    return FILE.encode()


def fill_vouchers() -> None:
    """Register every merchant as a shop, and let citizens order: of a version that is published."""
    _run(
        "INSERT INTO vouchers_shop (programme, benefit, issuer, merchant_id, name, region, ksic, search,"
        " state, business_status, asked_by_id, asked_at, decided_by_id, decided_at, answer)"
        " SELECT %s, %s, 'issuer', id, name, coalesce(region, ''), coalesce(ksic, ''), search,"
        " CASE WHEN id %% 50 = 0 THEN 'asked' ELSE 'approved' END, 'active', 1,"
        f" {AT} - id * interval '1 second', CASE WHEN id %% 50 > 0 THEN 2 END,"
        f" CASE WHEN id %% 50 > 0 THEN {AT} END, '' FROM merchants_merchant",
        *(PROGRAMME, BENEFIT),
    )
    _run(
        "INSERT INTO vouchers_issue (programme, benefit, issuer, fund, line, year, face_won, discount_bp,"
        " bearers, monthly_won, refund_from_bp, good_days, room_id, sold_id, state, reason, opened_by_id,"
        " opened_at)"
        " SELECT %s, %s, 'issuer', 'discount', '', 0, 1000000000, 1000, '[]', 500000, 6000, 1825,"
        f" min(id), max(id), 'on_sale', 'bench', 1, {AT} FROM ledger_account",
        *(PROGRAMME, BENEFIT),
    )
    _run(
        "INSERT INTO vouchers_order (issue_id, user_id, buyer, month, face_won, paid_won, hold, legs, state,"
        " receipt, ordered_at, pay_until)"
        " SELECT i.id, n, md5('b' || n), date '2025-03-01', 10000, 9000, gen_random_uuid(), '[]', 'ordered',"
        f" '', {AT} - n * interval '1 second', {AT} + interval '3 days'"
        f" FROM vouchers_issue i, generate_series(1, {ORDERS}) n"
    )


def _run(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
