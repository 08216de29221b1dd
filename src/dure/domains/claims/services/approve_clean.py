"""An officer approves every line on which nothing was found, or confirms what others checked, in one act."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import F

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.accepting import accept_money, close_decided
from dure.domains.claims.clean import clean_lines
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.states import LINE_STATES
from dure.domains.claims.telling import tell_claimant
from dure.domains.events.act import act
from dure.domains.events.alone import alone_each
from dure.domains.events.transitions import move
from dure.domains.funds.policies import allow_managing
from dure.engine.problems import msg, refuse


def approve_clean(
    *, actor: SignedActor, now: datetime, programme: str, step: str, count: int, won: int
) -> int:
    """Approve them whole (``step`` first) or confirm what was checked (second); return how many it were.

    ``count`` and ``won`` are what the preview said: where something changed since, it is refused. Lines with
    a finding, of the officer's own, and beyond the limit of one act stay. Raises NotAllowed.
    """
    allow_managing(actor, programme)
    with act("claims.approve_clean", actor=actor, now=now) as this:
        found = clean_lines(actor, programme, step)
        alone_each([("claim", pk) for pk in sorted({line.claim_id for line in found})])
        alone_each([("funds", programme, fund) for fund in sorted({line.claim.fund for line in found})])
        # Read again: nothing of these claims changes from here on.
        lines = clean_lines(actor, programme, step)
        wanted = sum(line.wanted_won for line in lines)
        if (len(lines), wanted) != (count, won) or len(lines) != len(found):
            raise refuse("claims.changed", msg("something changed since the preview: look at it again"))
        if not lines:
            raise refuse("claims.no_clean", msg("no line is left that can be approved together"))
        ids = [line.pk for line in lines]
        moved: list[int] = []
        if step == "second":
            changes: dict[str, object] = {"confirmed_by_id": actor.user_id, "confirmed_at": now}
            moved = move(this, LINE_STATES, ClaimLine, ids, "confirm", changes=changes)
            done = moved
        else:
            changes = {
                "checked_by_id": actor.user_id, "checked_at": now, "approved_won": F("supported_won"),
                "answer": "",
            }  # fmt: skip
            done = move(
                this, LINE_STATES, ClaimLine, [line.pk for line in lines if line.officers == 1], "accept",
                changes=changes,
            )  # fmt: skip
            moved = done + move(
                this, LINE_STATES, ClaimLine, [line.pk for line in lines if line.officers == 2], "check",
                changes=changes,
            )  # fmt: skip
        if len(moved) != len(lines):
            raise refuse("claims.changed", msg("something changed since the preview: look at it again"))
        accepted = list(
            ClaimLine.objects.filter(pk__in=done).select_related("claim__application", "claim__provider")
        )
        accept_money(this, sorted(accepted, key=lambda line: line.pk))
        claims = {line.claim_id: line.claim for line in lines}
        for one in close_decided(this, list(claims.values())):
            tell_claimant(this, one, msg("Your claim is decided."), key=f"claim/{one.pk}/closed")
        return len(Counter(moved))
