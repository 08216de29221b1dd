"""An applicant objects to a decision (이의신청), within the period that the call gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.selection.clocks import right_to_object
from dure.domains.selection.models import Decision, Objection, Place
from dure.domains.selection.objected import OPEN
from dure.domains.selection.policies import allow_own
from dure.domains.selection.receiving import Said, receive, refuse_late, refuse_wordless
from dure.domains.selection.stages import case_of
from dure.engine.problems import msg, refuse

TAKEN = ("lapsed", "disqualified")
"""States of a place that was taken from its holder: that is what was told last."""


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
    at = place.answered_at if place.state in TAKEN and place.answered_at else place.offered_at
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
    right_to_object(case)
    if decision.selection.state != "published":
        raise refuse("objection.not_published", msg("this decision is not published"))
    refuse_wordless(grounds)
    with act("objection.file", actor=actor, now=now, key=key and f"{decision_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("objection", decision_id)
        place = Place.objects.filter(
            selection=decision.selection, application_id=decision.application_id
        ).first()
        told = last_told(decision, place)
        refuse_late(now, told.until)
        ever = Objection.objects.filter(decision=decision)
        alive = ever.filter(filed_at__gte=told.at).exclude(state="withdrawn")
        # One that waits for its answer takes in what was told since: its applicant adds to it.
        if alive.exists() or ever.filter(state__in=OPEN).exists():
            raise refuse("objection.alive", msg("you have objected to this decision already"))
        this.result = receive(
            this,
            case,
            decision.application_id,
            Said(grounds, file),
            at=case.stage.id,
            against={"decision": decision},
        )
        return int(this.result)
