"""An officer changes by hand who reviews a case; bounds are held, or overridden with a reason."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.review.models import Assignment
from dure.domains.review.panels import (
    IN_FORCE,
    hold_diagnoses,
    panel_now,
    running_among,
    sits_as_officer,
    tell_assigned,
    write_assignments,
)
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import StageReview, round_review
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.domains.review.windows import hold_open
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.review.panel import Breach, breaches

_BROKEN = {
    "barred": msg("this reviewer has a conflict of interest with the case: no reason overrides that"),
    "enough": msg("the case would have {found} of the {bound} reviewers that it needs"),
    "organisation": msg("{found} reviewers of one organisation would review the case; at most {bound} may"),
    "most": msg("a reviewer would have {found} cases; at most {bound} are allowed"),
    "least": msg("a reviewer would have {found} cases; at least {bound} are asked for"),
}


def change_assignment(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    round_id: str,
    application_id: int,
    add: int | None = None,
    remove: int | None = None,
    override: str = "",
) -> bool:
    """Give a case to a reviewer, take it from another, or both; return whether anything changed.

    What would newly break a bound of the panel is refused with every bound, unless ``override`` says why it
    must be; a conflict of interest is never overridden. What is scored is not taken away. Twice is once.
    Raises NotAllowed, and Refused.
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    with act("panel.change", actor=actor, now=now, reason=override.strip()[:300]) as this:
        alone("panel", programme, round_id)
        hold_open(this, programme, review.stage.id)
        hold_diagnoses(review)
        return _change(this, review, application_id, add, remove)


def _change(this: Act, review: StageReview, case: int, add: int | None, remove: int | None) -> bool:
    panel = panel_now(review, this.now, taken_away=False)
    if str(case) not in panel.cases:
        raise refuse("panel.case", msg("this application is not reviewed in this round"))
    if add is not None and running_among(review.programme, this.now, [add]):
        raise sits_as_officer()
    if add is not None and str(add) not in panel.reviewers:
        raise refuse("panel.reviewer", msg("only people who hold the role of a reviewer sit on a panel"))
    wanted = set(panel.standing)
    wanted |= {(str(case), str(add))} if add is not None else set()
    wanted -= {(str(case), str(remove))} if remove is not None else set()
    if wanted == panel.standing:
        return False
    broken = Counter(breaches(panel, wanted)) - Counter(breaches(panel, panel.standing))
    new = [one for one in broken if _is_worse(one, breaches(panel, panel.standing))]
    if any(one.rule == "barred" for one in new) or (new and not this.reason):
        raise Refused([_problem(one) for one in new])
    assert review.round is not None, "a panel scores in a round"
    held = Assignment.objects.filter(programme=review.programme, round=review.round.id, application_id=case)
    if remove is not None and (str(case), str(remove)) in panel.standing:
        found = held.get(reviewer_id=remove, state__in=IN_FORCE)
        if not move(this, ASSIGNMENT_STATES, Assignment, [found.pk], "take_away"):
            raise refuse("panel.scored", msg("this reviewer has scored the case already: it stays"))
    if add is not None and (str(case), str(add)) not in panel.standing:
        earlier = held.filter(reviewer_id=add).first()
        if earlier is None:
            write_assignments(this, review, [(str(case), str(add))], override=this.reason)
        else:
            move(
                this, ASSIGNMENT_STATES, Assignment, [earlier.pk], "give_back",
                changes={"assigned_at": this.now, "override": this.reason},
            )  # fmt: skip
            tell_assigned(this, review, {add: 1})
    return True


def _is_worse(one: Breach, before: list[Breach]) -> bool:
    """Say whether a bound is broken further than it was: an officer may mend a part of what is amiss."""
    was = [other for other in before if (other.rule, other.who) == (one.rule, one.who)]
    if one.rule in ("enough", "least"):
        return not was or one.found < min(other.found for other in was)
    return not was or one.found > max(other.found for other in was)


def _problem(one: Breach) -> Problem:
    return Problem(f"panel.{one.rule}", _BROKEN[one.rule], {"found": one.found, "bound": one.bound})
