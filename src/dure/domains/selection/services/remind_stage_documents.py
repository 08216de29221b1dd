"""An officer reminds everybody who has not handed in a required document of a stage, in one act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import expect
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.queries_stage_documents import not_handed_in
from dure.domains.selection.stage_documents import (
    documented_case,
    documents_of,
    held_by,
    refuse_chosen,
)
from dure.domains.selection.stage_telling import told_to_hand_in
from dure.engine.problems import msg, refuse

CHUNK = 1000


def remind_stage_documents(
    *, actor: SignedActor, now: datetime, programme: str, stage: str, expected: int, key: str
) -> int:
    """Remind whoever lacks a required document, or had it refused; return how many. Once under its key.

    ``expected`` is the number that the officer saw. Raises NotAllowed; Refused where nobody lacks any, the
    number is another by now, or the selection of the stage is proposed.
    """
    allow_checking(actor, programme)
    case = documented_case(programme, stage)
    with act("stage_documents.remind", actor=actor, now=now, key=key) as this:
        if this.repeated:
            return int(this.result)
        refuse_chosen(case)
        found = not_handed_in(actor, case)
        ids = list(found.order_by("pk").values_list("pk", flat=True))
        expect(ids, expected)
        if not ids:
            raise refuse("stage_documents.all_in", msg("everybody has handed in what is required"))
        needed = [one for one in documents_of(case) if one.required]
        without = {}
        for start in range(0, len(ids), CHUNK):
            for pk, held in held_by(case, ids[start : start + CHUNK], now).items():
                lacks = {one.document.id for one in held if one.row is None or one.row.state == "refused"}
                without[pk] = [one for one in needed if one.id in lacks]
        people = told_to_hand_in(case, without)
        notify(this, people, template="stage_documents_asked", key=f"reminder/{this.id}")
        this.record("programme", programme, stage=stage, reminded=len(ids))
        this.result = len(ids)
    return int(this.result)
