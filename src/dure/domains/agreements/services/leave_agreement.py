"""An executor leaves the programme: its agreement ends, and its places are free."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.following import tell_followers
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.policies import side_of
from dure.domains.agreements.states import AGREEMENT_STATES, AMENDMENT_STATES
from dure.domains.agreements.taken import chosen_stages
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.agreements.versions import current_terms
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def leave_agreement(
    *, actor: SignedActor, now: datetime, agreement_id: int, reason: str, handover: str = ""
) -> None:
    """End an agreement in force; its places stay told in its last version until they are moved.

    ``handover`` says what happens with the merchants: it is needed where a stage at which the executor has
    places is chosen already. Open amendments of it, and their other halves, are taken back. Raises
    NotAllowed, and Refused without these, or where it is not in force.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    side = side_of(actor, agreement)
    if not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.leave", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", agreement.programme)
        held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        places = {stage for stage, number in current_terms(held).places if number}
        if places & chosen_stages(agreement.programme) and not handover.strip():
            raise refuse("agreement.handover", msg("say what happens with the merchants it has places for"))
        open_ones = Amendment.objects.filter(agreement_id=agreement_id, state__in=("proposed", "agreed"))
        moves = [one.move for one in open_ones if one.move is not None]
        halves = Amendment.objects.filter(move__in=moves) | open_ones
        move(this, AMENDMENT_STATES, Amendment, list(halves.values_list("pk", flat=True)), "take_back")
        changes = {"closed_at": now, "closed_reason": reason.strip(), "handover": handover.strip()}
        changes |= {"closed_by_id": actor.user_id, "closed_side": side}
        if not move(this, AGREEMENT_STATES, Agreement, [agreement_id], "leave", changes=changes):
            raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
        tell_followers(this, agreement.programme)
        tell_side(
            this, agreement, msg("The executor leaves the programme: the agreement is over."),
            to="officer" if side == "executor" else "executor", key=f"left/{agreement_id}",
            more=shortened(reason),
        )  # fmt: skip
