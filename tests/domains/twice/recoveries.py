"""Recoveries and bans, and tax handed over, each service run twice."""

from __future__ import annotations

from datetime import date, timedelta

from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.funding import officer
from tests.domains.paying import account, owed, payee, sent
from tests.domains.recovering import (
    DECIDER,
    DUE,
    SOON,
    answered,
    decided,
    decision,
    noticed,
    opened,
    paid_once,
    pdf,
)
from tests.domains.test_payments_debts import AFTER, APRIL, results
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.payments.debts import held, settle
from dure.domains.payments.services.hand_over_tax import hand_over_tax
from dure.domains.payments.services.undo_tax_handover import undo_tax_handover
from dure.domains.recoveries.services.answer_case import answer_case
from dure.domains.recoveries.services.answer_recovery_objection import answer_recovery_objection
from dure.domains.recoveries.services.ask_instalments import ask_instalments
from dure.domains.recoveries.services.close_case import close_case
from dure.domains.recoveries.services.decide_case import decide_case
from dure.domains.recoveries.services.decide_instalments import decide_instalments, revoke_instalments
from dure.domains.recoveries.services.drop_case import drop_case
from dure.domains.recoveries.services.dun_case import dun_case
from dure.domains.recoveries.services.dun_late import dun_late
from dure.domains.recoveries.services.give_case_notice import give_case_notice
from dure.domains.recoveries.services.object_to_recovery import (
    object_to_recovery,
    withdraw_recovery_objection,
)
from dure.domains.recoveries.services.open_case import Opening, open_case
from dure.domains.recoveries.services.put_case_file import put_case_file
from dure.domains.recoveries.services.record_receipt import record_receipt
from dure.domains.recoveries.services.settle_paid import settle_paid
from dure.domains.recoveries.services.take_back_instalments import take_back_instalments
from dure.domains.recoveries.services.write_off_case import decide_write_off, propose_write_off
from dure.domains.sanctions.models import Sanction
from dure.domains.sanctions.services.lift_sanction import lift_sanction
from dure.engine.law.deadlines import day_of

WORLD = "funded"
LATE = SOON + timedelta(days=60)
FIRST = DUE + timedelta(days=10)


def _asked(pk: int) -> int:
    return ask_instalments(actor=firm(1), now=SOON, case_id=pk, count=3, first_on=FIRST, reason="매출 감소")


def _objected() -> int:
    pk = _decided()
    return object_to_recovery(actor=firm(1), now=SOON, case_id=pk, grounds="모두 열었습니다.")


def _decided(**other: object) -> int:
    paid_once()
    return decided(**other)


def _withheld() -> None:
    to = payee("person", 900_000_002, "", "이가나")
    account(to, "3333019101234", "이가나")
    owed(1_000_000, "lecture/1", to, income="business")
    results(sent("lecture"), "0000")


@twice(open_case, WORLD)
def _open() -> Call:
    to, who = paid_once(), officer(4)
    told = Opening("misuse", "제33조", "열리지 않았습니다.", ("claim-line/1",))
    return lambda: open_case(actor=who, now=LATER, payee_id=to, told=told, key="twice")


@twice(put_case_file, WORLD)
def _put() -> Call:
    paid_once()
    pk, who = opened(), officer(4)
    return lambda: put_case_file(
        actor=who, now=LATER, case_id=pk, kind="evidence", name="list.pdf", content=pdf()
    )


@twice(give_case_notice, WORLD)
def _notice() -> Call:
    paid_once()
    pk, who = opened(), officer(4)
    return lambda: give_case_notice(actor=who, now=LATER, case_id=pk, until=DUE)


@twice(answer_case, WORLD)
def _answer() -> Call:
    paid_once()
    pk, who = noticed(), firm(1)
    return lambda: answer_case(actor=who, now=LATER, case_id=pk, words="의견")


@twice(drop_case, WORLD)
def _drop() -> Call:
    paid_once()
    pk, who = noticed(), officer(4)
    return lambda: drop_case(actor=who, now=LATER, case_id=pk, reason="why")


@twice(decide_case, WORLD)
def _decide() -> Call:
    paid_once()
    pk, who = answered(), officer(DECIDER)
    told = decision(ban_until=date(2025, 12, 31))
    return lambda: decide_case(actor=who, now=SOON, case_id=pk, decided=told)


@twice(record_receipt, WORLD)
def _receipt() -> Call:
    pk, who = _decided(), officer(4)
    return lambda: record_receipt(
        actor=who, now=SOON, case_id=pk, won=100_000, on=day_of(SOON), reference="bank-1"
    )


@twice(ask_instalments, WORLD)
def _ask() -> Call:
    pk, who = _decided(), firm(1)
    return lambda: ask_instalments(
        actor=who, now=SOON, case_id=pk, count=3, first_on=FIRST, reason="매출 감소"
    )


@twice(take_back_instalments, WORLD)
def _take_back() -> Call:
    plan, who = _asked(_decided()), firm(1)
    return lambda: take_back_instalments(actor=who, now=SOON, plan_id=plan)


@twice(decide_instalments, WORLD)
def _plan() -> Call:
    plan, who = _asked(_decided()), officer(4)
    return lambda: decide_instalments(actor=who, now=SOON, plan_id=plan, approved=True)


@twice(revoke_instalments, WORLD)
def _revoke() -> Call:
    plan, who = _asked(_decided()), officer(4)
    decide_instalments(actor=who, now=SOON, plan_id=plan, approved=True)
    return lambda: revoke_instalments(actor=who, now=LATE, plan_id=plan, reason="why")


@twice(dun_case, WORLD)
def _dun() -> Call:
    pk, who = _decided(), officer(4)
    return lambda: dun_case(actor=who, now=LATE, case_id=pk)


@twice(dun_late, WORLD)
def _dun_late() -> Call:
    _decided()
    return lambda: dun_late(actor=SYSTEM, now=LATE)


@twice(settle_paid, WORLD)
def _settle_paid() -> Call:
    pk = _decided()
    with act("test.settle", actor=officer(), now=SOON) as this:
        settle(this, held(f"recovery/{pk}"), 900_000, kind="set_off", key="set-off/1", on=DUE)
    return lambda: settle_paid(actor=SYSTEM, now=SOON)


@twice(propose_write_off, WORLD)
def _propose() -> Call:
    pk, who = _decided(), officer(4)
    return lambda: propose_write_off(actor=who, now=SOON, case_id=pk, reason="폐업")


@twice(decide_write_off, WORLD)
def _write_off() -> Call:
    pk, who = _decided(), officer(5)
    propose_write_off(actor=officer(4), now=SOON, case_id=pk, reason="폐업")
    return lambda: decide_write_off(actor=who, now=SOON, case_id=pk, confirmed=True, reason="확인")


@twice(close_case, WORLD)
def _close() -> Call:
    pk, who = _decided(back_won=0, due_on=None, ban_until=date(2025, 12, 31)), officer(4)
    return lambda: close_case(actor=who, now=SOON, case_id=pk)


@twice(object_to_recovery, WORLD)
def _object() -> Call:
    pk, who = _decided(), firm(1)
    return lambda: object_to_recovery(actor=who, now=SOON, case_id=pk, grounds="모두 열었습니다.")


@twice(withdraw_recovery_objection, WORLD)
def _withdraw() -> Call:
    pk, who = _objected(), firm(1)
    return lambda: withdraw_recovery_objection(actor=who, now=SOON, objection_id=pk)


@twice(answer_recovery_objection, WORLD)
def _hear() -> Call:
    pk, who = _objected(), officer(6)
    return lambda: answer_recovery_objection(
        actor=who, now=SOON, objection_id=pk, granted=True, answer="맞습니다."
    )


@twice(lift_sanction, WORLD)
def _lift() -> Call:
    _decided(ban_until=date(2025, 12, 31))
    pk, who = Sanction.objects.get().pk, officer(6)
    return lambda: lift_sanction(actor=who, now=SOON, sanction_id=pk, reason="why")


@twice(hand_over_tax, WORLD)
def _hand_over() -> Call:
    _withheld()
    who = officer(1)
    return lambda: hand_over_tax(
        actor=who, now=AFTER, programme=PARTNERS, month=date(2025, 3, 1), handed_on=APRIL, reference="1"
    )


@twice(undo_tax_handover, WORLD)
def _undo() -> Call:
    _withheld()
    pk = hand_over_tax(
        actor=officer(1), now=AFTER, programme=PARTNERS, month=date(2025, 3, 1), handed_on=APRIL,
        reference="1",
    )  # fmt: skip
    who = officer(2)
    return lambda: undo_tax_handover(actor=who, now=AFTER, handover_id=pk, reason="why")
