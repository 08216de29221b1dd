"""Profiles of providers that changed after a round was computed: what it rests on, beside what holds now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dure.domains.matching.models import MatchRound, Provider
from dure.domains.matching.sides import Gathered

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Outdated:
    """A provider whose profile is another one than the round was computed with.

    ``before`` is the profile as it was, in no database. ``is_gone``: not approved any more, or resting.
    """

    before: Provider
    now: Provider
    is_gone: bool


def rooms(found: Gathered) -> dict[str, int]:
    """Return how many merchants each provider said to take, as a round keeps it beside its inputs.

    The capacity of the inputs is what was left of it.
    """
    return {code: one.capacity for code, one in found.providers.items()}


def months(found: Gathered) -> dict[str, int | None]:
    """Return how many new merchants a month each provider said to take, as a round keeps it beside."""
    return {code: one.monthly for code, one in found.providers.items()}


def outdated(of: MatchRound) -> list[Outdated]:
    """Return the providers of a round whose profile changed since, by id; two queries.

    Nothing where the inputs were destroyed. A round from before ``rooms`` and
    ``months`` were kept tells neither.
    """
    kept = (
        MatchRound.objects.filter(pk=of.pk)
        .values_list("inputs__providers", "inputs__rooms", "inputs__months")
        .get()
    )
    then = {one["id"]: one for one in kept[0] or ()}
    room, month = kept[1] or {}, kept[2] or {}
    # By their mark of change first: of thousands few have changed.
    changed = Provider.objects.filter(
        kind__in={code.rpartition(".")[2] for code in then}, changed_at__gt=of.planned_at
    )
    found = []
    for now in changed.select_related("organisation").order_by("pk"):
        frozen = then.get(now.code)
        if frozen is None:
            continue
        before = _as_it_was(now, frozen, room.get(now.code, now.capacity), month.get(now.code, now.monthly))
        gone = now.state != "approved"
        if gone or any(getattr(before, name) != getattr(now, name) for name in _COLUMNS):
            found.append(Outdated(before, now, gone))
    return found


_COLUMNS = (
    *("introduction", "skills", "industries", "languages"),
    *("region", "reach", "regions", "capacity", "monthly", "price_won"),
)  # fmt: skip


def _as_it_was(now: Provider, frozen: dict[str, Any], capacity: int, monthly: int | None) -> Provider:
    return Provider(
        pk=now.pk,
        organisation=now.organisation,
        kind=now.kind,
        introduction=frozen["text"],
        skills=sorted(frozen["skills"]),
        industries=sorted(frozen["industries"]),
        languages=sorted(frozen["languages"]),
        region=frozen["region"] or "",
        reach=frozen["reach"],
        regions=sorted(frozen["regions"]),
        capacity=capacity,
        monthly=monthly,
        price_won=frozen["price_won"],
    )
