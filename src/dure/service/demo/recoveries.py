"""Recoveries in the demo: one in which the party may answer, one that is paid in instalments, with a ban."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dure.domains.accounts.actors import SignedActor
from dure.domains.payments.queries import own_list
from dure.domains.recoveries.services.answer_case import answer_case
from dure.domains.recoveries.services.ask_instalments import ask_instalments
from dure.domains.recoveries.services.decide_case import Decided, decide_case
from dure.domains.recoveries.services.decide_instalments import decide_instalments
from dure.domains.recoveries.services.give_case_notice import give_case_notice
from dure.domains.recoveries.services.open_case import Opening, open_case
from dure.domains.recoveries.services.put_case_file import put_case_file
from dure.service.demo.money import proof
from dure.service.demo.partners import PROGRAMME
from dure.service.demo.scene import at

_BASIS = "보조금 관리에 관한 법률 제33조, 협약 제12조"


def load_recoveries(
    officer: SignedActor,
    second: SignedActor,
    third: SignedActor,
    firms: Mapping[str, SignedActor],
    lines: Mapping[str, int],
) -> None:
    """Take back part of what executors spent of their advances; ``lines`` are accepted lines of claims."""
    opened = _noticed(
        officer, firms["maple"], "maple", lines["maple"], "misuse",
        "상담 12회 가운데 4회가 사업과 관계없는 업체에서 열린 것으로 보입니다.",
    )  # fmt: skip
    put_case_file(
        actor=officer, now=at("2025-03-21T15:10:00"), case_id=opened, kind="evidence", name="상담 일지.pdf",
        content=proof(5_001),
    )  # fmt: skip
    paid = _noticed(
        officer, firms["birch"], "birch", lines["birch"], "overpaid",
        "회관 임차료를 두 번 청구하였습니다. 3월 12일 행사는 열리지 않았습니다.",
    )  # fmt: skip
    answer_case(
        actor=firms["birch"], now=at("2025-03-21T16:00:00"), case_id=paid,
        words="착오로 두 번 청구한 것이 맞습니다. 나누어 내게 해 주십시오.",
    )  # fmt: skip
    decide_case(
        actor=third, now=at("2025-03-24T09:00:00"), case_id=paid,
        decided=Decided(
            900_000, 0, date(2025, 4, 18), "잘못을 인정하고 바로 알려 제재부가금을 붙이지 않습니다.",
            date(2025, 9, 30), "programme",
        ),
    )  # fmt: skip
    plan = ask_instalments(
        actor=firms["birch"], now=at("2025-03-24T09:20:00"), case_id=paid, count=3,
        first_on=date(2025, 4, 18), reason="한 번에 내기 어렵습니다.",
    )  # fmt: skip
    decide_instalments(
        actor=second,
        now=at("2025-03-24T09:40:00"),
        plan_id=plan,
        approved=True,
        answer="3회로 나누어 내십시오.",
    )


def _noticed(
    officer: SignedActor, who: SignedActor, executor: str, line: int, ground: str, facts: str
) -> int:
    (payee,) = [one for one in own_list(who) if (one.programme, one.code) == (PROGRAMME, executor)]
    told = Opening(ground, _BASIS, facts, (f"claim-line/{line}",))
    case = open_case(
        actor=officer, now=at("2025-03-21T15:00:00"), payee_id=payee.pk, told=told, key=f"demo-{executor}"
    )
    give_case_notice(actor=officer, now=at("2025-03-21T15:20:00"), case_id=case, until=date(2025, 4, 4))
    return case
