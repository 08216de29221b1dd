"""Referrals in the demo: asked, agreed, handed over, taken up, refused; a premium that is owed."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.referrals.answering import Answer
from dure.domains.referrals.services.answer_referral import answer_referral
from dure.domains.referrals.services.ask_referral import Asked, ask_referral
from dure.domains.referrals.services.give_consent import give_consent
from dure.domains.referrals.services.hand_over import hand_over
from dure.service.demo.grants import PROGRAMME, grant_of
from dure.service.demo.scene import at

_REASON = "동의한 가게를 순서대로 연계합니다."


def load_finance(officer: SignedActor, second: SignedActor, first: SignedActor, other: SignedActor) -> None:
    """Let two merchants be referred to the bodies that decide, each to another step."""
    granted = _agreed(officer, first, "guarantee", "east", 30_000_000)
    lent = _agreed(officer, first, "loan", "body", 20_000_000)
    refused = _agreed(officer, other, "loan", "body", 30_000_000)
    insured = _agreed(officer, first, "storm", "body", 120_000)
    for benefit, body in (("guarantee", "east"), ("loan", "body"), ("storm", "body")):
        hand_over(
            actor=officer, now=at("2025-03-12T11:00:00"), programme=PROGRAMME, benefit=benefit, body=body,
            reason=_REASON, key="demo",
        )  # fmt: skip
    _told(second, granted, "receive", "2025-03-13")
    _told(second, granted, "approve", "2025-03-17", won=25_000_000)
    _told(
        second, granted, "take_up", "2025-03-19", won=25_000_000, contract_no="가상-보증-0001",
        starts_on=date(2025, 3, 19), ends_on=date(2028, 3, 19),
    )  # fmt: skip
    _told(second, lent, "receive", "2025-03-14")
    _told(second, refused, "refuse", "2025-03-18", reason="기존 대출의 연체를 먼저 정리해야 합니다.")
    _told(second, insured, "approve", "2025-03-18", won=120_000)
    _told(
        second, insured, "take_up", "2025-03-20", won=120_000, contract_no="가상-보험-0001",
        starts_on=date(2025, 3, 21), ends_on=date(2026, 3, 21),
    )  # fmt: skip
    # One that agreed waits for the next file; one has only asked.
    _agreed(officer, other, "guarantee", "west", 40_000_000, at("2025-03-20T14:00:00"))
    _asked(officer, other, "storm", "body", 95_000, at("2025-03-21T14:00:00"))


def _asked(officer: SignedActor, who: SignedActor, benefit: str, body: str, won: int, now: datetime) -> int:
    return ask_referral(
        actor=who, now=now, grant_id=grant_of(officer, who, benefit).pk, asked=Asked(body, won)
    )


def _agreed(
    officer: SignedActor,
    who: SignedActor,
    benefit: str,
    body: str,
    won: int,
    now: datetime | None = None,
) -> int:
    then = now or at("2025-03-11T10:00:00")
    made = _asked(officer, who, benefit, body, won, then)
    give_consent(actor=who, now=then, referral_id=made)
    return made


def _told(
    officer: SignedActor,
    referral: int,
    move: str,
    day: str,
    *,
    won: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    contract_no: str = "",
    reason: str = "",
) -> None:
    """Have an officer tell what a body answered."""
    said = Answer(move, date.fromisoformat(day), won, starts_on, ends_on, contract_no, reason)
    answer_referral(actor=officer, now=at(f"{day}T16:00:00"), referral_id=referral, answer=said)
