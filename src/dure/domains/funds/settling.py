"""What an executor was handed in a year: whether it is settled, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from dure.domains.funds.accounts import Place, Standing, standings, summed
from dure.domains.funds.models import FundAccount, FundOrder, Settlement
from dure.engine.problems import msg, refuse

ALIVE = ("proposed", "confirmed")


@dataclass(frozen=True, slots=True)
class Account:
    """What an executor was handed, what was accepted as spent of it, and what is left, in won."""

    received_won: int
    spent_won: int
    rest_won: int
    held_won: int
    """Reported as spent and not decided yet."""


def account_of(programme: str, fund: str, year: int, executor: str) -> Account:
    """Return the account of an executor for a year, of what it was handed in advance."""
    pools = standings(programme, fund, ("pool",))
    own = summed(pools, executor=executor, year=year)
    return Account(own.received, own.gone, own.balance, own.held)


def pools_of(programme: str, fund: str, year: int, executor: str) -> dict[Place, Standing]:
    """Return the accounts of what an executor was handed on which something is left."""
    pools = standings(programme, fund, ("pool",))
    return {
        place: standing
        for place, standing in pools.items()
        if place.executor == executor and place.year == year and standing.balance > 0
    }


def refuse_settled(programme: str, fund: str, year: int, executor: str) -> None:
    """Raise Refused where the executor's account of the year is settled, or about to be."""
    found = Settlement.objects.filter(programme=programme, fund=fund, year=year, executor=executor)
    if found.filter(state__in=ALIVE).exists():
        raise refuse("funds.settled", msg("this executor's account is settled, or about to be"))


def refuse_open(programme: str, fund: str, year: int, executor: str) -> None:
    """Raise Refused while something is on its way to the executor, or claimed and not decided or paid.

    The ledger says so: what is claimed is held on the executor's pool, or for what it spent.
    """
    where = {"programme": programme, "fund": fund, "year": year, "executor": executor}
    own = FundAccount.objects.filter(part__in=("pool", "spent"), **where)
    if own.filter(Q(account__held_debits__gt=0) | Q(account__held_credits__gt=0)).exists():
        raise refuse(
            "funds.open_claims", msg("something is claimed that is not decided, or not paid out yet")
        )
    if FundOrder.objects.filter(state="proposed", kind="advance", **where).exists():
        raise refuse("funds.open_advance", msg("an instalment is proposed that nobody has decided yet"))
