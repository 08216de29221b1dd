"""Whom the money of a programme tells: officers who decide, executors that are handed it, who plans it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dure.domains.agreements.telling import shortened, tell, texts
from dure.domains.events.act import Act
from dure.domains.funds.models import FundOrder
from dure.domains.funds.published import FundCase
from dure.domains.notices.services.notify import Recipient
from dure.domains.notices.staff import executor_staff, of_users, officers
from dure.domains.programmes.queries import loaded, published_version


def tell_proposed(this: Act, order: FundOrder) -> None:
    """Tell the other officers of a programme that money is asked to move: one of them has to decide."""
    told = officers(order.programme, this.now, besides=this.actor.user_id)
    parameters = _parameters(order) | shortened(order.reason)
    tell(this, told, "fund_order_proposed", parameters, link_of(order), f"fund-order/{order.pk}")


def tell_decided(this: Act, order: FundOrder, *, approved: bool, answer: str) -> None:
    """Tell whoever asked what was decided, and an executor that its instalment is there."""
    asked = of_users([order.proposed_by_id])
    parameters = _parameters(order) | {"order_outcome": "approved" if approved else "refused"}
    parameters |= shortened(answer)
    tell(this, asked, "fund_order_decided", parameters, link_of(order), f"fund-order/{order.pk}")
    if approved and order.kind == "advance":
        staff = executor_staff(order.programme, order.executor, this.now)
        told = {"programme": _title(order.programme), "won": f"{order.won:,}"}
        link = f"/funds/{order.programme}/{order.executor}/"
        tell(this, staff, "fund_advance_paid", told, link, f"fund-order/{order.pk}")


def tell_used(
    this: Act, case: FundCase, line: str, share: int, left_won: int, told: Sequence[Recipient], key: str
) -> None:
    """Tell who plans the money of a programme that a share (in percent) of a budget line is used."""
    found = case.line(line)
    parameters = {
        "programme": texts(case.programme.title),
        "budget_line": texts(case.fund.title if found is None else found.title),
        "percent": share,
        "left": f"{left_won:,}",
    }
    tell(this, told, "fund_line_used", parameters, f"/officer/funds/{case.programme.id}/", key)


def link_of(order: FundOrder) -> str:
    """Return the page on which an order is decided."""
    return f"/officer/fund-orders/{order.pk}/"


def _parameters(order: FundOrder) -> dict[str, Any]:
    return {"programme": _title(order.programme), "fund_order": order.kind, "won": f"{order.won:,}"}


def _title(programme: str) -> Any:
    version = published_version(programme)
    return programme if version is None else texts(loaded(version).programme.title)
