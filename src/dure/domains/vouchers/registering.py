"""What is asked of a business before it is registered as a shop."""

from __future__ import annotations

from dure.adapters.business_status import Status
from dure.domains.merchants.tax_service import tax_service
from dure.engine.problems import msg, refuse


def refuse_not_active(business_no: str) -> str:
    """Return what the tax service says of a business; raises Refused unless it is active.

    Asked outside of acts. Raises Refused too where the tax service does not answer.
    """
    with tax_service() as asked:
        answer = asked.status([business_no])[business_no]
    if answer.status is not Status.ACTIVE:
        raise refuse(
            "vouchers.not_active", msg("the tax service does not know this business as an active one")
        )
    return str(answer.status.value)
