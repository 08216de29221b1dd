"""What tests of referrals need: a programme with every kind of finance, and merchants who were granted it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.domains.granting import FILE as GRANTS_FILE
from tests.domains.granting import GRANTS, THEN, TODAY, grant_of, held, officer, owner
from tests.domains.people import person

from dure.adapters.payout import Answer as BankAnswer
from dure.adapters.payout.layout import draw
from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import benefit_case
from dure.domains.benefits.granting import Asked as AskedGrant
from dure.domains.benefits.granting import plan_of
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.models import Batch, Payable
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.tell_account import Told, tell_account
from dure.domains.referrals.answering import Answer
from dure.domains.referrals.file import FinanceCase, finance_of
from dure.domains.referrals.models import Referral
from dure.domains.referrals.services.answer_referral import answer_referral
from dure.domains.referrals.services.ask_referral import Asked, ask_referral
from dure.domains.referrals.services.give_consent import give_consent
from dure.domains.referrals.services.hand_over import HandedOver, hand_over
from dure.engine.money.repayment import Change, Loan

LATER = THEN + timedelta(days=3)
BENEFITS = """\
  - id: loan
    kind: finance
    title: {ko: 성장 융자, en: Growth loan}
    provided_by: other_body
    product: loan
    decided_by: {ko: 기금, en: The fund}
    fund: lent
    ceiling_won: 60000000
  - id: guarantee
    kind: finance
    title: {ko: 특례보증, en: Special guarantee}
    provided_by: other_body
    product: guarantee
    decided_by: {ko: 신용보증재단, en: Guarantee foundations}
    bodies:
      - {id: seoul, title: {ko: 서울재단, en: Seoul foundation}, ceiling_won: 60000000}
      - {id: busan, title: {ko: 부산재단, en: Busan foundation}}
    fund: guaranteed
    ceiling_won: 80000000
    covered_bp: 8500
  - id: storm
    kind: finance
    title: {ko: 풍수해보험, en: Storm insurance}
    product: insurance
    decided_by: {ko: 보험사, en: The insurer}
    fund: premiums
    source: platform
    cover_won: 90000000
    term_months: 12
    merchant_share_bp: 3000
    paid_for_merchant_bp: 10000
  - id: deferral
    kind: finance
    title: {ko: 상환유예, en: Deferral}
    provided_by: other_body
    product: loan_extension
    decided_by: {ko: 대출 기관, en: The lender}
    loan_change: {deferred_for_months: 12, extended_by_months: 12}
  - id: allowance
    kind: finance
    title: {ko: 구직급여, en: Allowance}
    provided_by: other_body
    product: unemployment_benefit
    decided_by: {ko: 고용센터, en: Job centre}
"""
FUNDS = """\
  - id: lent
    title: {ko: 융자 재원, en: Loans}
    total_won: 100000000
    counts: lent
    sources: [{id: market_fund, title: {ko: 기금, en: Fund}, kind: government}]
  - id: guaranteed
    title: {ko: 보증 총액, en: Guarantees}
    total_won: 100000000
    counts: guaranteed
    sources: [{id: state, title: {ko: 출연, en: State}, kind: government}]
  - id: premiums
    title: {ko: 보험료, en: Premiums}
    sources:
      - {id: public, title: {ko: 정부, en: Government}, kind: government}
      - {id: platform, title: {ko: 플랫폼, en: Platform}, kind: executor_cash}
    matching: {kind: split_payment, public: [public], private: [platform], ratio_bp: 4286}
"""
FILE = (
    GRANTS_FILE.replace("photos, exhibition, discount]", "loan, guarantee, storm, deferral, allowance]")
    .replace("\nfunds:\n", "\n" + BENEFITS + "funds:\n" + FUNDS)
)  # fmt: skip
FINANCE = ("loan", "guarantee", "storm", "deferral", "allowance")
LOAN = Loan(12_000_000, 365, date(2025, 1, 1), 6)
CHANGE = Change(after=2, deferred_months=2, added_months=2)


def financed(count: int = 3, *benefits: str) -> None:
    """Grant kinds of finance to so many merchants."""
    held(count, text=FILE)
    for benefit in benefits or FINANCE:
        asked = AskedGrant("first", year=0) if benefit_case(GRANTS, benefit).fund else AskedGrant("first")
        shown = plan_of(benefit_case(GRANTS, benefit), asked, TODAY).plan.fingerprint
        grant_benefit(
            actor=officer(), now=THEN, programme=GRANTS, benefit=benefit, asked=asked, fingerprint=shown,
            reason="선정 결과", key=benefit,
        )  # fmt: skip


def with_premiums(public: int = 1_000_000, platform: int = 500_000) -> None:
    """Bring money for premiums."""
    for source, won in (("public", public), ("platform", platform)):
        allot_money(
            actor=officer(), now=THEN, programme=GRANTS, fund="premiums", source=source, year=0,
            won_by_line={"": won}, reason="교부 결정", key=source,
        )  # fmt: skip


def teller() -> SignedActor:
    """Return another officer, who tells what bodies answer."""
    return person("officer", email="teller@test.example")


def asked(n: int, benefit: str, won: int = 0, body: str = "body", **more: Any) -> int:
    """Have a merchant ask."""
    return ask_referral(
        actor=owner(n), now=LATER + timedelta(minutes=n), grant_id=grant_of(n, benefit).pk,
        asked=Asked(body, won, **more),
    )  # fmt: skip


def agreed(n: int, benefit: str, won: int = 0, body: str = "body", **more: Any) -> int:
    """Have a merchant ask and agree."""
    pk = asked(n, benefit, won, body, **more)
    give_consent(actor=owner(n), now=LATER + timedelta(minutes=n), referral_id=pk)
    return pk


def handed(benefit: str, body: str = "body", key: str = "k") -> HandedOver:
    return hand_over(
        actor=officer(), now=LATER + timedelta(hours=1), programme=GRANTS, benefit=benefit, body=body,
        reason="연계", key=key,
    )  # fmt: skip


def told(pk: int, move: str, won: int | None = None, **more: Any) -> None:
    """Have an officer tell an answer of the body."""
    answer_referral(
        actor=teller(), now=LATER + timedelta(hours=2), referral_id=pk,
        answer=Answer(move, TODAY, won, **more),
    )  # fmt: skip


def case_of(benefit: str) -> FinanceCase:
    found = finance_of(benefit_case(GRANTS, benefit))
    assert found is not None
    return found


def state(pk: int) -> str:
    return str(Referral.objects.values_list("state", flat=True).get(pk=pk))


def payer(n: int) -> SignedActor:
    """Return one of three officers who pay."""
    return person("officer", email=f"payer{n}@test.example")


def premium_paid() -> None:
    """Pay the one premium that waits: an account of two people, a batch of three, the bank's answer."""
    now, on = LATER + timedelta(days=1), date(2025, 6, 9)
    owed = Payable.objects.get(payee__kind="body")
    account_told = Told("004", "1234567890123", "가상손해보험")
    account = tell_account(actor=payer(1), now=now, payee_id=owed.payee_id, told=account_told)
    decide_account(actor=payer(2), now=now, account_id=account, confirmed=True, answer="확인")
    batch = draft_batch(actor=payer(1), now=now, programme=GRANTS, way="file", pay_on=on, key="b")
    approve_batch(actor=payer(2), now=now, batch_id=batch)
    send_batch(actor=payer(3), now=now, batch_id=batch)
    content = draw(transfers_of(Batch.objects.get(pk=batch)), {1: BankAnswer(1, "0000", on)})
    read_results(actor=payer(1), now=now + timedelta(days=4), batch_id=batch, content=content)
