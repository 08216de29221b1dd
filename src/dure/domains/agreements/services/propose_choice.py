"""An officer proposes which executors are chosen: the order is worked out, and marks stand fast."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import judged_call, kept_call
from dure.domains.agreements.choosing import inputs_now, marks_missing, plain_standings, ranked
from dure.domains.agreements.conflicts import set_aside
from dure.domains.agreements.firms import people_of_firms
from dure.domains.agreements.models import ExecutorChoice, Proposal, Scorer
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.agreements.telling import shortened, tell, texts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.staff import officers
from dure.engine.problems import msg, refuse


def propose_choice(*, actor: SignedActor, now: datetime, programme: str, reason: str) -> int:
    """Rank the proposals that passed the check, keep what they are ranked from, and return the choice's id.

    Raises NotAllowed, and Refused without a reason, while the call is open, while a proposal is checked or a
    mark is owed, and where there is a choice already.
    """
    allow_running(actor, programme)
    case = judged_call(programme)
    if not reason.strip():
        raise refuse("choice.reason", msg("say why: the reason is kept with the choice"))
    if case.state(now) != "closed":
        raise refuse("choice.open", msg("the call for executors is still open"))
    if kept_call(programme).call != case.call:
        raise refuse(
            "choice.call_changed",
            msg("the call differs from the one that firms answered: publish a version with that call again"),
        )
    with act("executor_choice.propose", actor=actor, now=now, reason=reason.strip()) as this:
        alone("executor_choice", programme)
        if ExecutorChoice.objects.filter(programme=programme, state__in=("proposed", "confirmed")).exists():
            raise refuse("choice.alive", msg("there is a choice already"))
        if Proposal.objects.filter(programme=programme, state__in=("submitted", "supplementing")).exists():
            raise refuse("choice.unchecked", msg("some proposals are still being checked"))
        ids = list(
            Proposal.objects.filter(programme=programme, state="checked")
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if not ids:
            raise refuse("choice.nobody", msg("there is no proposal to choose from"))
        set_aside(this, programme)
        scorers = Scorer.objects.filter(proposal_id__in=ids, ended_at__isnull=True)
        if set(scorers.values_list("user_id", flat=True)) & people_of_firms(programme):
            raise refuse("choice.conflict", msg("somebody who scores acts for a firm of this call: end that"))
        # Who is saving a mark holds the row: what is read after this move stands.
        move(this, PROPOSAL_STATES, Proposal, ids, "score")
        inputs = inputs_now(programme, "scored")
        standings = ranked(case, inputs)
        owed = marks_missing(case, programme, "scored")
        if owed:
            raise refuse("choice.unscored", msg("{count} marks are still missing"), count=owed)
        made = ExecutorChoice.objects.create(
            programme=programme,
            version=case.version,
            inputs=inputs,
            standings=plain_standings(standings),
            seed=case.version.hash,
            second_officer=case.call.second_officer,
            proposed_by_id=actor.user_id or 0,
            proposed_at=now,
            proposed_reason=reason.strip(),
        )
        this.record(
            "executor_choice", made.pk, chosen=[one.proposal for one in standings if one.outcome == "chosen"]
        )
        if case.call.second_officer:
            tell(
                this,
                officers(programme, now, besides=actor.user_id),
                "selection_to_confirm",
                {
                    "programme": texts(case.programme.title),
                    "stage": texts(case.call.title),
                    **shortened(reason),
                },
                f"/officer/executors/{programme}/choice/",
                f"executor_choice/{made.pk}",
            )
        return made.pk
