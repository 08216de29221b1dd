"""An agreement in force ends: from that moment the executor carries the programme out no more."""

from __future__ import annotations

from dure.domains.accounts.leaving import shut_desk
from dure.domains.agreements.following import tell_followers
from dure.domains.agreements.leaving import refuse_under_way, tell_left
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.states import AGREEMENT_STATES, AMENDMENT_STATES
from dure.domains.agreements.taken import chosen_stages
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.agreements.versions import current_terms
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.programmes.leaving import note_executor_left
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def refuse_no_handover(agreement: Agreement, handover: str) -> None:
    """Raise Refused where nothing is said of merchants for whom it has places that are chosen."""
    places = {stage for stage, number in current_terms(agreement).places if number}
    if places & chosen_stages(agreement.programme) and not handover.strip():
        raise refuse("agreement.handover", msg("say what happens with the merchants it has places for"))


def end_agreement(this: Act, agreement: Agreement, *, reason: str, handover: str, side: str) -> None:
    """End an agreement whose programme is held.

    Open amendments of it, and their other halves, are taken back; its desk is shut and nobody can choose it;
    later subjects follow. Raises Refused where it is not in force, and while something is under way there
    that comes first.
    """
    programme, executor = agreement.programme, agreement.executor
    refuse_under_way(programme, executor)
    open_ones = Amendment.objects.filter(agreement_id=agreement.pk, state__in=("proposed", "agreed"))
    moves = [one.move for one in open_ones if one.move is not None]
    halves = Amendment.objects.filter(move__in=moves) | open_ones
    move(this, AMENDMENT_STATES, Amendment, list(halves.values_list("pk", flat=True)), "take_back")
    changes = {"closed_at": this.now, "closed_reason": reason, "handover": handover}
    changes |= {"closed_by_id": this.actor.user_id, "closed_side": side}
    if not move(this, AGREEMENT_STATES, Agreement, [agreement.pk], "leave", changes=changes):
        raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
    note_executor_left(this, programme=programme, executor=executor, left_on=day_of(this.now))
    shut_desk(this, organisation_id=agreement.organisation_id, programme=programme)
    tell_followers(this, programme)
    tell_left(this, programme, executor)
    tell_side(
        this, agreement, msg("The executor leaves the programme: the agreement is over."),
        to="executor", key=f"left/{agreement.pk}", more=shortened(reason),
    )  # fmt: skip
