"""A payment that came back from the bank is undone in the ledger, held anew, and owed once more."""

from __future__ import annotations

from collections.abc import Callable

from dure.adapters.payout.codes import REASONS
from dure.domains.events.act import Act
from dure.domains.events.transitions import move as move_state
from dure.domains.funds.orders import Legs
from dure.domains.ledger.posting import hold, move, post
from dure.domains.payments.accounts import open_payout
from dure.domains.payments.models import BatchRow, Payable, TransferReturn
from dure.domains.payments.owing import Owed, owe
from dure.domains.payments.states import PAYABLE_STATES, TRANSFER_STATES
from dure.domains.payments.taxes import left_to_hand_over
from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse

Hindrance = Callable[[str, str], None]
_HINDRANCES: list[Hindrance] = []


def hand_in(hindrance: Hindrance) -> None:
    """Have a later subject asked, by programme and cause of a payment, whether it may be undone.

    It raises Refused where it may not, and holds what it looked at until the act ends.
    """
    if hindrance not in _HINDRANCES:
        _HINDRANCES.append(hindrance)


def refuse_hindered(programme: str, cause: str) -> None:
    """Raise Refused where a later subject rests on a payment; asked before any row is locked."""
    for hindrance in _HINDRANCES:
        hindrance(programme, cause)


def undo_payment(this: Act, one: TransferReturn) -> int:
    """Undo what was posted of a transfer that came back, and return what is owed in its place.

    What was set off of it stays set off: that much was paid. What was withheld is owed to the tax office no
    more, and is withheld anew. The caller has asked what hinders it. Raises Refused where the tax was handed
    over already, or something was set off beside it.
    """
    row = BatchRow.objects.select_related("payable", "batch").get(pk=one.row_id)
    was = row.payable
    tax = row.income_tax_won + row.local_tax_won
    _refuse_taxed(row, tax)
    again_won = row.won - row.set_off_won
    move_state(this, TRANSFER_STATES, BatchRow, [row.pk], "come_back", changes={"reason": one.code})
    changes = {"paid_on": None, "reason": one.code}
    if not move_state(this, PAYABLE_STATES, Payable, [was.pk], "come_back", changes=changes):
        raise refuse("payments.not_paid", msg("this transfer is not paid, or came back already"))
    ids = open_payout(this, was.programme)
    parts = (("payout_out", row.net_won), ("payout_tax", tax))
    legs = [move(ids[part], ids["payout_spent"], won) for part, won in parts if won]
    post(this, key=f"payments/returned/{was.pk}", what="payments.returned", legs=legs)
    back = _back(was, again_won)
    post(
        this,
        key=f"payments/returned/{was.pk}/spent",
        what="payments.returned",
        legs=[move(spent, gave, won) for gave, spent, won in back],
    )
    held = post(
        this,
        key=f"payments/returned/{was.pk}/held",
        what="payments.held_again",
        legs=[hold(gave, spent, won) for gave, spent, won in back],
    )
    pk = owe(
        this,
        Owed(
            was.programme, was.fund, f"payment-again/{was.pk}", was.payee_id, again_won, held.id, back,
            was.what, was.involved, was.income, was.pk,
        ),
    )  # fmt: skip
    if REASONS.get(one.code) == "account":
        # Another account has to be told first, as with a transfer that failed at once.
        move_state(this, PAYABLE_STATES, Payable, [pk], "stand_in_the_way", changes={"reason": one.code})
    return pk


def _back(was: Payable, won: int) -> Legs:
    """Return what of an amount goes back to each account that gave it, as the payment took it."""
    taken = apportion(was.won, [leg[2] for leg in was.legs])
    parts = apportion(won, taken)
    return [[leg[0], leg[1], part] for leg, part in zip(was.legs, parts, strict=True) if part]


def _refuse_taxed(row: BatchRow, tax: int) -> None:
    if not tax:
        return
    if row.set_off_won:
        raise refuse(
            "payments.return_mixed",
            msg("tax was withheld of it and a part was set off: undo it with the tax office by hand"),
        )
    assert row.done_on is not None, "a transfer that was paid has its day"
    left = left_to_hand_over(row.batch.programme, row.done_on.replace(day=1))
    if left.income_tax_won < row.income_tax_won or left.local_tax_won < row.local_tax_won:
        raise refuse(
            "payments.tax_handed",
            msg("the tax of it was handed over already: take that back first"),
        )
