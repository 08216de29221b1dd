"""What a merchant is entitled to, drawn from a budget line: each source gives its part in the same act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Sum

from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import KIND_UNIT, Place, open_places
from dure.domains.funds.models import FundAccount
from dure.domains.funds.orders import left_on, shares_drawn
from dure.domains.funds.published import known_fund, refuse_unknown_part
from dure.domains.ledger.posting import Leg, move, post
from dure.engine.money.matching import owed_won


def entitle(
    this: Act, *, programme: str, fund: str, line: str, year: int, application: int, won: int, key: str
) -> dict[str, int]:
    """Post an amount for the merchant of an application, within an act; return what each source gave.

    Where the fund answers each package with a second one (1+1), the private part of it stands beside,
    valued in kind, on an account of its own: owed to this merchant until it is given. The caller's act
    happens once: what is left has changed when it is asked again. Raises Refused where a source runs dry.
    """
    case = known_fund(programme, fund)
    refuse_unknown_part(case, line=line, year=year)
    alone("funds", programme, fund)
    shares = shares_drawn(case, left_on(case, "line", line=line, year=year), won)
    places = {
        source: (
            Place(fund, "line", source, line, year=year),
            Place(fund, "entitlement", source, line, year=year, owner=application),
        )
        for source, part in shares.items()
        if part
    }
    second = _second_package(this, programme, fund, application, won)
    ids = open_places(this, programme, [place for pair in places.values() for place in pair])
    legs = [move(ids[give], ids[get], shares[source]) for source, (give, get) in places.items()]
    post(this, key=f"funds/entitle/{programme}/{key}", what="funds.entitle", legs=[*legs, *second])
    return shares


def _second_package(this: Act, programme: str, fund: str, application: int, won: int) -> list[Leg]:
    """Return the transfer that puts the private package beside the public one."""
    matching = known_fund(programme, fund).fund.matching
    if matching is None or matching.kind != "parallel_package":
        return []
    source = matching.private[0]
    giver = Place(fund, "promisor", source, unit=KIND_UNIT)
    owed = Place(fund, "promised", source, owner=application, unit=KIND_UNIT)
    ids = open_places(this, programme, [giver, owed])
    return [move(ids[giver], ids[owed], owed_won(won, matching.ratio_bp))]


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What is left of what the merchant of an application is entitled to on a budget line, in won."""

    programme: str
    fund: str
    line: str
    year: int
    application: int
    received_won: int
    left_won: int


def entitlements(applications: Collection[int]) -> list[Entitlement]:
    """Return what some applications are entitled to; who may see them was asked before."""
    rows = (
        FundAccount.objects.filter(part="entitlement", owner__in=list(applications))
        .order_by("programme", "fund", "line", "year", "owner")
        .values_list("programme", "fund", "line", "year", "owner")
        .annotate(
            received=Sum("account__credits"),
            left=Sum(F("account__credits") - F("account__debits") - F("account__held_debits")),
        )
    )
    return [Entitlement(*row) for row in rows]
