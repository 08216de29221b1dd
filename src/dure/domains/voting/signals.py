"""Signs of abuse among ballots: many of one address, one network, one minute, or too quick to be read.

None of them knows for whom a ballot is. Each is a question for a person to judge: an office or a mobile
network shares an address, and a letter to customers makes a burst. The bounds stand in
``docs/operations/voting.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMinute

from dure.domains.accounts.actors import SignedActor
from dure.domains.voting.models import Ballot, Vote
from dure.engine.programme.models.window import SEOUL

SIGNALS = ("address", "device", "network", "burst", "quick")
OF_ADDRESS = 5
"""So many ballots of one address are a sign."""
OF_DEVICE = 5
"""So many of one network whose browsers say the same of themselves."""
OF_NETWORK, NETWORK_SHARE_BP = 20, 1000
"""So many of one network, if they are also so large a share of all."""
OF_MINUTE, TIMES_USUAL = 10, 6
"""So many in one minute, if they are also so many times what a minute usually has."""
QUICK = timedelta(seconds=3)
"""Cast sooner than so long after the identity was verified: nobody has read the page by then."""
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Ballots that one sign is about; ``of`` is the first of them, by which the group is asked for again."""

    signal: str
    of: int
    count: int
    first_at: datetime
    last_at: datetime
    aside: int
    """How many of them are set aside already."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many ballots there are, and how many persons changed theirs."""

    ballots: int
    changed: int
    first_at: datetime | None
    last_at: datetime | None


def turnout(actor: SignedActor, vote: Vote) -> Turnout:
    """Return how many have voted: no count of any candidate."""
    found = Ballot.objects.visible_to(actor).filter(vote=vote)
    row = found.aggregate(
        ballots=Count("pk"),
        changed=Count("pk", filter=Q(changes__gt=0)),
        first_at=Min("cast_at"),
        last_at=Max("changed_at"),
    )
    return Turnout(**row)


def ballots_per_day(actor: SignedActor, vote: Vote) -> list[tuple[date, int]]:
    """Return by day in Seoul how many ballots came."""
    found = Ballot.objects.visible_to(actor).filter(vote=vote)
    days = found.annotate(day=TruncDate("cast_at", tzinfo=SEOUL)).values_list("day")
    return [(day, count) for day, count in days.annotate(count=Count("pk")).order_by("day")]


def groups(actor: SignedActor, vote: Vote, total: int) -> list[Group]:
    """Return the groups of all signs, the largest first within each; one query a sign."""
    found = Ballot.objects.visible_to(actor).filter(vote=vote).order_by()
    share = -(-total * NETWORK_SHARE_BP // 10_000)
    return [
        *_grouped("address", found.exclude(address=""), ("address",), OF_ADDRESS),
        *_grouped("device", found.exclude(network="").exclude(device=""), ("network", "device"), OF_DEVICE),
        *_grouped("network", found.exclude(network=""), ("network",), max(OF_NETWORK, share)),
        *_grouped("burst", found.annotate(minute=TruncMinute("cast_at")), ("minute",), _burst(vote, total)),
        *_grouped("quick", found.filter(_QUICK).annotate(one=F("vote_id")), ("one",), 1),
    ]


def ballots_in(actor: SignedActor, vote: Vote, signal: str, of: int) -> QuerySet[Ballot] | None:
    """Return the ballots of the group of which one is a member; None where there is no such group."""
    found = Ballot.objects.visible_to(actor).filter(vote=vote)
    one = found.filter(pk=of).first()
    if one is None or signal not in SIGNALS:
        return None
    if signal == "address":
        return found.filter(address=one.address) if one.address else None
    if signal == "device":
        return found.filter(network=one.network, device=one.device) if one.network and one.device else None
    if signal == "network":
        return found.filter(network=one.network) if one.network else None
    if signal == "burst":
        minute = one.cast_at.replace(second=0, microsecond=0)
        return found.filter(cast_at__gte=minute, cast_at__lt=minute + timedelta(minutes=1))
    return found.filter(_QUICK)


_QUICK = Q(changed_at__lt=F("verified_at") + QUICK)


def _burst(vote: Vote, total: int) -> int:
    """Return from how many ballots in a minute on it is a burst: so many times the mean of the whole vote."""
    minutes = max(1, int((vote.closes_at - vote.opens_at).total_seconds()) // 60)
    return max(OF_MINUTE, -(-total * TIMES_USUAL // minutes))


def _grouped(signal: str, found: QuerySet[Ballot], by: Sequence[str], least: int) -> list[Group]:
    rows = (
        found.values(*by)
        .annotate(
            of=Min("pk"),
            count=Count("pk"),
            first_at=Min("cast_at"),
            last_at=Max("cast_at"),
            aside=Count("set_aside_id"),
        )
        .filter(count__gte=least)
        .order_by("-count", "of")[:MOST_GROUPS]
    )
    told = ("of", "count", "first_at", "last_at", "aside")
    return [Group(signal, *(row[name] for name in told)) for row in rows]
