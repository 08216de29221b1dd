"""Matches of merchants end that take part no more: withdrawn, or without the place that entitled them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.pairings import Case, case_of_round
from dure.domains.matching.sides import entitled
from dure.domains.matching.states import MATCH_STATES, TAKING
from dure.domains.matching.telling import merchants, providers, titles
from dure.domains.notices.services.notify import notify


def end_left_matches(*, actor: SignedActor, now: datetime, programme: str = "") -> int:
    """End what stands of merchants that are entitled no more (of one programme, or all); return how many.

    Both sides are told, and both have room again. Twice is once. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    standing = Match.objects.filter(state__in=TAKING)
    if programme:
        standing = standing.filter(programme=programme)
    rounds = MatchRound.objects.filter(pk__in=standing.order_by().values("round_id"))
    return sum(_end(actor, now, one) for one in list(rounds.select_related("version").order_by("pk")))


def _end(actor: SignedActor, now: datetime, of_round: MatchRound) -> int:
    case = case_of_round(of_round, now)
    left = Match.objects.filter(round=of_round, state__in=TAKING).exclude(
        application_id__in=entitled(case).values("pk")
    )
    if not left.exists():
        return 0
    with act("match.leave", actor=actor, now=now) as this:
        ids = left.order_by("pk").values_list("pk", flat=True)
        gone = move(this, MATCH_STATES, Match, ids, "leave", changes={"answered_at": now, "due_at": None})
        ended = list(
            Match.objects.filter(pk__in=gone).select_related("application", "provider__organisation")
        )
        for one in sorted(ended, key=lambda one: one.pk):
            _tell(this, case, one)
    return len(gone)


def _tell(this: Act, case: Case, one: Match) -> None:
    """Tell both sides of one match."""
    key = f"{this.id}/{one.pk}"
    told = {**titles(case), "application_no": one.application.application_no}
    people = [replace(person, occasion=key) for person in providers(this, [one.provider], lambda _: told)]
    for side in (merchants(case, [one], lambda _: {}), people):
        notify(this, side, template="match_left", key=key)
