"""An officer reminds everybody who takes part in a stage and has listed no executor, in one act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import expect
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.listing import listing_case, told_to_list, without_list
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stage_documents import is_chosen
from dure.engine.problems import msg, refuse


def remind_choices(
    *, actor: SignedActor, now: datetime, programme: str, stage: str, expected: int, key: str
) -> int:
    """Remind whoever has listed no executor; return how many. Once under its key.

    ``expected`` is the number that the officer saw. Raises NotAllowed; Refused where everybody has listed
    some, the number is another by now, or nobody can list any more.
    """
    allow_selecting(actor, programme)
    case = listing_case(programme, stage)
    with act("stage_choices.remind", actor=actor, now=now, key=key) as this:
        if this.repeated:
            return int(this.result)
        if is_chosen(case):
            raise refuse("listing.closed", msg("executors cannot be listed any more for this stage"))
        ids = list(without_list(case, now).order_by("pk").values_list("pk", flat=True))
        expect(ids, expected)
        if not ids:
            raise refuse("listing.all_in", msg("everybody has listed executors who still can"))
        people = told_to_list(case, ids, now)
        notify(this, people, template="stage_choices_asked", key=f"reminder/{this.id}")
        this.record("programme", programme, stage=stage, reminded=len(ids))
        this.result = len(ids)
    return int(this.result)
