"""How proceeds of sales are settled (판매대금 정산), by channel and by the way in which goods are sold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Days, Id, ShareOrNone, Text


class PaidPart(Part):
    """A part of the proceeds and when it is paid."""

    share_bp: Annotated[int, Field(ge=1, le=10000)]
    after: Literal["order", "dispatch", "delivery", "purchase_confirmed", "month_end"]
    """The event from which the days run (구매확정: the buyer has confirmed the purchase)."""
    days: Annotated[int, Field(ge=0, le=365)]
    """Calendar days, unless ``business_days`` says otherwise."""
    business_days: bool = False


class SettlementTerms(Part):
    """The terms of one way of selling on one channel."""

    id: Id
    title: Text
    channel: Text
    sold_as: Literal["open_market", "fulfilment", "consignment", "purchase"]
    """The merchant sends goods itself; the platform's centre does; on commission; the platform buys."""
    since: Literal["usual", "new"] = "new"
    """Whether these are the terms that were usual, or those that the programme brings."""
    paid: tuple[PaidPart, ...]
    """The parts make 10000, less the holdback."""
    holdback_bp: ShareOrNone = 0
    """What is kept back for returns (유보금)."""
    holdback_released_after_days: Days | None = None
    fee_bp: ShareOrNone = 0
    """What early payment costs the merchant."""
    benefit: Id | None = None
    """The benefit that grants these terms."""
    basis: Citation | None = None
