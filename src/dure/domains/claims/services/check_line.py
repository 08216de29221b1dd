"""An officer approves a line, whole or in part, or refuses it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.accepting import accept_money, close_decided, let_go
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.policies import allow_deciding, claimants, refuse_same_person
from dure.domains.claims.states import LINE_STATES
from dure.domains.claims.telling import tell_claimant, tell_officers
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def check_line(
    *, actor: SignedActor, now: datetime, line_id: int, approved_won: int, answer: str = ""
) -> None:
    """Approve an amount of it; 0 refuses it. Less than was claimed needs a reason.

    Where two officers approve, nothing is posted before the second has confirmed. Raises NotAllowed, and
    Refused to whoever claimed it, for more than was claimed, without a reason, before an accountant has
    compared what the executor sold itself, and where the line waits for no decision.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    claim = line.claim
    allow_deciding(actor, claim)
    refuse_same_person(actor, *claimants(line))
    claimed = line.supported_won or 0
    if not 0 <= approved_won <= claimed:
        raise refuse(
            "claims.approved", msg("approve from 0 to {won} won, as much as was claimed"), won=f"{claimed:,}"
        )
    if (approved_won < claimed or line.list_fits is False) and not answer.strip():
        raise refuse("claims.answer", msg("say why: the claimant reads it"))
    if line.item_id is not None:
        # Whoever compared it is not who approves it, whatever roles somebody has.
        refuse_same_person(actor, line.list_checked_by_id)
    if approved_won and line.item_id is not None and line.list_checked_at is None:
        raise refuse(
            "claims.not_compared",
            msg("a settlement accountant has to compare this line with the price list first"),
        )
    name = "refuse" if not approved_won else "check" if line.officers == 2 else "accept"
    with act("claims.check_line", actor=actor, now=now, reason=answer.strip()) as this:
        alone("claim", line.claim_id)
        alone("funds", claim.programme, claim.fund)
        changes = {
            "checked_by_id": actor.user_id, "checked_at": now, "answer": answer.strip(),
            "approved_won": approved_won or None,
        }  # fmt: skip
        details = {"won": approved_won}
        if not move(this, LINE_STATES, ClaimLine, [line_id], name, changes=changes, details=details):
            raise refuse("claims.not_open", msg("this line waits for no decision any more"))
        line = ClaimLine.objects.select_related("claim").get(pk=line_id)
        if name == "refuse":
            let_go(this, [line])
        elif name == "accept":
            accept_money(this, [line])
        else:
            tell_officers(
                this, claim, msg("A line of a claim waits for the second officer."),
                key=f"claim/{claim.pk}/second",
            )  # fmt: skip
        for one in close_decided(this, [claim]):
            tell_claimant(this, one, msg("Your claim is decided."), key=f"claim/{one.pk}/closed")
