"""What a programme owes: other subjects ask here, within acts of their own, for money to be paid.

The amount is held in the ledger already. From here on only payments take the hold, once the bank has paid,
or let go of it, where what is owed is cancelled.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dure.domains.events.act import Act, acting
from dure.domains.events.transitions import move
from dure.domains.funds.orders import Legs, release_held
from dure.domains.ledger.models import KINDS, Transfer
from dure.domains.payments.models import INCOMES, Payable
from dure.domains.payments.models_payee import BY_NUMBER, Payee
from dure.domains.payments.models_payee import KINDS as PAYEE_KINDS
from dure.domains.payments.states import PAYABLE_STATES
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid, to whom, and where it is held; see ``models.Payable``."""

    programme: str
    fund: str
    cause: str
    payee_id: int
    won: int
    hold: uuid.UUID
    legs: Legs
    what: str
    involved: Sequence[int] = ()
    income: str = ""
    again_for: int | None = None
    """The payment that came back, in whose place it is owed."""


@dataclass(frozen=True, slots=True)
class OwedState:
    """What became of something owed: its state, the day on which it was paid, the bank's reason where not."""

    state: str
    paid_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class PayeeOf:
    """A payee as other subjects name it: by the id of its owner, or, an executor or a body, by its code."""

    programme: str
    kind: str
    name: str = field(compare=False)
    owner_id: int = 0
    code: str = ""


def payee_for(this: Act, of: PayeeOf) -> int:
    """Return the payee's row within an act; it is made where it does not stand yet, by two at once one.

    It may have no account yet: what is owed to it waits until one is told and confirmed.
    """
    assert acting() is this, "a payee is made in an act"
    assert of.kind in PAYEE_KINDS, of.kind
    key = {"programme": of.programme, "kind": of.kind, "owner_id": of.owner_id, "code": of.code}
    assert (of.owner_id > 0) == (of.kind in BY_NUMBER), "by number or by code, as the kind says"
    made = Payee.objects.bulk_create(
        [Payee(**key, name=of.name.strip(), made_at=this.now)], ignore_conflicts=True
    )
    assert len(made) == 1
    return int(Payee.objects.values_list("pk", flat=True).get(**key))


def owe(this: Act, owed: Owed) -> int:
    """Note that something held is to be paid, and return its row; who asks twice meets the same row.

    Where no kind of income is told, tax is withheld as an officer noted for the payee.

    Raises Refused, with nothing written: ``payments.cause`` (something else is owed for that cause),
    ``payments.payee`` (a payee of another programme), ``payments.held`` (the ledger does not hold it so).
    """
    assert acting() is this, "owed in an act"
    assert owed.income in INCOMES, owed.income
    before = Payable.objects.filter(cause=owed.cause).first()
    if before is not None:
        return _same(before, owed)
    payee = Payee.objects.filter(pk=owed.payee_id, programme=owed.programme).first()
    if payee is None:
        raise refuse("payments.payee", msg("this programme does not know the payee"))
    _refuse_not_held(owed)
    owed = replace(owed, income=owed.income or payee.income)
    Payable.objects.bulk_create(
        [
            Payable(
                programme=owed.programme, fund=owed.fund, cause=owed.cause, payee_id=owed.payee_id,
                won=owed.won, income=owed.income, hold=owed.hold, legs=owed.legs, what=owed.what[:200],
                involved=sorted(set(owed.involved)), owed_at=this.now, owed_by_id=this.actor.user_id or 0,
                again_for_id=owed.again_for,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    made = Payable.objects.filter(cause=owed.cause).first()
    if made is None:
        # Not its cause but its hold was in the way: it pays for something else already.
        raise refuse("payments.held", msg("what is held for this pays for something else already"))
    pk = _same(made, owed)
    this.record("payable", pk, cause=owed.cause, won=owed.won)
    return pk


def cancel_owed(this: Act, cause: str) -> bool:
    """Cancel what waits to be paid and let go of what is held for it; return whether it waited.

    What stands in a batch, is on its way or paid, stays: false, and nothing is done.
    """
    assert acting() is this, "cancelled in an act"
    found = Payable.objects.filter(cause=cause).first()
    if found is None or not move(this, PAYABLE_STATES, Payable, [found.pk], "cancel"):
        return False
    release_held(this, found.hold, found.legs, "payment")
    return True


def owed_states(causes: Collection[str]) -> dict[str, str]:
    """Return the state of what is owed for each cause that is owed."""
    return {cause: one.state for cause, one in owed_results(causes).items()}


def owed_results(causes: Collection[str]) -> dict[str, OwedState]:
    """Return what became of what is owed for each cause: with the day of payment, or why it failed.

    Of a payment that came back from the bank it is what became of the one in its place.
    """
    found = {cause: cause for cause in causes}
    states: dict[str, OwedState] = {}
    # Each time once more for those that came back again; nearly always that is none.
    while found:
        rows = Payable.objects.filter(cause__in=list(found)).select_related("again")
        following: dict[str, str] = {}
        for one in rows:
            states[found[one.cause]] = OwedState(one.state, one.paid_on, one.reason)
            if one.state == "returned":
                following[one.again.cause] = found[one.cause]
        found = following
    return states


def _same(stands: Payable, owed: Owed) -> int:
    # Where nothing was told of it, it is the payee's as it was noted then.
    income = owed.income or stands.income
    told = (owed.programme, owed.fund, owed.payee_id, owed.won, income, owed.hold)
    was = (
        stands.programme, stands.fund, stands.payee_id, stands.won, stands.income, stands.hold,
    )  # fmt: skip
    if told != was:
        raise refuse("payments.cause", msg("something else is owed for {cause}"), cause=owed.cause)
    return int(stands.pk)


def _refuse_not_held(owed: Owed) -> None:
    """Raise Refused unless the ledger holds exactly these legs, and no less than is owed."""
    held = Transfer.objects.filter(journal_id=owed.hold, kind=KINDS["hold"]).order_by("line")
    legs = [list(row) for row in held.values_list("debit_id", "credit_id", "amount")]
    if legs != [list(leg) for leg in owed.legs] or not 0 < owed.won <= sum(leg[2] for leg in legs):
        raise refuse("payments.held", msg("the ledger does not hold what is to be paid"))
