"""Whoever runs a round, or an officer, closes it: proposals that wait for answers are taken back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.pairings import case_of_round
from dure.domains.matching.policies import allow_closing
from dure.domains.matching.services.answer_match import LONGEST_REASON
from dure.domains.matching.states import MATCH_STATES, ROUND_STATES
from dure.domains.matching.telling import counted, merchants, providers, titles
from dure.domains.notices.services.notify import notify
from dure.engine.problems import Problem, Refused, msg, refuse


def close_round(*, actor: SignedActor, now: datetime, round_id: int, reason: str) -> int:
    """Close a proposed round, with the reason, and return how many proposals were taken back. Twice is once.

    What both accepted stands; whoever waited for an answer is told, and has room again. As with what ran out,
    the month is given back to the provider, and the pair is not proposed again unless it is fixed.
    Raises NotAllowed, and Refused without a reason or where the round was not proposed.
    """
    found = MatchRound.objects.select_related("version").defer("inputs", "unmatched").get(pk=round_id)
    allow_closing(actor, found.programme, found.executor)
    case = case_of_round(found, now)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        longest = {"longest": LONGEST_REASON}
        raise Refused(
            [Problem("match_round.reason", msg("write the reason in at most {longest} characters"), longest)]
        )
    with act("matching.close", actor=actor, now=now, reason=reason) as this:
        alone("matching", found.programme, found.pairing)
        if not move(this, ROUND_STATES, MatchRound, [round_id], "close"):
            if MatchRound.objects.values_list("state", flat=True).get(pk=round_id) == "closed":
                return 0
            raise refuse(
                "matching.not_proposed", msg("this round was not proposed: there is nothing to close")
            )
        waiting = Match.objects.filter(round=found, state="proposed").order_by("pk")
        ids = move(
            this,
            MATCH_STATES,
            Match,
            waiting.values_list("pk", flat=True),
            "close",
            changes={"answered_at": now, "reason": reason},
        )
        taken_back = list(Match.objects.filter(pk__in=ids).order_by("pk"))
        if taken_back:
            people = merchants(case, taken_back, lambda _one: {})
            notify(this, people, template="match_closed", key=str(this.id))
            number = counted(taken_back)
            of = Provider.objects.filter(pk__in=number).select_related("organisation")
            told = titles(case)
            helpers = providers(this, list(of), lambda one: {**told, "count": number[one.pk]})
            notify(this, helpers, template="match_to_provider_closed", key=str(this.id))
    return len(taken_back)
