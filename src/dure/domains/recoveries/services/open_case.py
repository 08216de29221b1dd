"""An officer opens a case on something that was paid, or on a breach for which a business may be banned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.firms import business_no_of_executor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.merchants.models import Merchant
from dure.domains.payments.models_payee import Payee
from dure.domains.recoveries.models import GROUNDS, CaseItem, RecoveryCase
from dure.domains.recoveries.paid import paid_to
from dure.domains.recoveries.policies import allow_handling
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST_BASIS = 200
LONGEST_FACTS = 5_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is about, as an officer tells it."""

    ground: str
    basis: str
    facts: str
    causes: Sequence[str]


def open_case(*, actor: SignedActor, now: datetime, payee_id: int, told: Opening, key: str) -> int:
    """Open it and return it; the same key again is the same case.

    Raises NotAllowed, Refused for what is missing, and for something that was not paid to this payee, or
    stands in another case.
    """
    payee = Payee.objects.get(pk=payee_id)
    allow_handling(actor, payee.programme, payee_id)
    if problems := _problems(told):
        raise Refused(problems)
    with act("recoveries.open", actor=actor, now=now, key=f"{payee.programme}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("recoveries", payee.programme)
        wanted = set(told.causes)
        items = paid_to(payee, wanted) if wanted else []
        if {one.cause for one in items} != wanted:
            raise refuse(
                "recoveries.items", msg("something of this was not paid, or stands in another case already")
            )
        last = RecoveryCase.objects.filter(programme=payee.programme).aggregate(last=Max("number"))["last"]
        case = RecoveryCase.objects.create(
            programme=payee.programme, number=(last or 0) + 1, payee=payee, business_no=_number_of(payee),
            ground=told.ground, basis=told.basis.strip(), facts=told.facts.strip(),
            paid_won=sum(one.won for one in items),
            involved=sorted({who for one in items for who in one.involved}),
            opened_by_id=actor.user_id or 0, opened_at=now,
        )  # fmt: skip
        CaseItem.objects.bulk_create(
            CaseItem(
                case=case, cause=one.cause, what=one.what[:200], won=one.won, fund=one.fund,
                legs=[list(leg) for leg in one.legs],
            )
            for one in items
        )  # fmt: skip
        this.record("recovery_case", case.pk, ground=case.ground, items=len(items), paid_won=case.paid_won)
        this.result = case.pk
        return int(case.pk)


def _number_of(payee: Payee) -> str:
    """Return the business number of a payee; empty where none is known."""
    if payee.kind in ("merchant", "shop"):
        found: str | None = (
            Merchant.objects.filter(pk=payee.owner_id).values_list("business_no", flat=True).first()
        )
        return found or ""
    if payee.kind == "executor":
        return business_no_of_executor(payee.programme, payee.code)
    return ""


def _problems(told: Opening) -> list[Problem]:
    found = []
    if told.ground not in GROUNDS:
        found.append(Problem("recoveries.ground", msg("choose the ground")))
    if not told.basis.strip() or len(told.basis.strip()) > LONGEST_BASIS:
        found.append(Problem("recoveries.basis", msg("name the article, in up to 200 letters")))
    if not told.facts.strip() or len(told.facts) > LONGEST_FACTS:
        found.append(
            Problem(
                "recoveries.facts", msg("say what happened, in up to 5,000 letters: the party is told it")
            )
        )
    return found
