"""Proposals that were not answered in time run out."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.pairings import case_of_round
from dure.domains.matching.states import MATCH_STATES
from dure.domains.matching.telling import counted, merchants, providers, titles
from dure.domains.notices.services.notify import notify


def lapse_matches(*, actor: SignedActor, now: datetime) -> int:
    """Let proposals run out whose time is over, round by round, and return how many did.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    due = Match.objects.filter(state="proposed", due_at__lte=now)
    ids = due.order_by().values("round_id")
    rounds = MatchRound.objects.filter(pk__in=ids).select_related("version").order_by("pk")
    return sum(_lapse(actor, now, one) for one in list(rounds))


def _lapse(actor: SignedActor, now: datetime, of_round: MatchRound) -> int:
    case = case_of_round(of_round, now)
    with act("match.lapse", actor=actor, now=now) as this:
        due = Match.objects.filter(round=of_round, state="proposed", due_at__lte=now)
        ids = due.order_by("pk").values_list("pk", flat=True)
        gone = move(this, MATCH_STATES, Match, ids, "lapse", changes={"answered_at": now})
        late = list(Match.objects.filter(pk__in=gone).order_by("pk"))
        if late:
            notify(this, merchants(case, late, lambda _one: {}), template="match_lapsed", key=str(this.id))
            number = counted(late)
            of = Provider.objects.filter(pk__in=number).select_related("organisation")
            told = titles(case)
            people = providers(this, list(of), lambda one: {**told, "count": number[one.pk]})
            notify(this, people, template="match_to_provider_lapsed", key=str(this.id))
    return len(gone)
