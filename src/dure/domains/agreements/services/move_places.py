"""An officer moves places and budget from one executor to another: one act, two amendments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.holding import held_in_force, refuse_open
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.taken import refuse_taken
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.agreements.versions import current_terms
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.executors.moving import moved
from dure.engine.executors.terms import plain_of
from dure.engine.problems import msg, refuse


def move_places(
    *,
    actor: SignedActor,
    now: datetime,
    giver_id: int,
    taker_id: int,
    places: Mapping[str, int],
    budget_won: int,
    reason: str,
) -> uuid.UUID:
    """Propose both amendments, which count once both executors have approved; return what joins them.

    The free places of an executor that left move without its approval. Raises NotAllowed, and Refused for a
    move of nothing or of more than there is, within one agreement or between programmes, for places that are
    taken, and while an amendment of either is open.
    """
    giver, taker = (Agreement.objects.get(pk=pk) for pk in (giver_id, taker_id))
    allow_running(actor, giver.programme)
    if giver_id == taker_id or giver.programme != taker.programme:
        raise refuse("move.same", msg("choose two executors of the same programme"))
    if not reason.strip():
        raise refuse("amendment.reason", msg("say why: the reason is kept with the amendment"))
    with act("agreement.move_places", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", giver.programme)
        held = {
            one.pk: one
            for one in Agreement.objects.select_for_update(of=("self",))
            .filter(pk__in=(giver_id, taker_id))
            .order_by("pk")
        }
        held_in_force(taker_id)
        refuse_open(held[giver_id])
        if held[giver_id].state not in ("in_force", "left"):
            raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
        refuse_taken(giver.programme, {stage for stage, number in places.items() if number})
        after = moved(
            current_terms(held[giver_id]), current_terms(held[taker_id]), places=places, budget_won=budget_won
        )
        joined = uuid.uuid4()
        for pk, terms in zip((giver_id, taker_id), after, strict=True):
            agreement = held[pk]
            made = Amendment.objects.create(
                agreement=agreement,
                move=joined,
                base=agreement.number,
                terms=plain_of(terms),
                side="officer",
                reason=reason.strip(),
                state="agreed" if agreement.state == "left" else "proposed",
                proposed_by_id=actor.user_id or 0,
                proposed_at=now,
            )
            this.record("amendment", made.pk, agreement=pk, joined=str(joined), places=dict(places))
            tell_side(
                this, agreement, msg("The agency proposes to move places between executors."), to="executor",
                key=f"move/{joined}/{pk}", more=shortened(reason),
            )  # fmt: skip
        return joined
