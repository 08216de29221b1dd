"""The other side approves an amendment, which makes the next version, or refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.following import tell_followers
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.policies import may_run, may_sign
from dure.domains.agreements.states import AMENDMENT_STATES
from dure.domains.agreements.taken import refuse_taken
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.agreements.versions import (
    add_version,
    current_terms,
    refuse_above_money,
    refuse_above_quota,
)
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.executors.terms import changes_between, terms_of
from dure.engine.problems import msg, refuse


def answer_amendment(
    *, actor: SignedActor, now: datetime, amendment_id: int, approved: bool, answer: str = ""
) -> None:
    """Approve an amendment, or refuse it with a reason.

    Of two by which places move, both executors have to approve; then both count in the same act, and where
    one is refused the other falls too. Raises NotAllowed to the side that proposed, and Refused where it is
    not open any more, where the agreement has changed since, and where places are taken meanwhile.
    """
    amendment = Amendment.objects.select_related("agreement").get(pk=amendment_id)
    agreement = amendment.agreement
    answers = (
        may_sign(actor, agreement) if amendment.side == "officer" else may_run(actor, agreement.programme)
    )
    if not answers:
        raise NotAllowed
    if actor.user_id == amendment.proposed_by_id:
        raise refuse("amendment.same_person", msg("who proposed it cannot answer it: somebody else has to"))
    if not approved and not answer.strip():
        raise refuse("amendment.answer", msg("say why: the other side reads it"))
    with act("agreement.answer_amendment", actor=actor, now=now, reason=answer.strip()) as this:
        alone("agreements", agreement.programme)
        found = Amendment.objects.filter(pk=amendment_id)
        if amendment.move is not None:
            found = Amendment.objects.filter(move=amendment.move)
        both = list(found.select_related("agreement__organisation").order_by("agreement_id"))
        told = {"answered_by_id": actor.user_id, "answered_at": now, "answer": answer.strip()}
        name = "agree" if approved else "refuse"
        if not move(this, AMENDMENT_STATES, Amendment, [amendment_id], name, changes=told):
            raise refuse("amendment.closed", msg("this amendment is not open any more"))
        others = [one for one in both if one.pk != amendment_id]
        if not approved:
            move(this, AMENDMENT_STATES, Amendment, [one.pk for one in others], "take_back")
            _tell(this, both, msg("The amendment is refused."), amendment_id, answer)
        elif all(one.state == "agreed" for one in others):
            _apply(this, both)
            tell_followers(this, agreement.programme)
            counts = msg("The amendment is approved: a new version of the agreement counts.")
            _tell(this, both, counts, amendment_id, answer)


def _apply(this: Act, both: Sequence[Amendment]) -> None:
    """Make the next version of each agreement from what was approved."""
    ids = [one.agreement_id for one in both]
    held = {one.pk: one for one in Agreement.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    new = {one.agreement_id: terms_of(one.terms) for one in both}
    for one in both:
        agreement = held[one.agreement_id]
        left = one.move is not None and agreement.state == "left"
        if agreement.number != one.base or not (agreement.state == "in_force" or left):
            raise refuse("amendment.stale", msg("the agreement has changed since: propose it anew"))
        changes = changes_between(current_terms(agreement), new[agreement.pk])
        refuse_taken(agreement.programme, {c.which for c in changes if c.part == "places"})
    in_force = [pk for pk, agreement in held.items() if agreement.state == "in_force"]
    refuse_above_quota(both[0].agreement.programme, [new[pk] for pk in in_force], in_force)
    refuse_above_money(both[0].agreement.programme, [new[pk] for pk in in_force], in_force)
    move(this, AMENDMENT_STATES, Amendment, [one.pk for one in both], "apply")
    for one in both:
        agreement = held[one.agreement_id]
        add_version(this, agreement, new[agreement.pk], one.reason, agreement.number + 1)


def _tell(this: Act, both: Sequence[Amendment], what: str, answered: int, answer: str) -> None:
    """Tell all sides; what one executor wrote is read by the sides of its own agreement alone."""
    for one in both:
        for side in ("officer", "executor"):
            tell_side(
                this, one.agreement, what, to=side, key=f"amendment_answer/{one.pk}/{side}",
                more=shortened(answer) if one.pk == answered else None,
            )  # fmt: skip
