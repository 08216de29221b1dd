"""An applicant objects to a decision (이의신청), within the period that the call gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.notices.services.notify import notify
from dure.domains.selection.clocks import answer_due, right_to_object
from dure.domains.selection.models import Decision, Objection, Place
from dure.domains.selection.policies import allow_own
from dure.domains.selection.stages import case_of
from dure.domains.selection.telling import applicants
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

MOST_LETTERS = 5000


@dataclass(frozen=True, slots=True)
class Told:
    """The last thing that was decided of an applicant at a stage: when, and until when to object to it."""

    at: datetime
    until: date | None


def last_told(decision: Decision, place: Place | None) -> Told:
    """Return the decision's own publication, or what happened to the place later."""
    selection = decision.selection
    assert selection.published_at is not None, "only a published decision is told"
    if place is None or place.object_until is None:
        return Told(selection.published_at, selection.object_until)
    at = place.answered_at if place.state == "lapsed" and place.answered_at else place.offered_at
    return Told(at, place.object_until)


def file_objection(
    *,
    actor: SignedActor,
    now: datetime,
    decision_id: int,
    grounds: str,
    file: tuple[str, bytes] | None = None,
    key: str = "",
) -> int:
    """File an objection with its grounds and return its id; with a ``key`` twice is once.

    Raises NotAllowed, and Refused where the call gives no such right, the period is over, or one was filed.
    """
    decision = Decision.objects.select_related("selection__version").get(pk=decision_id)
    allow_own(actor, decision.application_id)
    case = case_of(decision.selection)
    right = right_to_object(case)
    if decision.selection.state != "published":
        raise refuse("objection.not_published", msg("this decision is not published"))
    problems = []
    if not grounds.strip():
        problems.append(Problem("objection.grounds", msg("say what you object to and why")))
    if len(grounds) > MOST_LETTERS:
        problems.append(
            Problem(
                "objection.long", msg("the grounds are longer than {most} letters"), {"most": MOST_LETTERS}
            )
        )
    if problems:
        raise Refused(problems)
    with act("objection.file", actor=actor, now=now, key=key and f"{decision_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("objection", decision_id)
        place = Place.objects.filter(
            selection=decision.selection, application_id=decision.application_id
        ).first()
        told = last_told(decision, place)
        if told.until is None or day_of(now) > told.until:
            raise refuse(
                "objection.late",
                msg("objections were taken until {day}"),
                day=told.until or "",
            )
        alive = Objection.objects.filter(decision=decision, filed_at__gte=told.at).exclude(state="withdrawn")
        if alive.exists():
            raise refuse("objection.alive", msg("you have objected to this decision already"))
        kept = None if file is None else keep_file(this, purpose="objection", name=file[0], content=file[1])
        objection = Objection.objects.create(
            decision=decision,
            grounds=grounds.strip(),
            file=kept,
            filed_by_id=actor.user_id or 0,
            filed_at=now,
            due_on=answer_due(right, day_of(now)),
        )
        this.record("objection", objection.pk, state="filed", due_on=objection.due_on.isoformat())
        this.record("application", decision.application_id, objection="filed", stage=case.stage.id)
        due = {"due": objection.due_on.isoformat()}
        told_to = applicants(
            case, [decision.application_id], lambda _: due, f"/my/objections/{objection.pk}/"
        )
        notify(this, told_to, template="objection_received", key=f"objection/{objection.pk}")
        this.result = objection.pk
        return int(objection.pk)
