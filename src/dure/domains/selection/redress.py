"""What a granted objection does to places: into the order of the reserve list, or a place over the quota."""

from __future__ import annotations

from dure.domains.applications.queries import Application
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.selection.clocks import object_until, place_due
from dure.domains.selection.models import HELD, Decision, Place, Reserve
from dure.domains.selection.stages import StageCase
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.vacancies import fill_vacancies, give_place, standing
from dure.engine.problems import msg, refuse
from dure.engine.selection.reserves import rank_at


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
        "given_by": "objection",
        "over_quota": True,
        "offered_at": this.now,
        "due_at": place_due(case, this.now),
        "answered_at": None,
        "object_until": object_until(case, this.now),
    }
    move(this, PLACE_STATES, Place, [had.pk], "reinstate", changes=changes)
    this.record("application", decision.application_id, place="offered", stage=case.stage.id)
    had.refresh_from_db()
    return had


def put_on_reserve(this: Act, case: StageCase, decision: Decision, executor: str) -> Place | None:
    """Put an applicant on a reserve list by rank, and return the place that comes of it at once, or None.

    Raises Refused for whoever had a place at this stage, or has no score there.
    """
    selection = decision.selection
    _refuse_other_executor(decision, executor)
    if _place_had(decision) is not None:
        raise refuse(
            "objection.had_place",
            msg("a place was given up or has lapsed: the reserve list is not open any more"),
        )
    place = case.place_of(executor)
    if not Reserve.objects.filter(
        selection=selection, executor=place, application_id=decision.application_id
    ).exists():
        plan, applications = standing(selection)
        rank = rank_at(plan, list(applications.values()), selection.seed, place, decision.application_no)
        if rank is None:
            raise refuse("objection.no_rank", msg("without a score there is no place in the order"))
        entry = Reserve.objects.create(
            selection=selection, application_id=decision.application_id, executor=place, rank=rank
        )
        this.record("reserve", entry.pk, executor=executor, rank=rank, by="objection")
    given = fill_vacancies(this, selection, [executor])
    return next((one for one in given if one.application_id == decision.application_id), None)


def _place_had(decision: Decision) -> Place | None:
    """Return the place that was given up or lapsed, or None; raises Refused where one is held.

    Whoever withdrew the application is given none either.
    """
    if not Application.objects.filter(pk=decision.application_id, state="accepted").exists():
        raise refuse("objection.withdrawn", msg("the application does not take part any more"))
    had = Place.objects.filter(selection=decision.selection, application_id=decision.application_id).first()
    if had is not None and had.state in HELD:
        raise refuse("objection.has_place", msg("the applicant holds a place at this stage already"))
    return had


def _refuse_other_executor(decision: Decision, executor: str) -> None:
    _, applications = standing(decision.selection)
    if executor not in applications[decision.application_no].choices:
        raise refuse("objection.other_executor", msg("the applicant did not choose this executor"))
