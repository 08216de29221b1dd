"""Whoever owns a voucher or credit is told some days before it is good no more (소멸 예정 안내)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.vouchers.file import find_case
from dure.domains.vouchers.models import Wallet
from dure.domains.vouchers.telling import tell_expiring
from dure.engine.law.deadlines import day_of

AT_ONCE = 1_000
TOLD_WITH_GRANT = 30
"""Whose credit was granted is told so many days before by the grant itself (``benefit_expiring``)."""


def warn_of_ends(*, actor: SignedActor, now: datetime) -> int:
    """Tell owners of wallets with something left that end within the days of their file; return how many.

    Each is told once for each number of days and each end, also where the job ran late; never of a time that
    is as long as the voucher is good at all. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    today = day_of(now)
    count = 0
    for programme, benefit in _named(today):
        case = find_case(programme, benefit)
        if case is None:
            continue
        days = sorted(set(case.benefit.warned_before_days))
        for part in _parts(_near(programme, benefit, today, max(days, default=0))):
            due = [(one, _due(one, today, days), left) for one, left in part]
            wanted = [(one, told, left) for one, told, left in due if told]
            if wanted:
                with act("vouchers.warn", actor=actor, now=now) as this:
                    tell_expiring(this, wanted)
                count += len(wanted)
    return count


def _named(today: date) -> list[tuple[str, str]]:
    """Return the vouchers and credit of which something is still open with an end."""
    found = Wallet.objects.filter(state="open", ends_on__gt=today).order_by()
    return sorted(found.values_list("programme", "benefit").distinct())


def _near(programme: str, benefit: str, today: date, most: int) -> QuerySet[Wallet]:
    return (
        Wallet.objects.filter(
            programme=programme, benefit=benefit, state="open", ends_on__gt=today,
            ends_on__lte=today + timedelta(days=most),
        )
        .annotate(
            left=Sum(
                F("accounts__account__credits")
                - F("accounts__account__debits")
                - F("accounts__account__held_debits")
            )
        )
        .filter(left__gt=0)
    )  # fmt: skip


def _parts(found: QuerySet[Wallet]) -> Iterator[list[tuple[Wallet, int]]]:
    """Yield wallets with what is left of each, in parts of a size that one act carries."""
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        yield [(one, int(one.left)) for one in rows]  # type: ignore[attr-defined]


def _due(one: Wallet, today: date, days: list[int]) -> int:
    """Return the fewest days of the file within which a wallet ends; 0 where it is told nothing now."""
    assert one.ends_on is not None
    within = next((told for told in days if one.ends_on <= today + timedelta(days=told)), 0)
    if within and one.ends_on - one.starts_on <= timedelta(days=within):
        return 0
    return 0 if one.kind == "credit" and within == TOLD_WITH_GRANT else within
