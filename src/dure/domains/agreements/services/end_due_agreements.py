"""Agreements end on the day that was agreed, by themselves."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.agreements.ending import end_agreement
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused


def end_due_agreements(*, now: datetime) -> int:
    """End those whose day has come, each in an act of its own, and return how many.

    One at which something comes first stays in force until that is done: the officers' page says so.
    """
    due = Agreement.objects.filter(state="in_force", ends_on__lte=day_of(now))
    ended = 0
    for pk, programme in due.order_by("pk").values_list("pk", "programme"):
        try:
            with act("agreement.leave", actor=SYSTEM, now=now, reason="") as this:
                alone("agreements", programme)
                held = Agreement.objects.select_for_update(of=("self",)).get(pk=pk)
                if held.state != "in_force" or held.ends_on is None:
                    continue
                side = "officer" if held.leaving_asked_at is None else "executor"
                told = {"reason": held.closed_reason, "handover": held.handover, "side": side}
                end_agreement(this, held, **told)
                ended += 1
        except Refused:
            continue
    return ended
