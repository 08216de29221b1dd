"""A second officer decides how much is taken back, with which surcharge, and whether there is a ban."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move as move_state
from dure.domains.ledger.posting import move, post
from dure.domains.payments.debts import NewDebt, register_debt
from dure.domains.programmes.objecting import until_of
from dure.domains.programmes.queries import loaded, published_version
from dure.domains.recoveries.accounts import lines_of, open_due, open_recovery
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import CaseItem, RecoveryCase
from dure.domains.recoveries.policies import allow_handling, refuse_earlier
from dure.domains.recoveries.states import CASE_STATES
from dure.domains.recoveries.telling import said, tell_party
from dure.domains.sanctions.imposing import Ban, impose, refuse_ban
from dure.engine.law.deadlines import day_of
from dure.engine.law.recovering import DUE_DAYS
from dure.engine.money.recovering import parts_back, surcharge
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided: won, basis points of the surcharge, days; a ban where ``ban_until`` is told."""

    back_won: int
    surcharge_bp: int
    due_on: date | None
    considered: str
    ban_until: date | None = None
    ban_scope: str = "programme"


def decide_case(*, actor: SignedActor, now: datetime, case_id: int, decided: Decided) -> None:
    """Decide it: the demand is posted and told, the ban begins. All or nothing.

    Raises NotAllowed, and Refused to whoever opened the case or had a hand in what was paid, before the party
    has answered or its time is over, and for what the law does not let.
    """
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    refuse_earlier(actor, case.opened_by_id, case.noticed_by_id, *case.involved)
    today = day_of(now)
    if problems := _problems(case, decided, today):
        raise Refused(problems)
    charged = surcharge(decided.back_won, case.ground, decided.surcharge_bp, today) if decided.back_won else 0
    if decided.ban_until is not None:
        refuse_ban(today, decided.ban_until)
    with act("recoveries.decide", actor=actor, now=now, reason=decided.considered.strip()) as this:
        case = hold_case(case_id)
        if case.state == "noticed" and case.answer_until is not None and today <= case.answer_until:
            raise refuse(
                "recoveries.too_early",
                msg("the party may still answer until {day}: decide after that, or once it has answered"),
                day=case.answer_until,
            )
        version = published_version(case.programme)
        assert version is not None, "something was paid under a published programme"
        if decided.back_won:
            _demand(this, case, decided, charged)
        if decided.ban_until is not None:
            _ban(this, case, decided, today)
        changes = {
            "back_won": decided.back_won, "surcharge_won": charged, "considered": decided.considered.strip(),
            "decided_by_id": actor.user_id, "decided_at": now,
            "due_on": decided.due_on if decided.back_won else None,
            "object_until": until_of(loaded(version).programme, now), "ban_until": decided.ban_until,
            "ban_scope": decided.ban_scope if decided.ban_until else "",
        }  # fmt: skip
        if not move_state(this, CASE_STATES, RecoveryCase, [case_id], "decide", changes=changes):
            raise refuse("recoveries.not_noticed", msg("this case waits for no decision"))
        due = {"pay_until": decided.due_on.isoformat()} if decided.back_won and decided.due_on else {}
        tell_party(
            this, case, msg("It was decided: read what is asked, why, until when, and how to object."),
            key="decided",
            more={"won": f"{decided.back_won + charged:,}", **due, **said(decided.considered)},
        )  # fmt: skip


def _problems(case: RecoveryCase, decided: Decided, today: date) -> list[Problem]:
    found = []
    if not decided.considered.strip() or len(decided.considered) > LONGEST:
        found.append(
            Problem(
                "recoveries.considered",
                msg("say in up to {limit} letters how the statement was taken up: the party is told it"),
                {"limit": LONGEST},
            )
        )
    if not 0 <= decided.back_won <= case.paid_won:
        found.append(
            Problem(
                "recoveries.back",
                msg("take back between 0 and {paid} won: so much was paid"),
                {"paid": f"{case.paid_won:,}"},
            )
        )
    if not decided.back_won and decided.ban_until is None:
        found.append(
            Problem("recoveries.nothing", msg("take something back or ban the business: else drop the case"))
        )
    last = today + timedelta(days=DUE_DAYS.on(today))
    if decided.back_won and (decided.due_on is None or not today < decided.due_on <= last):
        found.append(
            Problem("recoveries.due", msg("choose a day from tomorrow to {last}"), {"last": last.isoformat()})
        )
    return found


def _demand(this: Act, case: RecoveryCase, decided: Decided, charged: int) -> None:
    """Post what is asked for, source by source as it was drawn, and have the party owe it."""
    drawn = [
        (account, won)
        for item in CaseItem.objects.filter(case=case).order_by("pk")
        for account, won in item.legs
    ]
    parts = parts_back([won for _account, won in drawn], decided.back_won)
    asked = [(account, part) for (account, _won), part in zip(drawn, parts, strict=True) if part]
    accounts = {account for account, _part in asked}
    dues = open_due(this, case.programme, accounts)
    lines = lines_of(this, case.programme, accounts)
    ids = open_recovery(this, case.programme)
    posted = [move(account, dues[account], part) for account, part in asked]
    legs = [[dues[account], lines[account], part] for account, part in asked]
    if charged:
        posted.append(move(ids["recovery_charged"], ids["recovery_charge_due"], charged))
        legs.append([ids["recovery_charge_due"], ids["recovery_charge_in"], charged])
    assert decided.due_on is not None, "asked above"
    after = decided.due_on + timedelta(days=1)
    register_debt(this, NewDebt(case.programme, case.payee_id, case.cause, legs, len(asked), after))
    post(this, key=f"recoveries/{case.pk}/demand", what="recoveries.demand", legs=posted)


def _ban(this: Act, case: RecoveryCase, decided: Decided, today: date) -> None:
    assert decided.ban_until is not None, "asked above"
    impose(
        this,
        Ban(
            programme=case.programme, scope=decided.ban_scope, cause=case.cause,
            business_no=case.business_no, name=case.payee.name, ground=case.ground, basis=case.basis,
            from_on=today, until_on=decided.ban_until,
        ),
    )  # fmt: skip
