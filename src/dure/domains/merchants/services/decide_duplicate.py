"""An officer decides what two merchants are to each other, or takes that back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.models import DuplicatePair
from dure.domains.merchants.policies import allow_deciding_duplicates
from dure.domains.merchants.states import DUPLICATE_STATES, VERDICTS
from dure.engine.problems import Problem, Refused, msg, refuse


def decide_duplicate(*, actor: SignedActor, now: datetime, pair_id: int, verdict: str, reason: str) -> None:
    """Decide on a pair: same_business, same_owner or different, or ``reopen`` what was decided.

    Nothing is merged: the pair is kept with its reason, and the document check shows it. Raises NotAllowed,
    and Refused without a reason, for another verdict, and where somebody else was quicker.
    """
    allow_deciding_duplicates(actor)
    problems = []
    if verdict not in (*VERDICTS, "reopen"):
        problems.append(Problem("duplicate.verdict", msg("choose one of the answers")))
    if not reason.strip():
        problems.append(Problem("duplicate.reason", msg("say why: the reason is kept with the decision")))
    if problems:
        raise Refused(problems)
    kept = {"reason": reason.strip(), "decided_at": now}
    if verdict == "reopen":
        kept = {"reason": "", "decided_at": None}
    with act("merchant.decide_duplicate", actor=actor, now=now, reason=reason.strip()) as this:
        if not move(this, DUPLICATE_STATES, DuplicatePair, [pair_id], verdict, changes=kept):
            raise refuse(
                "duplicate.moved", msg("somebody else has changed this pair meanwhile: look at it again")
            )
