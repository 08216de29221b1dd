"""An officer sends a proposed selection back: nothing of it counts, and scores may be changed again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.review.services.reopen_scoring import reopen_scoring
from dure.domains.selection.models import Selection
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import case_of, texts
from dure.domains.selection.states import SELECTION_STATES
from dure.engine.problems import msg, refuse


def send_back_selection(*, actor: SignedActor, now: datetime, selection_id: int, reason: str) -> None:
    """Send a proposal back with a reason; twice is once. Raises NotAllowed, and Refused once confirmed."""
    selection = Selection.objects.select_related("version").get(pk=selection_id)
    allow_selecting(actor, selection.programme)
    if not reason.strip():
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    case = case_of(selection)
    with act(
        "selection.send_back", actor=actor, now=now, reason=reason.strip(), key=str(selection_id)
    ) as this:
        if this.repeated:
            return
        alone("selection", selection.programme, selection.stage)
        reopen_scoring(this, programme=selection.programme, stage=selection.stage)
        if not move(this, SELECTION_STATES, Selection, [selection_id], "send_back"):
            raise refuse("selection.not_proposed", msg("only a proposed selection can be sent back"))
        proposer = User.objects.filter(pk=selection.proposed_by_id or 0).first()
        if proposer is not None and proposer.pk != actor.user_id:
            told = Recipient(
                user_id=proposer.pk,
                email=proposer.email,
                language=proposer.language,
                parameters={
                    "programme": texts(case.programme.title),
                    "stage": texts(case.stage.title),
                    "reason": reason.strip()[:300],
                },
                link=f"/officer/selection/{selection.programme}/{selection.stage}/",
            )
            notify(this, [told], template="selection_sent_back", key=f"selection/{selection_id}")
