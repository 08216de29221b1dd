"""An officer notes what a mid-term check of an executor found."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import Agreement, MidtermCheck
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.telling import tell_side
from dure.domains.events.act import act
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg

GRADES = ("good", "fair", "poor")


def note_midterm(
    *,
    actor: SignedActor,
    now: datetime,
    agreement_id: int,
    held_on: date,
    findings: str,
    grade: str,
    measures: str,
    due_on: date | None,
    key: str,
) -> int:
    """Note a check and tell the executor; return its id. With the same key twice is once.

    Raises NotAllowed, and Refused with everything that is missing.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_running(actor, agreement.programme)
    problems = []
    if agreement.state != "in_force":
        problems.append(Problem("agreement.not_in_force", msg("this agreement is not in force")))
    if held_on > day_of(now):
        problems.append(Problem("midterm.held_on", msg("the check cannot have been in the future")))
    if not findings.strip():
        problems.append(Problem("midterm.findings", msg("write what was found")))
    if grade not in GRADES:
        problems.append(Problem("midterm.grade", msg("choose a grade")))
    if measures.strip() and due_on is None:
        problems.append(Problem("midterm.due_on", msg("say until when the measures are due")))
    if problems:
        raise Refused(problems)
    with act("midterm.note", actor=actor, now=now, key=f"{agreement_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        made = MidtermCheck.objects.create(
            agreement=agreement,
            held_on=held_on,
            findings=findings.strip(),
            grade=grade,
            measures=measures.strip(),
            due_on=due_on,
            made_by_id=actor.user_id or 0,
            made_at=now,
        )
        this.record("midterm_check", made.pk, agreement=agreement_id, grade=grade)
        tell_side(
            this, agreement, msg("The agency has noted a mid-term check."), to="executor",
            key=f"midterm/{made.pk}", more={"due": due_on.isoformat()} if due_on else None,
        )  # fmt: skip
        this.result = made.pk
        return made.pk
