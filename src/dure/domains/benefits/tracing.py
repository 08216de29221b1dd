"""The way of a grant's won: from the source over the budget line to the merchant, and on to who was paid."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import Grant
from dure.domains.funds.entitling import entitlements
from dure.domains.ledger.queries import Account, Entry, entries

MOST = 100
"""So many of the last transfers of each account are told."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What came of one source over one line to a merchant, and went on from there."""

    source: str
    line: str
    account: Account
    entries: list[Entry]


def journeys(actor: SignedActor, grant: Grant) -> list[Journey]:
    """Return each account of a grant with its transfers, the oldest first: where each won came from and went.

    An account for each source: what came over the source's line, was held, spent, and went back. Empty for
    who does not see the ledger of the programme.
    """
    own = entitlements(grant.programme, grant.fund, [grant.application_id], grant.benefit)
    places = {standing.account: place for place, standing in own.get(grant.application_id, {}).items()}
    found = Account.objects.visible_to(actor).filter(pk__in=places).order_by("code")
    return [
        Journey(
            places[account.pk].source,
            places[account.pk].line,
            account,
            entries(account, before=None, most=MOST)[::-1],
        )
        for account in found
    ]
