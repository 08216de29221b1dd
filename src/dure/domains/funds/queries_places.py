"""What accounts of the ledger are for, as pages name them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from dure.domains.accounts.actors import SignedActor
from dure.domains.funds.accounts import Place
from dure.domains.funds.models import FundAccount
from dure.domains.ledger.queries import Account


def places_of(actor: SignedActor, programme: str, codes: Collection[str]) -> dict[str, Place]:
    """Return what the accounts of some codes are for: of those that the actor sees and a fund opened."""
    seen = Account.objects.visible_to(actor).filter(programme=programme, code__in=codes).values("pk")
    rows = (
        FundAccount.objects.filter(account__in=seen)
        .annotate(code=F("account__code"), unit=F("account__unit"))
        .order_by("pk")
    )
    return {
        row.code: Place(
            row.fund, row.part, row.source, row.line, row.executor, row.year, row.owner, row.unit, row.benefit
        )
        for row in rows
    }
