"""An officer asks a claimant to mend something of a line (보완요청)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ASKABLE, ClaimLine
from dure.domains.claims.policies import allow_deciding, claimants, refuse_same_person
from dure.domains.claims.states import LINE_STATES
from dure.domains.claims.telling import reason, tell_claimant
from dure.domains.claims.terms import binding_of
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import day_of, end_of
from dure.engine.problems import Problem, Refused, msg, refuse


def ask_line(
    *, actor: SignedActor, now: datetime, line_id: int, fields: Collection[str], question: str
) -> None:
    """Send a line back with a question, naming what can be changed; the clock of the file runs from today.

    Raises NotAllowed, and Refused to the claimant, without a question or anything named, and where the line
    waits for no decision.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    allow_deciding(actor, line.claim)
    refuse_same_person(actor, *claimants(line))
    named = [field for field in ASKABLE if field in fields]
    problems = []
    if not named or len(named) != len(set(fields)):
        problems.append(Problem("claims.fields", msg("choose what is to be mended")))
    if not question.strip():
        problems.append(Problem("claims.question", msg("say what is to be mended: the claimant reads it")))
    if problems:
        raise Refused(problems)
    due = end_of(day_of(now) + timedelta(days=binding_of(line.claim).answer_days))
    with act("claims.ask_line", actor=actor, now=now, reason=question.strip()) as this:
        alone("claim", line.claim_id)
        changes = {
            "asked_fields": named, "asked": question.strip(), "asked_by_id": actor.user_id, "asked_at": now,
            "due_at": due, "answered": "", "answered_at": None,
        }  # fmt: skip
        if not move(this, LINE_STATES, ClaimLine, [line_id], "ask", changes=changes):
            raise refuse("claims.not_open", msg("this line waits for no decision any more"))
        tell_claimant(
            this, line.claim, msg("Something is asked about a line that was claimed."),
            key=f"claim-line/{line_id}/ask/{this.id}",
            more={"due": due.isoformat(), **reason(question)},
        )  # fmt: skip
