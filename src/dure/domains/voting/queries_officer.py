"""Votes as officers read them: set asides and their ballots; never for whom a ballot is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.voting.models import SetAside, Vote


def votes_run(actor: SignedActor, words: str = "") -> QuerySet[Vote]:
    """Return the votes of the programmes that an actor runs or supervises; ``words`` stand in a title."""
    found = Vote.objects.visible_to(actor).filter(actor.scope("programme", "officer", "ministry"))
    for word in words.split():
        found = found.filter(version__title_ko__icontains=word) | found.filter(
            version__title_en__icontains=word
        )
    return found.select_related("version").defer("version__raw")


@dataclass(frozen=True, slots=True)
class Running:
    """A vote that is not counted yet, and how many proposals to set ballots aside wait in it."""

    vote: Vote
    proposals: int


def votes_running(actor: SignedActor) -> list[Running]:
    """Return the votes that an actor runs and that are not counted yet, with two statements."""
    found = Vote.objects.visible_to(actor).filter(actor.scope("programme", "officer", "ministry"))
    alive = list(found.exclude(state="counted").order_by("closes_at", "pk")[:200])
    proposed = SetAside.objects.visible_to(actor).filter(vote__in=alive, state="proposed")
    waiting = dict(proposed.values_list("vote").annotate(count=Count("pk")))
    return [Running(one, waiting.get(one.pk, 0)) for one in alive]


def set_asides(actor: SignedActor, vote: Vote) -> list[SetAside]:
    """Return what was proposed to be set aside, the newest first."""
    return list(SetAside.objects.visible_to(actor).filter(vote=vote).order_by("-pk")[:200])


def set_aside_by_id(actor: SignedActor, vote: Vote, set_aside_id: int) -> SetAside | None:
    """Return one of them, or None."""
    return SetAside.objects.visible_to(actor).filter(vote=vote, pk=set_aside_id).first()


def names(actor: SignedActor, ids: Iterable[int | None]) -> dict[int, str]:
    """Return how officers are called by id."""
    wanted = {one for one in ids if one is not None}
    found = User.objects.visible_to(actor).filter(pk__in=wanted)
    return {user.pk: user.name or user.email for user in found}
