"""What tests of recoveries need: a million paid to maple, and a case on it, as far as it is wanted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.domains.agreeing import LATER, PDF, firm
from tests.domains.funding import officer
from tests.domains.owing_back import paid
from tests.domains.paying import account, payee

from dure.domains.recoveries.models import RecoveryCase
from dure.domains.recoveries.services.answer_case import answer_case
from dure.domains.recoveries.services.decide_case import Decided, decide_case
from dure.domains.recoveries.services.give_case_notice import give_case_notice
from dure.domains.recoveries.services.open_case import Opening, open_case
from dure.domains.recoveries.services.record_receipt import record_receipt
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until

SOON = LATER + timedelta(days=3)
DUE = day_of(SOON) + timedelta(days=20)
DECIDER = 5
"""Officers 1 to 3 paid; 4 opens, 5 decides, 6 hears objections."""


def paid_once(won: int = 1_000_000) -> int:
    """Pay maple, and return its payee."""
    to = payee()
    account(to)
    paid(won, to=to)
    return to


def opened(
    ground: str = "misuse",
    causes: tuple[str, ...] = ("claim-line/1",),
    key: str = "one",
    to: int | None = None,
) -> int:
    told = Opening(ground, "보조금 관리에 관한 법률 제33조", "상담 4회가 열리지 않았습니다.", causes)
    return open_case(actor=officer(4), now=LATER, payee_id=payee() if to is None else to, told=told, key=key)


def noticed(**other: object) -> int:
    pk = opened(**other)  # type: ignore[arg-type]
    give_case_notice(actor=officer(4), now=LATER, case_id=pk, until=least_until(day_of(LATER)))
    return pk


def answered(**other: object) -> int:
    pk = noticed(**other)
    answer_case(actor=firm(1), now=LATER, case_id=pk, words="두 번은 다시 열었습니다.")
    return pk


def decision(**other: object) -> Decided:
    told: dict[str, object] = {
        "back_won": 600_000, "surcharge_bp": 5_000, "due_on": DUE, "considered": "다시 연 2회는 뺐습니다.",
    } | other  # fmt: skip
    return Decided(**told)  # type: ignore[arg-type]


def decided(**other: object) -> int:
    """Return a case in which 600,000 won and half of it beside are asked for."""
    pk = answered()
    decide_case(actor=officer(DECIDER), now=SOON, case_id=pk, decided=decision(**other))
    return pk


def came(case: int, won: int, on: date, reference: str = "bank-1", now: datetime | None = None) -> None:
    at = SOON + timedelta(days=(on - day_of(SOON)).days) if now is None else now
    record_receipt(actor=officer(4), now=at, case_id=case, won=won, on=on, reference=reference)


def case_by(pk: int) -> RecoveryCase:
    found: RecoveryCase = RecoveryCase.objects.get(pk=pk)
    return found


def pdf(n: int = 1) -> bytes:
    return PDF + b"%" + str(n).encode()
