"""A firm asks that somebody does not score its proposal (기피 신청)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.conflicts import may_still_ask
from dure.domains.agreements.models import Proposal, ScorerRecusal
from dure.domains.agreements.policies import allow_firm
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg, refuse

MOST_OPEN = 5
_LONGEST = {"about": 200, "grounds": 2000}


def ask_scorer_recusal(
    *, actor: SignedActor, now: datetime, proposal_id: int, about: str, grounds: str, key: str = ""
) -> int:
    """Keep whom a firm means and why, and return the request's id; with a ``key`` twice is once.

    Raises NotAllowed, and Refused where something is not said, where nobody scores the proposal (any more),
    and where too many requests wait for their answer.
    """
    allow_firm(actor, proposal_id)
    said = {"about": about.strip()[: _LONGEST["about"]], "grounds": grounds.strip()[: _LONGEST["grounds"]]}
    problems = []
    if not said["about"]:
        problems.append(Problem("recusal.about", msg("say whom you mean: a name or an organisation")))
    if not said["grounds"]:
        problems.append(Problem("recusal.grounds", msg("say why this person could not judge fairly")))
    if problems:
        raise Refused(problems)
    with act("scorer_recusal.ask", actor=actor, now=now, key=key and f"{proposal_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("scorer_recusal", proposal_id)
        if not may_still_ask(Proposal.objects.get(pk=proposal_id)):
            raise refuse("recusal.no_scorer", msg("nobody is still to score this proposal"))
        waiting = ScorerRecusal.objects.filter(proposal_id=proposal_id, state="asked").count()
        if waiting >= MOST_OPEN:
            raise refuse(
                "recusal.many",
                msg("{count} of your requests wait for an answer: wait for it, please"),
                count=waiting,
            )
        made = ScorerRecusal.objects.create(
            proposal_id=proposal_id, **said, asked_by_id=actor.user_id or 0, asked_at=now
        )
        this.record("scorer_recusal", made.pk, proposal=proposal_id, state="asked")
        this.result = made.pk
        return int(made.pk)
