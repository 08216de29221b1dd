"""A second officer confirms what the first approved of a line, or sends it back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.accepting import accept_money, close_decided
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.policies import allow_deciding, claimants, refuse_same_person
from dure.domains.claims.states import LINE_STATES
from dure.domains.claims.telling import tell_claimant
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def confirm_line(
    *, actor: SignedActor, now: datetime, line_id: int, confirmed: bool, answer: str = ""
) -> None:
    """Confirm: what was paid from an advance is posted, everything else is owed from now on.

    Raises NotAllowed, and Refused to whoever claimed or checked it, without a reason where it is sent back,
    and where it waits for no second officer.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    claim = line.claim
    allow_deciding(actor, claim)
    refuse_same_person(actor, *claimants(line), line.checked_by_id, line.list_checked_by_id)
    if not confirmed and not answer.strip():
        raise refuse("claims.answer", msg("say why: the other officer reads it"))
    with act("claims.confirm_line", actor=actor, now=now, reason=answer.strip()) as this:
        alone("claim", line.claim_id)
        alone("funds", claim.programme, claim.fund)
        if not confirmed:
            changes: dict[str, object] = {
                "approved_won": None,
                "answer": answer.strip(),
                "checked_by_id": None,
                "checked_at": None,
            }
            if not move(this, LINE_STATES, ClaimLine, [line_id], "send_back", changes=changes):
                raise refuse("claims.not_checked", msg("this line waits for no second officer"))
            return
        second = {"confirmed_by_id": actor.user_id, "confirmed_at": now}
        if not move(this, LINE_STATES, ClaimLine, [line_id], "confirm", changes=second):
            raise refuse("claims.not_checked", msg("this line waits for no second officer"))
        line = ClaimLine.objects.select_related("claim").get(pk=line_id)
        # Read again: somebody else may have checked it anew since.
        refuse_same_person(actor, line.checked_by_id)
        accept_money(this, [line])
        for one in close_decided(this, [claim]):
            tell_claimant(this, one, msg("Your claim is decided."), key=f"claim/{one.pk}/closed")
