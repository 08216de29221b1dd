"""Orders of vouchers: what is held for them, what one person ordered in a month, and how they are let go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Held, hold, post, release
from dure.domains.vouchers.models import Issue, Order
from dure.engine.money.vouchers import Sale

COUNTED = ("ordered", "paid")
"""Orders that count to what one person buys in a month; what was paid back counts too."""


def bought_won(programme: str, benefit: str, issuer: str, buyer: str, month: date) -> int:
    """Return what a person bought of an issuer's vouchers in a month, at face value."""
    own = Order.objects.filter(
        issue__programme=programme, issue__benefit=benefit, issue__issuer=issuer, buyer=buyer, month=month,
        state__in=COUNTED,
    )  # fmt: skip
    return int(own.aggregate(won=Sum("face_won", default=0))["won"])


def wallet_codes(programme: str, name: object, sources: Sequence[str]) -> dict[str, str]:
    """Return the codes of the accounts of a voucher, by source."""
    return {source: f"voucher_wallet/{programme}/{name}/{source}" for source in sources}


def hold_sale(this: Act, issue: Issue, sale: Sale) -> tuple[uuid.UUID, list[list[int]]]:
    """Hold the room of the issue and the discount of its bearers; return the journal and its legs.

    The first leg is the room; the others lead from each bearer's line to the voucher's own accounts.
    """
    borne = {source: won for source, won in sale.borne_won.items() if won}
    codes = wallet_codes(issue.programme, this.id, list(borne))
    wallet = open_accounts(
        this, [NewAccount(code, "voucher_wallet", issue.programme) for code in codes.values()]
    )
    places = {source: Place(issue.fund, "line", source, issue.line, year=issue.year) for source in borne}
    lines = open_places(this, issue.programme, places.values())
    legs = [[issue.room_id, issue.sold_id, sale.face_won]]
    legs += [[lines[places[source]], wallet[codes[source]], won] for source, won in borne.items()]
    held = post(
        this,
        key=f"vouchers/order/{this.id}",
        what="vouchers.order",
        legs=[hold(give, get, won) for give, get, won in legs],
    )
    return held.id, legs


def let_go(this: Act, order: Order) -> None:
    """Release what was held for an order."""
    post(
        this,
        key=f"vouchers/let_go/{order.pk}",
        what="vouchers.let_go",
        legs=[release(Held(order.hold, n), *leg) for n, leg in enumerate(order.legs, start=1)],
    )
