"""What a voter has chosen and not cast yet: in the session, sealed, so that nobody counts it there either."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest

from dure.domains.privacy.encryption import seal, unseal
from dure.domains.voting.queries import Vote

VERIFIED_FOR = timedelta(minutes=30)
"""So long after the verification a ballot can be cast."""


@dataclass(slots=True)
class Basket:
    """The way of one ballot, from the first choice to the receipt."""

    choices: list[str] = field(default_factory=list)
    browser: str = ""
    """By which one session is known to the limit of verifications."""
    region: str = ""
    request_no: str = ""
    key: str = ""
    """What opens the agency's answer."""
    voter: str = ""
    verified_at: str = ""
    once: str = ""
    ballot: str = ""
    """Of the receipt, as ``salt`` and ``cast``."""
    salt: str = ""
    cast: list[str] = field(default_factory=list)

    def is_verified(self, now: datetime) -> bool:
        """Say whether somebody was verified, and not too long ago."""
        return bool(self.voter) and now < datetime.fromisoformat(self.verified_at) + VERIFIED_FOR


def basket_of(request: HttpRequest, vote: Vote) -> Basket:
    """Return the basket of a vote; an empty one where there is none, or none of ours."""
    try:
        return Basket(**json.loads(unseal(request.session.get(_name(vote), ""))))
    except (ValueError, TypeError):
        return Basket()


def keep(request: HttpRequest, vote: Vote, basket: Basket) -> None:
    """Keep a basket in the session."""
    request.session[_name(vote)] = seal(json.dumps(asdict(basket)))


def _name(vote: Vote) -> str:
    return f"vote-{vote.pk}"
