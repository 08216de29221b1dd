"""Referrals, each service run twice."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from django.conf import settings
from tests.domains.financing import LATER, agreed, asked, handed, premium_paid, teller, told
from tests.domains.granting import GRANTS, TODAY, grant_of, officer, owner
from tests.domains.twice.scenario import Call, twice

from dure.adapters.finance_body.stub import KEY, StubServer, start_stub
from dure.domains.accounts.actors import SYSTEM
from dure.domains.referrals.answering import Answer
from dure.domains.referrals.exchange import key_of
from dure.domains.referrals.models import Handover, Referral
from dure.domains.referrals.services.answer_payout import answer_payout
from dure.domains.referrals.services.answer_referral import answer_referral
from dure.domains.referrals.services.ask_payout import ask_payout
from dure.domains.referrals.services.ask_referral import Asked, ask_referral
from dure.domains.referrals.services.carry_handover import carry_handover
from dure.domains.referrals.services.fetch_answers import fetch_answers
from dure.domains.referrals.services.give_consent import give_consent
from dure.domains.referrals.services.hand_over import hand_over
from dure.domains.referrals.services.note_premium_return import GivenBack, note_premium_return
from dure.domains.referrals.services.read_answers import read_answers
from dure.domains.referrals.services.repay_guaranteed import repay_guaranteed
from dure.domains.referrals.services.send_handover import send_handover
from dure.domains.referrals.services.withdraw_referral import withdraw_referral

WORLD = "financed"


def _guaranteed() -> int:
    return int(Referral.objects.values_list("pk", flat=True).get(benefit="guarantee"))


def _insured() -> int:
    pk = agreed(1, "storm", 10_000)
    handed("storm")
    told(pk, "approve", 10_000)
    told(pk, "take_up", 10_000)
    return pk


@twice(ask_referral, WORLD)
def _ask() -> Call:
    who, pk = owner(1), grant_of(1, "loan").pk
    return lambda: ask_referral(actor=who, now=LATER, grant_id=pk, asked=Asked("body", 5))


@twice(give_consent, WORLD)
def _agree() -> Call:
    who, pk = owner(1), asked(1, "loan", 5)
    return lambda: give_consent(actor=who, now=LATER, referral_id=pk)


@twice(withdraw_referral, WORLD)
def _withdraw() -> Call:
    who, pk = owner(1), _guaranteed()
    handed("guarantee", "seoul")
    return lambda: withdraw_referral(actor=who, now=LATER, referral_id=pk)


@twice(hand_over, WORLD)
def _hand() -> Call:
    who = officer()
    return lambda: hand_over(
        actor=who, now=LATER, programme=GRANTS, benefit="guarantee", body="seoul", reason="why", key="k"
    )


@twice(answer_referral, WORLD)
def _answer() -> Call:
    who, pk = teller(), _guaranteed()
    handed("guarantee", "seoul")
    answer = Answer("refuse", TODAY, reason="why")
    return lambda: answer_referral(actor=who, now=LATER, referral_id=pk, answer=answer)


@twice(read_answers, WORLD)
def _read() -> Call:
    who, one = teller(), Referral.objects.get(pk=_guaranteed())
    handed("guarantee", "seoul")
    content = f"연계번호,결과,처리일,금액\n{one.reference},승인,2025-06-02,9000000\n".encode("utf-8-sig")
    return lambda: read_answers(
        actor=who, now=LATER, programme=GRANTS, benefit="guarantee", name="a.csv", content=content
    )


@twice(repay_guaranteed, WORLD)
def _repay() -> Call:
    who, pk = teller(), _guaranteed()
    handed("guarantee", "seoul")
    told(pk, "approve", 10_000_000)
    told(pk, "take_up", 10_000_000)
    return lambda: repay_guaranteed(
        actor=who, now=LATER, referral_id=pk, won=1_000_000, on=TODAY, reason="why", key="k"
    )


@twice(ask_payout, WORLD)
def _lose() -> Call:
    who, pk = owner(1), _insured()
    return lambda: ask_payout(actor=who, now=LATER, referral_id=pk, happened_on=TODAY, what="x", won=5)


@twice(answer_payout, WORLD)
def _paid() -> Call:
    who, pk = teller(), _insured()
    payout = ask_payout(actor=owner(1), now=LATER, referral_id=pk, happened_on=TODAY, what="x", won=5)
    return lambda: answer_payout(actor=who, now=LATER, payout_id=payout, paid_won=5, on=TODAY)


@cache
def _exchange() -> tuple[StubServer, str]:
    return start_stub()


def _sent() -> tuple[int, int]:
    """Hand the guarantee over and queue it for an exchange of our own; return the file and its sending."""
    settings.DURE_FINANCE_URL, settings.DURE_FINANCE_KEY = _exchange()[1], KEY
    file = handed("guarantee", "seoul").handover_id
    return file, send_handover(actor=officer(), now=LATER, handover_id=file)


@twice(send_handover, WORLD)
def _send() -> Call:
    settings.DURE_FINANCE_URL, settings.DURE_FINANCE_KEY = _exchange()[1], KEY
    who, file = officer(), handed("guarantee", "seoul").handover_id
    return lambda: send_handover(actor=who, now=LATER, handover_id=file)


@twice(carry_handover, WORLD)
def _carry() -> Call:
    _exchange()[0].parcels.clear()
    _file, sending = _sent()
    return lambda: carry_handover(actor=SYSTEM, now=LATER, sending_id=sending)


@twice(fetch_answers, WORLD)
def _fetch() -> Call:
    server = _exchange()[0]
    server.parcels.clear()
    file, sending = _sent()
    carry_handover(actor=SYSTEM, now=LATER, sending_id=sending)
    reference = Referral.objects.get(pk=_guaranteed()).reference
    answer = {"no": 1, "reference": reference, "move": "receive", "on": TODAY.isoformat()}
    server.answers[key_of(Handover.objects.get(pk=file))] = [answer]
    who = teller()
    return lambda: fetch_answers(actor=who, now=LATER, handover_id=file)


@twice(note_premium_return, WORLD)
def _return() -> Call:
    pk = agreed(1, "storm", 10_000)
    handed("storm")
    told(pk, "approve", 10_000)
    told(pk, "take_up", 10_000, starts_on=TODAY, ends_on=date(2026, 6, 2))
    premium_paid()
    who, back = teller(), GivenBack(TODAY + timedelta(days=30), 5_000, "B-1", "단기요율")
    return lambda: note_premium_return(actor=who, now=LATER + timedelta(days=60), referral_id=pk, told=back)
