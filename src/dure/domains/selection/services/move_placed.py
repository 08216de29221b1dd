"""Those who hold a place at an executor that left get one at another that they chose, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.later import later
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.afterwards import follow_executors, keep
from dure.domains.selection.clocks import object_until, place_due
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.moving import Affected, move_plan
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import StageCase, case_of, texts
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.telling import applicants, both, iso, last_day_before
from dure.domains.selection.vacancies import enter_next_stage, hold_stage
from dure.engine.problems import Refused, msg, refuse

WITHOUT = {
    "no_choice": msg("you chose no other executor at which places are given"),
    "no_score": msg("you have no score at another executor that you chose"),
    "full": msg("no place that you could have is free at another executor that you chose"),
}
"""Why somebody is without an executor, as the applicant reads it."""


@dataclass(frozen=True, slots=True)
class MovedOver:
    """How many were moved, and how many are without an executor."""

    moved: int
    without: int


def move_placed(*, actor: SignedActor, now: datetime, programme: str, stage: str, reason: str) -> MovedOver:
    """Move those placed with executors that left at a stage, by the choice of the stage; twice is once.

    Who is moved is offered the new place with the usual period, and told; who is not is told why, once for
    each reason. Nobody who sits elsewhere is touched. Raises NotAllowed; Refused without a reason, before the
    results are published, where nobody sits at an executor that left, and while the published file has other
    places than the agreements.
    """
    allow_selecting(actor, programme)
    refuse_own_business(actor, programme)
    if not reason.strip():
        raise refuse("moving.reason", msg("say why: the reason is kept with the places"))
    selection = (
        Selection.objects.filter(programme=programme, stage=stage, state="published")
        .select_related("version", "inputs")
        .first()
    )
    if selection is None:
        raise refuse("moving.not_published", msg("the results of this stage are not published yet"))
    case = case_of(selection)
    if case.pooled:
        raise refuse("moving.pooled", msg("this stage is chosen over all executors: nobody has to move"))
    with act("selection.move_placed", actor=actor, now=now, reason=reason.strip()) as this:
        hold_stage(case)
        found = move_plan(selection, follow_executors(this, selection))
        if found.problems:
            raise Refused(found.problems)
        if not found.after.gone:
            raise refuse("moving.nobody_left", msg("no executor of this stage has left"))
        for executor, more in found.more.items():
            for _ in range(more):
                this.record("selection", selection.pk, executors="take_over", executor=executor)
        if found.more:
            keep(this, selection, found.after)
        moved = [one for one in found.affected if one.moved is not None]
        _move_over(this, case, moved)
        without = [one for one in found.affected if one.why is not None]
        _leave_without(this, case, [one for one in without if one.place.handed_over != _reason(one)])
        if moved:
            later("matching.end_left", programme=programme)
        return MovedOver(len(moved), len(without))


def _reason(one: Affected) -> str:
    return f"without_executor:{one.why}"


def _move_over(this: Act, case: StageCase, some: Sequence[Affected]) -> None:
    due_at = place_due(case, this.now)
    name = "move_over_at_once" if due_at is None else "move_over"
    froms = {one.place.application_id: one.place.executor for one in some}
    for one in some:
        assert one.moved is not None
        changes: dict[str, Any] = {
            "executor": one.moved.executor,
            "seat": one.moved.seat,
            "over_quota": False,
            "given_by": "moved",
            "handed_over": f"moved_from:{one.place.executor}",
            "offered_at": this.now,
            "due_at": due_at,
            "answered_at": this.now if due_at is None else None,
            "object_until": object_until(case, this.now),
        }
        told = {"executor": one.moved.executor, "seat": one.moved.seat, "over_quota": False}
        told["reason"] = changes["handed_over"]
        move(this, PLACE_STATES, Place, [one.place.pk], name, changes=changes, details=told)
        one.place.refresh_from_db()
        this.record(
            "application", one.place.application_id, place=one.place.state, stage=case.stage.id,
            executor=one.place.executor,
        )  # fmt: skip
    if due_at is None:
        enter_next_stage(this, case, [(one.place.application_id, one.place.executor) for one in some])
    places = {one.place.application_id: one.place for one in some}

    def told_of(application_id: int) -> dict[str, Any]:
        place, left = places[application_id], froms[application_id]
        answering: dict[str, Any] = {"answering": "place"} if place.state == "offered" else {}
        return {
            **answering,
            "stage": texts(case.stage.title),
            "executor": texts(case.executor_name(place.executor), place.executor),
            "executor_left": texts(case.executor_name(left), left),
            "due": last_day_before(place.due_at),
            "objection_until": iso(place.object_until),
        }

    notify(this, applicants(case, list(places), told_of), template="place_moved", key=f"{this.id}")


def _leave_without(this: Act, case: StageCase, some: Sequence[Affected]) -> None:
    """Note why somebody has no executor, and tell it; the place stays theirs."""
    for one in some:
        Place.objects.filter(pk=one.place.pk).update(handed_over=_reason(one))
        this.record("place", one.place.pk, handed_over=_reason(one), executor=one.place.executor)
    by_application = {one.place.application_id: one for one in some}

    def told_of(application_id: int) -> dict[str, object]:
        one = by_application[application_id]
        left = one.place.executor
        return {
            "stage": texts(case.stage.title),
            "executor_left": texts(case.executor_name(left), left),
            "reason": both(WITHOUT[one.why or "no_choice"]),
        }

    notify(this, applicants(case, list(by_application), told_of), template="place_without", key=f"{this.id}")
