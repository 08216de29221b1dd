"""The officer it was assigned to answers an objection; a granted one takes effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.correcting_items import is_one_score
from dure.domains.selection.models import Objection, Place
from dure.domains.selection.objected import case_of_objection, objection_with_all, refuse_involved
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.redress import (
    correct_score,
    place_over_quota,
    put_on_reserve,
    restore_place,
)
from dure.domains.selection.redress_refusal import hold_check, lift
from dure.domains.selection.stages import StageCase
from dure.domains.selection.states import OBJECTION_STATES
from dure.domains.selection.telling import applicants, both
from dure.domains.selection.too_late import too_late_for
from dure.domains.selection.vacancies import hold_stage
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.review.correcting_items import RightMark
from dure.engine.selection.mixing import TOP

Effect = Literal["placed", "reserve", "restored", "corrected", "reopened", "accepted", "noted", ""]


OF_A_REFUSAL = ("reopened", "accepted", "noted")
OF_A_DECISION = ("placed", "reserve", "corrected", "restored", "noted")
"""What a granted objection may do."""
AT_AN_EXECUTOR = ("placed", "reserve", "corrected")
ON_A_BASIS = ("placed", "corrected")


@dataclass(frozen=True, slots=True)
class Right:
    """A score as it should have been, in thousandths, why, and the marks that were wrong, where it has any.

    Without a score it is what the marks make.
    """

    score: int | None
    reason: str
    items: Sequence[RightMark] = ()


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
    score: int | None = None,
    items: Sequence[RightMark] = (),
    key: str = "",
) -> None:
    """Grant or dismiss an objection with reasons; with a ``key`` twice is once.

    What a granted one against a decision does: ``reserve`` puts the applicant into the order of the reserve
    list, and a place that is free goes by it at once; ``placed`` gives a place over the quota, only with its
    ``basis``; ``restored`` gives a place back that was taken by disqualification; ``corrected`` puts the
    score at the executor right (thousandths), or at every one chosen where it is one score for all, with its
    ``basis``, and gives what follows from it; ``items`` say which marks of the rubric were wrong, and make
    the score where nothing else does. Against a refusal: ``reopened`` takes the document check up again,
    ``accepted`` ends it.
    ``noted`` changes nothing. Raises NotAllowed for everybody but the assigned officer, and Refused.
    """
    objection = objection_with_all(objection_id)
    allow_selecting(actor, objection.application.programme)
    if objection.assigned_to_id != actor.user_id:
        raise NotAllowed
    # Asked again: who it was given to may have come to act for the business since.
    refuse_involved(objection, actor.user_id)
    case = case_of_objection(objection)
    _refuse_incomplete(case, objection.decision is None, granted, answer, effect, executor, basis)
    if granted and effect == "corrected" and not (items if score is None else 0 <= score <= TOP):
        raise refuse("objection.no_score", msg("write the corrected score, from 0 to 100"))
    key = key and f"{objection_id}/{key}"
    with act("objection.answer", actor=actor, now=now, reason=answer.strip(), key=key) as this:
        if this.repeated:
            return
        if objection.decision is None:
            hold_check(case, objection.application_id)
        else:
            hold_stage(case)
        locked = Objection.objects.select_for_update().get(pk=objection_id)
        if locked.state != "assigned" or locked.assigned_to_id != actor.user_id:
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        right = Right(score, basis.strip(), items)
        place = _take_effect(this, case, objection, effect, executor, right) if granted else None
        changes: dict[str, Any] = {
            "answer": answer.strip(),
            "effect": effect if granted else "",
            "basis": basis.strip() if granted and effect in ON_A_BASIS else "",
            "place_id": None if place is None else place.pk,
            "answered_by_id": actor.user_id,
            "answered_at": now,
        }
        name = "grant" if granted else "dismiss"
        details = {"effect": changes["effect"], "basis": changes["basis"], "executor": executor}
        move(this, OBJECTION_STATES, Objection, [objection_id], name, changes=changes, details=details)
        this.record("application", objection.application_id, objection=name, effect=changes["effect"])
        told = {"outcome": {"grant": "granted", "dismiss": "dismissed"}[name]}
        following = {"next": _following(case, objection, changes["effect"], place)}
        link = f"/my/objections/{objection_id}/"
        to = applicants(case, [objection.application_id], lambda _: told | following, link)
        notify(this, to, template="objection_answered", key=f"objection/{objection_id}")


def _take_effect(
    this: Act, case: StageCase, objection: Objection, effect: str, executor: str, right: Right
) -> Place | None:
    """Let a granted objection do what it does; return the place that comes of it at once, or None."""
    if objection.decision is None:
        lift(this, case, objection, effect)
        return None
    if effect == "placed":
        return place_over_quota(this, case, objection.decision, executor)
    if effect == "restored":
        return restore_place(this, case, objection.decision)
    if effect == "corrected":
        return correct_score(this, case, objection, executor, right.score, right.reason, right.items)
    if effect == "reserve":
        return put_on_reserve(this, case, objection.decision, [executor])
    return None


def _refuse_incomplete(
    case: StageCase,
    against_refusal: bool,
    granted: bool,
    answer: str,
    effect: str,
    executor: str,
    basis: str,
) -> None:
    problems = []
    if not answer.strip():
        problems.append(Problem("objection.no_answer", msg("write the reasons: the applicant reads them")))
    if granted and effect not in (OF_A_REFUSAL if against_refusal else OF_A_DECISION):
        problems.append(Problem("objection.no_effect", msg("say what the granted objection does")))
    # One score for all executors is put right at all of them: none has to be named.
    names_one = effect in AT_AN_EXECUTOR and not (effect == "corrected" and is_one_score(case))
    if granted and names_one and not _is_executor(case, executor):
        problems.append(Problem("objection.no_executor", msg("choose the executor")))
    if granted and effect == "corrected" and not basis.strip():
        problems.append(Problem("objection.no_basis", msg("say why the score was wrong: it is kept with it")))
    if granted and effect == "placed" and not basis.strip():
        problems.append(
            Problem("objection.no_basis", msg("a place over the quota needs its basis: say on what it rests"))
        )
    if problems:
        raise Refused(problems)


def _is_executor(case: StageCase, executor: str) -> bool:
    """Say whether there is such an executor; in a pool before any stage of executors nobody has one."""
    holds_nobody = case.pooled and not any(one.is_by_executor for one in case.programme.stages[: case.number])
    return case.executor_name(executor) is not None or (holds_nobody and not executor)


def _following(
    case: StageCase, objection: Objection, effect: str, place: Place | None
) -> dict[str, str] | None:
    """Return what comes of a granted objection, and what it comes too late for, as the notice tells it."""
    told = _next(objection, effect, place)
    if told is None or objection.decision is None:
        return told
    late = too_late_for(case, objection.decision.selection_id, objection.application_id)
    return {
        language: " ".join([text, *(one.texts[language] for one in late)]) for language, text in told.items()
    }


def _next(objection: Objection, effect: str, place: Place | None) -> dict[str, str] | None:
    """Return what comes of a granted objection, as the notice tells it."""
    match effect:
        case "placed":
            return both(msg("You are given a place: please see the page of your application."))
        case "corrected" if objection.corrections.filter(held=True).exists():
            return both(msg("Your score is put right. The place that you hold stays yours as it is."))
        case "corrected" if place is None:
            return both(msg("Your score is put right: you stand on the reserve list by it, and we tell you."))
        case "corrected":
            return both(msg("Your score is put right, and by it you are given a place."))
        case "restored":
            return both(msg("The place that was taken from you is given back to you."))
        case "reserve" if place is None:
            return both(msg("You stand on the reserve list now: we tell you when it is your turn."))
        case "reserve":
            return both(msg("By the order of the reserve list you are given a place."))
        case "reopened":
            return both(msg("The document check of your application goes on; we tell you its result."))
        case "accepted":
            return both(msg("Your application is accepted at the document check and goes on to the review."))
        case "noted" if objection.decision is None:
            return both(msg("Your place in this programme does not change; the answer says what it means."))
    return None
