"""Who may do what for a merchant."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.statements import Planned, rows
from dure.domains.merchants.models import MerchantMember


def _member(user_id: int, merchant_id: int) -> QuerySet[Any, Any]:
    members = MerchantMember.objects.visible_to(SignedActor(user_id)).filter(merchant_id=merchant_id)
    return members.values_list("pk")[:1]


_MEMBER = Planned(_member, user_id=1_234_567_890, merchant_id=2_345_678_901)


def may_act_for(actor: SignedActor, merchant_id: int) -> bool:
    """Whoever is a member of it now; no role gives that right."""
    return actor.user_id is not None and bool(_MEMBER.rows(user_id=actor.user_id, merchant_id=merchant_id))


def acting_for(pairs: Collection[tuple[int | None, int]]) -> set[tuple[int | None, int]]:
    """Return those of some pairs of a user and a merchant in which the user acts for the merchant now."""
    text = (
        "SELECT m.user_id, m.merchant_id FROM merchants_merchantmember m"
        " JOIN unnest(%s::bigint[], %s::bigint[]) AS t (user_id, merchant_id)"
        " ON t.user_id = m.user_id AND t.merchant_id = m.merchant_id WHERE m.until IS NULL"
    )
    users, merchants = zip(*pairs, strict=True)
    return {(user, merchant) for user, merchant in rows(text, [list(users), list(merchants)])}


def allow_acting(actor: SignedActor, merchant_id: int) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_act_for(actor, merchant_id):
        raise NotAllowed


def allow_signed_in(actor: SignedActor) -> int:
    """Return the id of whoever has signed in; raise NotAllowed for nobody."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def may_decide_duplicates(actor: SignedActor) -> bool:
    """Officers do whose role is for all programmes: a pair belongs to none."""
    return actor.may_in("", "officer")


def allow_deciding_duplicates(actor: SignedActor) -> None:
    """Raise NotAllowed for everybody but officers."""
    if not may_decide_duplicates(actor):
        raise NotAllowed
