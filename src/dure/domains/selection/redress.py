"""What a granted objection does to places: into the order of the reserve list, or a place over the quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from dure.domains.applications.queries import Application
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.selection.clocks import object_until, place_due
from dure.domains.selection.correcting_items import criteria_of, is_one_score, marks_now, score_of_items
from dure.domains.selection.models import HELD, Decision, Objection, Place, Reserve, ScoreCorrection
from dure.domains.selection.stages import StageCase
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.vacancies import (
    enter_next_stage,
    fill_vacancies,
    give_place,
    seat_free,
    standing,
    standing_now,
)
from dure.engine.problems import msg, refuse
from dure.engine.review.correcting_items import RightMark, corrected_items
from dure.engine.selection.correcting import Correction, outcome
from dure.engine.selection.reserves import rank_at

_PUBLIC = ("executor", "seat", "over_quota")
"""What of a place that is given back stands in the public log."""


def place_over_quota(this: Act, case: StageCase, decision: Decision, executor: str) -> Place:
    """Give an applicant a place beside the seats of the stage, at an executor that was asked for.

    One that was given up or lapsed is offered again. Raises Refused for whoever holds a place.
    """
    _refuse_other_executor(decision, executor)
    had = _place_had(decision)
    if had is None:
        return give_place(
            this,
            decision.selection,
            case,
            decision.application_id,
            executor,
            "open",
            given_by="objection",
            over_quota=True,
        )
    changes = {
        "executor": executor,
        "seat": "open",
        "given_by": "objection",
        "over_quota": True,
        "offered_at": this.now,
        "due_at": place_due(case, this.now),
        "answered_at": None,
        "object_until": object_until(case, this.now),
    }
    told = {column: changes[column] for column in _PUBLIC}
    move(this, PLACE_STATES, Place, [had.pk], "reinstate", changes=changes, details=told)
    this.record("application", decision.application_id, place="offered", stage=case.stage.id)
    had.refresh_from_db()
    return had


def restore_place(this: Act, case: StageCase, decision: Decision) -> Place:
    """Give a place back that was taken by disqualification, where and as it was held.

    In a seat that is free for it by the choice of the stage; else over the quota: nobody else loses a place.
    Raises Refused where no place was taken.
    """
    had = _place_had(decision)
    taken = None if had is None else had.disqualifications.filter(state="confirmed").order_by("-pk").first()
    if had is None or had.state != "disqualified" or taken is None:
        raise refuse("objection.not_taken", msg("no place was taken by disqualification here"))
    seat = (
        None if had.over_quota else seat_free(decision.selection, case, decision.application_no, had.executor)
    )
    was_accepted = taken.held_as == "accepted"
    changes = {
        "executor": had.executor,
        "given_by": "objection",
        "seat": seat or "open",
        "over_quota": seat is None,
        "offered_at": this.now,
        "due_at": had.due_at if was_accepted else place_due(case, this.now),
        "answered_at": this.now if was_accepted else None,
        "object_until": object_until(case, this.now),
    }
    name = "restore" if was_accepted else "reinstate"
    told = {column: changes[column] for column in _PUBLIC}
    move(this, PLACE_STATES, Place, [had.pk], name, changes=changes, details=told)
    had.refresh_from_db()
    this.record("application", decision.application_id, place=had.state, stage=case.stage.id)
    if was_accepted:
        enter_next_stage(this, case, [(had.application_id, had.executor)])
    return had


def put_on_reserve(this: Act, case: StageCase, decision: Decision, executors: Sequence[str]) -> Place | None:
    """Put an applicant on reserve lists by rank, and return the place that comes of it at once, or None.

    ``executors`` in the order in which the applicant wishes for them: seats that are free are filled so.
    Raises Refused for whoever had a place at this stage, or has no score there.
    """
    selection = decision.selection
    for executor in executors:
        _refuse_other_executor(decision, executor)
    if _place_had(decision) is not None:
        raise refuse(
            "objection.had_place",
            msg("a place was given up or has lapsed: the reserve list is not open any more"),
        )
    for executor in executors:
        _list_at(this, case, decision, executor)
    given = fill_vacancies(this, selection, executors)
    return next((one for one in given if one.application_id == decision.application_id), None)


def _list_at(this: Act, case: StageCase, decision: Decision, executor: str) -> None:
    """Put an applicant on the reserve list of an executor, unless it stands there."""
    selection, place = decision.selection, case.place_of(executor)
    listed = Reserve.objects.filter(
        selection=selection, executor=place, application_id=decision.application_id
    )
    if listed.exists():
        return
    plan, applications = standing_now(selection)
    rank = rank_at(plan, list(applications.values()), selection.seed, place, decision.application_no)
    if rank is None:
        raise refuse("objection.no_rank", msg("without a score there is no place in the order"))
    entry = Reserve.objects.create(
        selection=selection, application_id=decision.application_id, executor=place, rank=rank
    )
    this.record("reserve", entry.pk, executor=executor, rank=rank, by="objection")


def correct_score(
    this: Act,
    case: StageCase,
    objection: Objection,
    executor: str,
    score: int | None,
    reason: str,
    items: Sequence[RightMark] = (),
) -> Place | None:
    """Put a score right and let the applicant have what it gives; return the place that comes of it, or None.

    Where an application has one score for all executors (:func:`is_one_score`) it is put right at every one
    that was chosen, whatever ``executor`` says; else at that one. ``items`` are the marks of the rubric that
    were wrong: where marks make the score, it is theirs. Whom the whole choice would have selected by it gets
    a place where it would have: a seat that is free, else one over the quota. Who would not have been is put
    on the reserve lists by the ranks that it gives. Whoever holds a place keeps it, and no other comes of it.
    Nobody else is moved. Raises Refused for whoever gave a place up or lost it, and where the stage orders by
    no score.
    """
    decision = objection.decision
    assert decision is not None, "a refusal at the document check has no score"
    selection = decision.selection
    had = _place_ever(decision)
    held = had is not None and had.state in HELD
    if had is not None and not held:
        raise refuse(
            "objection.had_place",
            msg("a place was given up or has lapsed: the reserve list is not open any more"),
        )
    plan, applications = standing_now(selection)
    was = applications[decision.application_no]
    if not is_one_score(case):
        _refuse_other_executor(decision, executor)
    chosen = was.choices if is_one_score(case) else (executor,)
    now = marks_now(decision, case, chosen[0]) if items else {}
    marks = corrected_items({one.key: one.item.title for one in criteria_of(case)}, now, items)
    score = score_of_items(case, now, marks, score)
    rights = [Correction(decision.application_no, one, score) for one in chosen]
    found = outcome(plan, list(applications.values()), rights, selection.seed)
    for right in rights:
        kept = ScoreCorrection.objects.create(
            objection=objection,
            selection=selection,
            application_id=decision.application_id,
            executor=right.executor,
            raw_score=was.scores[was.choices.index(right.executor)],
            score=score,
            reason=reason,
            items=[asdict(one) for one in marks],
            held=held,
            corrected_by_id=this.actor.user_id,
            corrected_at=this.now,
        )
        told = {"items": {one.item: [one.before, one.after] for one in marks}} if marks else {}
        rank = found.ranks[right.executor]
        this.record(
            "score_correction", kept.pk, score=score, raw_score=kept.raw_score, rank=rank, held=held, **told
        )
    if held:
        return None
    if not found.selected:
        return put_on_reserve(this, case, decision, chosen)
    seat = seat_free(selection, case, decision.application_no, found.executor)
    return give_place(
        this,
        selection,
        case,
        decision.application_id,
        found.executor,
        seat or "open",
        given_by="objection",
        over_quota=seat is None,
    )


def _place_had(decision: Decision) -> Place | None:
    """Return the place that was given up, lapsed or lost, or None; raises Refused where one is held."""
    had = _place_ever(decision)
    if had is not None and had.state in HELD:
        raise refuse("objection.has_place", msg("the applicant holds a place at this stage already"))
    return had


def _place_ever(decision: Decision) -> Place | None:
    """Return the place that an applicant was given at the stage, in whatever state, or None.

    Raises Refused for whoever withdrew the application: nothing is given to them.
    """
    if not Application.objects.filter(pk=decision.application_id, state="accepted").exists():
        raise refuse("objection.withdrawn", msg("the application does not take part any more"))
    return Place.objects.filter(selection=decision.selection, application_id=decision.application_id).first()


def _refuse_other_executor(decision: Decision, executor: str) -> None:
    _, applications = standing(decision.selection)
    if executor not in applications[decision.application_no].choices:
        raise refuse("objection.other_executor", msg("the applicant did not choose this executor"))
