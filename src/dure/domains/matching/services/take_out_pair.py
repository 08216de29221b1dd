"""Whoever runs a planned round takes a pair out of it by hand, with the reason."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.matching.hands import add_up, allowed_by_hand, hold_planned
from dure.domains.matching.models import Match
from dure.domains.matching.states import MATCH_STATES


def take_out_pair(*, actor: SignedActor, now: datetime, match_id: int, reason: str) -> None:
    """Take a planned pair out of its round; nobody was told of it. Twice is once; ``put_pair`` puts it back.

    Its merchant stands among those who got nobody, with the reason; the next plan may pair the two again,
    unless that is barred. Raises NotAllowed, and Refused without a reason, or once the round is proposed or
    dropped.
    """
    found = Match.objects.select_related("round").defer("round__inputs", "round__unmatched").get(pk=match_id)
    _case, reason = allowed_by_hand(actor, now, found.round, found.application_id, reason)
    with act("match.take_out", actor=actor, now=now, reason=reason) as this:
        hold_planned(found.round)
        held = Match.objects.select_for_update(no_key=True).get(pk=match_id)
        if held.state == "dropped":
            return
        changes = {"hand": held.hand or "out", "hand_reason": reason}
        move(this, MATCH_STATES, Match, [match_id], "take_out", changes=changes)
        add_up(this, found.round)
