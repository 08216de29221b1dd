"""The officer it was assigned to answers an objection; a granted one takes effect at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import Decision, Objection, Place
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.redress import place_over_quota, put_on_reserve
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.selection.states import OBJECTION_STATES
from dure.domains.selection.telling import applicants, both
from dure.domains.selection.vacancies import hold_stage
from dure.engine.problems import Problem, Refused, msg, refuse

Effect = Literal["placed", "reserve", "noted", ""]


def answer_objection(
    *,
    actor: SignedActor,
    now: datetime,
    objection_id: int,
    granted: bool,
    answer: str,
    effect: Effect = "",
    executor: str = "",
    basis: str = "",
    key: str = "",
) -> None:
    """Grant or dismiss an objection with reasons; with a ``key`` twice is once.

    What a granted one does: ``reserve`` puts the applicant into the order of the reserve list, and a place
    that is free goes by it at once; ``placed`` gives a place over the quota, only with its ``basis``;
    ``noted`` changes no place. Raises NotAllowed for everybody but the assigned officer, and Refused.
    """
    objection = Objection.objects.select_related("decision__selection__version").get(pk=objection_id)
    decision = objection.decision
    allow_selecting(actor, decision.selection.programme)
    if objection.assigned_to_id != actor.user_id:
        raise NotAllowed
    case = case_of(decision.selection)
    _refuse_incomplete(case, granted, answer, effect, executor, basis)
    key = key and f"{objection_id}/{key}"
    with act("objection.answer", actor=actor, now=now, reason=answer.strip(), key=key) as this:
        if this.repeated:
            return
        hold_stage(case)
        locked = Objection.objects.select_for_update().get(pk=objection_id)
        if locked.state != "assigned" or locked.assigned_to_id != actor.user_id:
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        place: Place | None = None
        if granted and effect == "placed":
            place = place_over_quota(this, case, decision, executor)
        elif granted and effect == "reserve":
            place = put_on_reserve(this, case, decision, executor)
        changes: dict[str, Any] = {
            "answer": answer.strip(),
            "effect": effect if granted else "",
            "basis": basis.strip() if granted and effect == "placed" else "",
            "place_id": None if place is None else place.pk,
            "answered_by_id": actor.user_id,
            "answered_at": now,
        }
        name = "grant" if granted else "dismiss"
        details = {"effect": changes["effect"], "basis": changes["basis"], "executor": executor}
        move(this, OBJECTION_STATES, Objection, [objection_id], name, changes=changes, details=details)
        this.record("application", decision.application_id, objection=name, effect=changes["effect"])
        _tell(this, case, decision, objection_id, name, _next(changes["effect"], place))


def _refuse_incomplete(
    case: StageCase, granted: bool, answer: str, effect: str, executor: str, basis: str
) -> None:
    problems = []
    if not answer.strip():
        problems.append(Problem("objection.no_answer", msg("write the reasons: the applicant reads them")))
    if granted and effect not in ("placed", "reserve", "noted"):
        problems.append(Problem("objection.no_effect", msg("say what the granted objection does")))
    if granted and effect in ("placed", "reserve") and case.executor_name(executor) is None:
        problems.append(Problem("objection.no_executor", msg("choose the executor")))
    if granted and effect == "placed" and not basis.strip():
        problems.append(
            Problem("objection.no_basis", msg("a place over the quota needs its basis: say on what it rests"))
        )
    if problems:
        raise Refused(problems)


def _next(effect: str, place: Place | None) -> dict[str, str] | None:
    if effect == "placed":
        return both(msg("You are given a place: please see the page of your application."))
    if effect == "reserve" and place is None:
        return both(msg("You stand on the reserve list now: we tell you when it is your turn."))
    if effect == "reserve":
        return both(msg("By the order of the reserve list you are given a place."))
    return None


def _tell(
    this: Act,
    case: StageCase,
    decision: Decision,
    objection_id: int,
    name: str,
    following: dict[str, str] | None,
) -> None:
    told = {"outcome": {"grant": "granted", "dismiss": "dismissed"}[name], "next": following}
    to = applicants(case, [decision.application_id], lambda _: told, f"/my/objections/{objection_id}/")
    notify(this, to, template="objection_answered", key=f"objection/{objection_id}")
