"""A sheet is handed in: by the merchant, or by the expert after the visit; it gives a score and a level."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.columns import support_names
from dure.domains.applications.screening import judge_again, published
from dure.domains.applications.telling import both, recipients
from dure.domains.diagnosis.counting import count_anew
from dure.domains.diagnosis.locking import hold_sheet, refuse_handed_in, sheet_of
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.policies import allow_filling
from dure.domains.diagnosis.reading import LONGEST_NOTE, OWN_DAY, OWN_NOTE, Reading, read_sheet, refuse_faulty
from dure.domains.diagnosis.states import DIAGNOSIS_STATES
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.queries import loaded
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, msg
from dure.engine.profile.columns import LEVEL


def hand_in_sheet(*, actor: SignedActor, now: datetime, sheet_id: int) -> None:
    """Hand a sheet in; the merchant is told of what an expert handed in. Twice is once.

    Raises NotAllowed, and Refused with the problem of each item (``item.ID``), of the day of the visit
    (``own.visited_on``) and of the note, and where the application is not in process.
    """
    allow_filling(actor, sheet_of(sheet_id))
    with act("diagnosis.hand_in", actor=actor, now=now) as this:
        sheet = hold_sheet(sheet_id)
        if sheet.state == "handed_in":
            return
        refuse_handed_in(sheet)
        reading = read_sheet(sheet)
        told, wrong = _told_by_expert(sheet, now) if sheet.filled_by == EXPERT else ({}, [])
        refuse_faulty(reading, msg("this item needs an answer"), wrong)
        found = reading.score
        changes: dict[str, Any] = {
            "answers": dict(found.answers),
            "typed": {},
            "revision": sheet.application.revision,
            "score_low": found.low if found.counts else None,
            "score_high": found.high if found.counts else None,
            "level": found.level or "",
            "changed_at": now,
            "handed_in_at": now,
            "handed_in_by_id": actor.user_id,
            **told,
        }
        details = {"form": sheet.form, "round": sheet.round, "level": found.level}
        move(this, DIAGNOSIS_STATES, DiagnosisSheet, [sheet.pk], "hand_in", changes=changes, details=details)
        count_anew(this, sheet.application_id, sheet.form)
        judge_by_level(this, sheet)
        if sheet.filled_by == EXPERT:
            _tell(this, sheet, reading)


def judge_by_level(this: Act, sheet: DiagnosisSheet) -> None:
    """Judge the application again where a rule of the call reads the level of this form."""
    called = published(sheet.programme, this.now)
    if f"{LEVEL}.{sheet.form}" in support_names(called):
        judge_again(this, application_id=sheet.application_id, called=called)


def _told_by_expert(sheet: DiagnosisSheet, now: datetime) -> tuple[dict[str, Any], list[Problem]]:
    """Return the day of the visit and the note as columns, and what is wrong with them."""
    typed = sheet.typed.get("items", {})
    text = "".join(typed.get(OWN_DAY, ())).strip()
    note = "".join(typed.get(OWN_NOTE, ())).replace("\r\n", "\n").strip()
    problems = []
    try:
        visited_on = date.fromisoformat(text)
    except ValueError:
        visited_on = date.max
        problems.append(Problem(OWN_DAY, msg("tell the day of the visit")))
    if date.max > visited_on > day_of(now):
        problems.append(Problem(OWN_DAY, msg("the visit must have been: choose today or a day before")))
    if len(note) > LONGEST_NOTE:
        longest = {"longest": LONGEST_NOTE}
        problems.append(Problem(OWN_NOTE, msg("this is longer than {longest} characters"), longest))
    return {"visited_on": visited_on, "note": note}, problems


def _tell(this: Act, sheet: DiagnosisSheet, reading: Reading) -> None:
    title = both(reading.opened.form.title)
    told = recipients(
        [sheet.application_id], loaded(sheet.version).programme.title, lambda _id: {"form": title}
    )
    notify(this, told, template="diagnosis_result", key=str(this.id))
