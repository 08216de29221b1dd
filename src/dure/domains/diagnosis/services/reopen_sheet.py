"""An officer opens a sheet again that was handed in, with a reason."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.deciding import reason_told
from dure.domains.applications.telling import both, recipients
from dure.domains.diagnosis.counting import count_anew
from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.items import typed_item
from dure.domains.diagnosis.locking import hold_sheet, sheet_of
from dure.domains.diagnosis.models import MERCHANT, DiagnosisSheet
from dure.domains.diagnosis.policies import allow_running
from dure.domains.diagnosis.reading import OWN_DAY, OWN_NOTE
from dure.domains.diagnosis.services.hand_in_sheet import judge_by_level
from dure.domains.diagnosis.states import DIAGNOSIS_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import loaded
from dure.engine.problems import msg, refuse


def reopen_sheet(*, actor: SignedActor, now: datetime, sheet_id: int, reason: str) -> None:
    """Take a sheet back to a draft that says what it said; a merchant is told why. Twice is once.

    It counts no more until it is handed in again; the one before it does. Raises NotAllowed; Refused without
    a reason, for a sheet that was dropped, and where the application is not in process.
    """
    allow_running(actor, sheet_of(sheet_id).programme)
    reason = reason_told(reason)
    with act("diagnosis.reopen", actor=actor, now=now, reason=reason) as this:
        sheet = hold_sheet(sheet_id)
        if sheet.state == "draft":
            return
        if sheet.state != "handed_in":
            raise refuse("diagnosis.state", msg("only a diagnosis that was handed in is opened again"))
        opened = forms_of(sheet.version)[sheet.form]
        items = {one.id: typed_item(one, sheet.answers.get(one.id)) for one in opened.items}
        if sheet.visited_on is not None:
            items |= {OWN_DAY: [sheet.visited_on.isoformat()], OWN_NOTE: [sheet.note]}
        changes = {
            "typed": {"items": items, "saves": {}, "counter": 1},
            "answers": {},
            "score_low": None,
            "score_high": None,
            "level": "",
            "counts": False,
            "changed_at": now,
        }
        move(this, DIAGNOSIS_STATES, DiagnosisSheet, [sheet.pk], "reopen", changes=changes)
        count_anew(this, sheet.application_id, sheet.form)
        judge_by_level(this, sheet)
        if sheet.filled_by == MERCHANT:
            told = {"form": both(opened.form.title), "reason": reason}
            people = recipients(
                [sheet.application_id], loaded(sheet.version).programme.title, lambda _id: told
            )
            notify(this, people, template="diagnosis_reopened", key=str(this.id))
