"""A planned round that is changed by hand: who may, and the round held while it is still planned."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.pairings import Case, case_or_refused, refuse_where_others_run
from dure.domains.matching.policies import allow_touching
from dure.domains.matching.services.answer_match import LONGEST_REASON
from dure.engine.problems import Problem, Refused, msg, refuse


def allowed_by_hand(
    actor: SignedActor, now: datetime, of: MatchRound, application_id: int, reason: str
) -> tuple[Case, str]:
    """Return the pairing of a round and the reason as it is kept.

    Raises NotAllowed, and Refused without a reason, or where others run the pairing by now.
    """
    allow_touching(actor, of.programme, of.executor, application_id)
    case = case_or_refused(of.programme, of.pairing, now)
    refuse_where_others_run(case, of.executor)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        longest = {"longest": LONGEST_REASON}
        raise Refused(
            [Problem("match.reason", msg("write the reason in at most {longest} characters"), longest)]
        )
    return case, reason


def hold_planned(of: MatchRound) -> None:
    """Hold a round, within an act, alone in its pairing; raises Refused where it is not planned any more."""
    alone("matching", of.programme, of.pairing)
    held = MatchRound.objects.select_for_update(no_key=True).defer("inputs", "unmatched").get(pk=of.pk)
    if held.state != "planned":
        raise refuse(
            "matching.not_planned",
            msg("this round is not planned any more: pairs are changed by hand only before it is proposed"),
        )


def add_up(_this: Act, of: MatchRound) -> None:
    """Keep the points of all pairs of a round anew, within the act that changed them."""
    points = Match.objects.filter(round=of, state="planned").aggregate(points=Sum("points"))["points"]
    MatchRound.objects.filter(pk=of.pk).update(points=points or 0)
