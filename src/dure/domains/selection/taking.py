"""A place that was offered is taken: by the applicant, or noted by an officer who was told."""

from __future__ import annotations

from collections.abc import Mapping

from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.selection.models import Place
from dure.domains.selection.stages import StageCase
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.support import accepted_beside
from dure.domains.selection.vacancies import enter_next_stage, hold_stage
from dure.engine.problems import msg, refuse


def hold_place(case: StageCase, place: Place) -> None:
    """Hold a place, its stage and its merchant until the act ends: two are taken one after the other."""
    alone("received", place.application.merchant_id)
    hold_stage(case)
    place.refresh_from_db(fields=["state", "due_at"])


def take_place(this: Act, case: StageCase, place: Place, details: Mapping[str, str] | None = None) -> None:
    """Take a place that is held (:func:`hold_place`); ``details`` stand with the move in the event log.

    Raises Refused where it is not offered, and where a place was taken meanwhile in a programme beside which
    this one is not given, unless the file only warns: then the event says in which.
    """
    beside = accepted_beside(case, place.application.merchant_id)
    if beside and case.programme.exclusion == "refuse":
        raise refuse(
            "place.excluded",
            msg("a place was accepted in a programme beside which this one is not given: {programmes}"),
            programmes=", ".join(beside),
        )
    changes = {"answered_at": this.now}
    if not move(this, PLACE_STATES, Place, [place.pk], "accept", changes=changes, details=details):
        raise refuse("place.not_offered", msg("this place is not offered any more"))
    more = {"excluded_by": ", ".join(beside)} if beside else {}
    this.record("application", place.application_id, place="accepted", stage=place.stage, **more)
    enter_next_stage(this, case, [(place.application_id, place.executor)])
