"""What a body answered is noted: received, granted, refused, taken up, lapsed, ended; never decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dure.domains.benefits.ending import end
from dure.domains.benefits.models import Grant
from dure.domains.benefits.using import begin
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.entitling import hold_fund
from dure.domains.referrals.ending import end_open
from dure.domains.referrals.file import CEILINGED, WITH_AMOUNT, FinanceCase
from dure.domains.referrals.models import Referral
from dure.domains.referrals.premiums import owe_premium
from dure.domains.referrals.room import free_room, hold_room, take_room
from dure.domains.referrals.states import BY_BODY, REFERRAL_STATES
from dure.engine.money.exposure import counted_won
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.files.referral_answers import AnswerRow


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a move of ``BY_BODY``, its day, the won granted or taken up, the period, the reason."""

    move: str
    on: date
    won: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    contract_no: str = ""
    reason: str = ""


def answer_of(row: AnswerRow) -> Answer:
    """Return a row of a file as an answer; the file tells the last day of a period."""
    ends_on = None if row.last_on is None else row.last_on + timedelta(days=1)
    return Answer(row.move, row.on, row.won, row.starts_on, ends_on, row.contract_no, row.reason)


def problems_of(one: Referral, answer: Answer, today: date) -> list[Problem]:
    """Return what speaks against an answer, before anything is changed."""
    found = []
    if answer.move not in BY_BODY:
        found.append(Problem("referrals.move", msg("no such answer")))
    if answer.on > today:
        found.append(Problem("referrals.day", msg("the day is still to come")))
    if answer.move == "refuse" and not answer.reason.strip():
        found.append(Problem("referrals.answer", msg("write the reason that the body gave")))
    if answer.starts_on and answer.ends_on and answer.ends_on <= answer.starts_on:
        found.append(Problem("referrals.period", msg("the period ends before it begins")))
    if answer.move in ("approve", "take_up") and one.product in WITH_AMOUNT:
        most = one.asked_won if answer.move == "approve" or one.decided_won is None else one.decided_won
        if answer.won is None or answer.won < 1:
            found.append(Problem("referrals.amount", msg("write how much, in whole won")))
        elif answer.won > most:
            found.append(
                Problem("referrals.above_asked", msg("no more than {won} won"), {"won": f"{most:,}"})
            )
    return found


def hold_for_answers(finance: FinanceCase) -> None:
    """Hold what answers may change, by name, in one order; before any row is locked."""
    programme = finance.case.programme.id
    if finance.fund is not None and finance.finance.product == "insurance":
        hold_fund(programme, finance.fund.fund.id)
    alone("benefits", programme, finance.finance.id)
    hold_room(finance)


def note_answer(
    this: Act, finance: FinanceCase, one: Referral, answer: Answer, evidence: UUID | None = None
) -> None:
    """Note an answer; the caller holds by :func:`hold_for_answers` and has asked :func:`problems_of`.

    Raises Refused where the referral does not stand so that this can be answered.
    """
    told: dict[str, Any] = {
        "answer": answer.reason.strip(), "answered_on": answer.on, "answered_by_id": this.actor.user_id,
    }  # fmt: skip
    if evidence is not None:
        told["evidence"] = evidence
    if answer.move in ("refuse", "lapse"):
        if not end_open(this, [one.pk], answer.move, **told):
            raise _not_so()
        return
    _move(this, one, answer.move, told | _changes(answer))
    if answer.move == "take_up":
        _taken_up(this, finance, one, answer)
    if answer.move == "end":
        _ended(this, finance, one)


def _changes(answer: Answer) -> dict[str, Any]:
    if answer.move == "approve":
        return {"decided_won": answer.won}
    if answer.move == "take_up":
        return {
            "taken_won": answer.won or 0,
            "starts_on": answer.starts_on or answer.on,
            "ends_on": answer.ends_on,
            "contract_no": answer.contract_no.strip(),
        }
    return {}


def _move(this: Act, one: Referral, name: str, changes: Mapping[str, Any]) -> None:
    more = {"ended_at": this.now} if name == "end" else {}
    if not move(this, REFERRAL_STATES, Referral, [one.pk], name, changes={**changes, **more}):
        raise _not_so()


def _taken_up(this: Act, finance: FinanceCase, one: Referral, answer: Answer) -> None:
    """Take what was truly lent or guaranteed of the room, or have the premium paid."""
    grant = Grant.objects.get(pk=one.grant_id)
    begin(this, grant)
    one.refresh_from_db()
    if one.product in CEILINGED:
        take_room(this, one, counted_won(answer.won or 0, finance.covered_bp))
    elif one.product == "insurance":
        owe_premium(this, finance, one, answer.won or 0)


def _ended(this: Act, finance: FinanceCase, one: Referral) -> None:
    """Free what is left of a guarantee, and close the grant."""
    one.refresh_from_db()
    if one.product == "guarantee" and one.taken_won is not None:
        free_room(this, one, counted_won(one.taken_won - one.repaid_won, finance.covered_bp))
    end(
        this, one.programme, [one.grant_id], "close", why="closed", note="", key=f"referral/{one.pk}"
    )  # fmt: skip


def _not_so() -> Refused:
    return refuse("referrals.not_so", msg("this referral does not stand so that this can be answered"))
