"""Where in the ledger a payment ends: what was transferred, what was set off, what the tax office is owed.

Funds say from which source and line money was spent. Beside that stands, on accounts of the programme, the
other view of the same won: ``payout_out`` what was transferred, ``payout_tax`` what was withheld and is owed
to the tax office, ``payout_set_off`` what was kept back for a debt; together from ``payout_spent``. What was
handed to the tax office goes on to ``payout_tax_paid``.
"""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.ledger.opening import NewAccount, open_accounts

PARTS = {
    "payout_spent": "none",
    "payout_out": "credit",
    "payout_tax": "credit",
    "payout_set_off": "credit",
    "payout_tax_paid": "credit",
}
"""Each with its guard (``ledger.models.GUARDS``)."""


def code_of(part: str, programme: str) -> str:
    """Return the code of an account."""
    return f"{part}/{programme}"


def open_payout(this: Act, programme: str) -> dict[str, int]:
    """Open the accounts that do not stand yet; return the ids of all by part."""
    codes = {part: code_of(part, programme) for part in PARTS}
    ids = open_accounts(
        this, [NewAccount(codes[part], part, programme, guard=guard) for part, guard in PARTS.items()]
    )
    return {part: ids[code] for part, code in codes.items()}
