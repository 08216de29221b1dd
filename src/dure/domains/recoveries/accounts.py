"""Where in the ledger money that is taken back stands: asked for, come back, written off.

``recovery_due`` is what is asked for of what was spent on an account; it goes back to the budget line it came
from. What is charged beside stands apart, and so does interest, which is posted as it comes. ``recovery_in``
is what came on the bank account.
"""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.funds.models import FundAccount
from dure.domains.ledger.opening import NewAccount, open_accounts

PARTS = {
    "recovery_charged": "none",
    "recovery_charge_due": "credit",
    "recovery_charge_in": "credit",
    "recovery_charge_back": "credit",
    "recovery_accrued": "none",
    "recovery_interest_in": "credit",
    "recovery_lost": "credit",
    "recovery_bank": "none",
    "recovery_in": "credit",
}
"""Each with its guard (``ledger.models.GUARDS``)."""


def open_recovery(this: Act, programme: str) -> dict[str, int]:
    """Open the programme's accounts that do not stand yet; return the ids of all by part."""
    codes = {part: f"{part}/{programme}" for part in PARTS}
    ids = open_accounts(
        this, [NewAccount(codes[part], part, programme, guard=guard) for part, guard in PARTS.items()]
    )
    return {part: ids[code] for part, code in codes.items()}


def open_due(this: Act, programme: str, spent: Collection[int]) -> dict[int, int]:
    """Return, by the account on which something was spent, the one on which it is asked for."""
    codes = {account: f"recovery_due/{programme}/{account}" for account in sorted(set(spent))}
    ids = open_accounts(this, [NewAccount(code, "recovery_due", programme) for code in codes.values()])
    return {account: ids[code] for account, code in codes.items()}


def lines_of(this: Act, programme: str, spent: Collection[int]) -> dict[int, int]:
    """Return, by the account on which something was spent, the budget line of the source that gave it."""
    places = {
        one.account_id: Place(one.fund, "line", one.source, one.line, year=one.year)
        for one in FundAccount.objects.filter(account_id__in=list(spent))
    }
    ids = open_places(this, programme, places.values())
    return {account: ids[place] for account, place in places.items()}
