"""Grants and titles whose time is over end; merchants are told before, and then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.benefits.ending import end, hold_benefits, without_open_uses
from dure.domains.benefits.following import settle_open
from dure.domains.benefits.models import Certificate, Grant
from dure.domains.benefits.states import CERTIFICATE_STATES
from dure.domains.benefits.telling import tell_expired, tell_expiring
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import day_of

WARNED_BEFORE = timedelta(days=30)
"""So long before the end merchants are told, once."""
AT_ONCE = 2_000
TAKEN = ("granted", "in_use")


def expire_grants(*, actor: SignedActor, now: datetime) -> int:
    """End what is good no more, give back its rest, tell whose time is near; return how many ended.

    One of which a use waits for its confirmation goes on until that is decided: what it costs is owed then.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    today = day_of(now)
    ended = sum(_expire(actor, now, programme, ids) for programme, ids in _due(today))
    _warn(actor, now, today)
    return ended


def _due(today: date) -> Iterator[tuple[str, list[int]]]:
    """Yield what is due, by programme, in parts of a size that one transaction carries."""
    rows = without_open_uses(Grant.objects.filter(state__in=TAKEN, ends_on__lte=today))
    rows = rows.order_by("programme", "pk")
    found: dict[str, list[int]] = {}
    for programme, pk in rows.values_list("programme", "pk"):
        found.setdefault(programme, []).append(pk)
    for programme, ids in found.items():
        for start in range(0, len(ids), AT_ONCE):
            yield programme, ids[start : start + AT_ONCE]


def _expire(actor: SignedActor, now: datetime, programme: str, ids: list[int]) -> int:
    with act("benefits.expire", actor=actor, now=now) as this:
        hold_benefits(programme, Grant.objects.filter(pk__in=ids).order_by("pk"))
        still = without_open_uses(Grant.objects.filter(pk__in=ids, ends_on__lte=day_of(now)))
        wanted = list(still.order_by("pk").values_list("pk", flat=True))
        titles = Certificate.objects.filter(grant_id__in=wanted, state="in_force").order_by("pk")
        move(
            this, CERTIFICATE_STATES, Certificate, titles.values_list("pk", flat=True), "expire",
            changes={"ended_at": now},
        )  # fmt: skip
        ended = end(this, programme, wanted, "expire", why="expired", key=f"expire/{this.id}")
        tell_expired(this, ended)
        settle_open(this, programme)
    return len(ended)


def _warn(actor: SignedActor, now: datetime, today: date) -> None:
    """Tell merchants whose benefits end within the period; who was told of that end is not told again."""
    near = (
        Grant.objects.filter(state__in=TAKEN, ends_on__gt=today, ends_on__lte=today + WARNED_BEFORE)
        .exclude(starts_on__gt=today - timedelta(days=1))
        .select_related("version")
        .order_by("pk")
    )
    if not near.exists():
        return
    with act("benefits.warn", actor=actor, now=now) as this:
        tell_expiring(this, list(near))
