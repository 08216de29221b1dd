"""A match ends before its time: one side leaves, or who runs the round takes it apart. The rest is kept."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match
from dure.domains.matching.pairings import case_of_round
from dure.domains.matching.policies import may_take_apart, side_of
from dure.domains.matching.services.answer_match import LONGEST_REASON
from dure.domains.matching.states import MATCH_STATES
from dure.domains.matching.telling import merchants, providers, titles
from dure.domains.notices.services.notify import notify
from dure.engine.problems import Problem, Refused, msg, refuse


def end_match(*, actor: SignedActor, now: datetime, match_id: int, reason: str) -> None:
    """End a match that stands, with the reason; both sides are told. Twice is once.

    Both have room again, and are matched anew by the next round. Raises NotAllowed, and Refused without a
    reason, or where the match does not stand.
    """
    found = Match.objects.select_related("application", "provider__organisation", "round__version").get(
        pk=match_id
    )
    if not may_take_apart(actor, found):
        side_of(actor, found)
        if found.state == "proposed":
            raise NotAllowed  # a side answers a proposal; only who runs the round takes it back
    case = case_of_round(found.round, now)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        longest = {"longest": LONGEST_REASON}
        raise Refused(
            [Problem("match.reason", msg("write the reason in at most {longest} characters"), longest)]
        )
    with act("match.end", actor=actor, now=now) as this:
        changes = {"answered_at": now, "reason": reason}
        if not move(this, MATCH_STATES, Match, [match_id], "end", changes=changes):
            if Match.objects.get(pk=match_id).state == "ended":
                return
            raise refuse("match.not_standing", msg("this match does not stand any more"))
        notify(this, merchants(case, [found], lambda _one: {}), template="match_ended", key=str(this.id))
        parameters = {**titles(case), "application_no": found.application.application_no}
        people = providers(this, [found.provider], lambda _one: parameters)
        notify(this, people, template="match_ended", key=str(this.id))
