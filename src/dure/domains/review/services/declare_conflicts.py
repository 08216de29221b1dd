"""A reviewer says with which cases they have a conflict of interest, before they see any of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.relations import Declared, refuse_what_says_nothing
from dure.domains.diagnosis.drafts import drop_drafts
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.later import later
from dure.domains.events.transitions import move
from dure.domains.review.gates import entrants_of, undo
from dure.domains.review.models import Assignment, ConflictDeclaration
from dure.domains.review.naming import hides_names, is_told_of_all
from dure.domains.review.panels import IN_FORCE, fill_cases
from dure.domains.review.rounds import StageReview, round_review
from dure.domains.review.staff import shut_out
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.domains.review.telling import tell_officers_of_conflicts
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def declare_conflicts(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    round_id: str,
    seen: Collection[int],
    conflicts: Mapping[int, str],
    signed: bool,
) -> Declared:
    """Keep a reviewer's word on the cases ``seen`` (application ids): with which, and of what kind.

    A case in conflict is theirs no more, scored or not, here, in every other round and in every other role
    (``StaffConflict``), and goes to somebody else of the panel; what they were to diagnose of it is dropped;
    officers are told. The others of ``seen`` open. What is not assigned to them is passed over, so that twice
    is once; but where the round hides names, ``seen`` are names of any of its applicants, a part at a time, a
    conflict with any keeps their case from being given, and cases open once all names were seen. Raises
    NotAllowed, and Refused where it is not signed, a conflict is of no known kind, or the stage is not scored
    (any more).
    """
    if actor.user_id is None or not actor.may_in(programme, "reviewer"):
        raise NotAllowed
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    refuse_what_says_nothing(seen, conflicts, signed)
    with act("conflicts.declare", actor=actor, now=now) as this:
        alone("panel", programme, round_id)
        alone("staff_conflicts", programme, actor.user_id)
        own = Assignment.objects.filter(programme=programme, round=round_id).of(actor)
        told_of = {
            *own.filter(application_id__in=list(conflicts)).values_list("application_id", flat=True),
            *_beside(review, actor.user_id, conflicts),
        }
        # Before the window is shared, which this may have to hold alone; as in every other role of theirs.
        shut_out(this, programme, actor.user_id, sorted(told_of), dict(conflicts))
        hold_open(this, programme, review.stage.id)
        mine = (
            Assignment.objects.filter(programme=programme, round=round_id, application_id__in=list(seen))
            .of(actor)
            .order_by("pk")
            .select_for_update()
        )
        held = {one.application_id: one for one in mine}
        against = sorted(held[case].pk for case in conflicts if case in held)
        opened = _opened(review, actor, held, set(seen), set(conflicts))
        partly = hides_names(review) and not is_told_of_all(actor.user_id, review, seen)
        beside = _beside(review, actor.user_id, set(seen) - set(held))
        new = sorted({case for case in conflicts if case in held or beside.get(case)})
        if not against and not opened and not new and not partly:
            return Declared(0, 0)
        told = ConflictDeclaration.objects.create(
            programme=programme,
            round=round_id,
            reviewer_id=actor.user_id,
            conflicts=[{"application_id": case, "relation": conflicts[case]} for case in new],
            seen=sorted({*held, *beside}),
            at=now,
        )
        Assignment.objects.filter(pk__in=opened).update(declared_at=now)
        this.record("conflict_declaration", told.pk, opened=len(opened), in_conflict=len(against))
        move(this, ASSIGNMENT_STATES, Assignment, against, "declare_conflict")
        undo(this, review, [case for case in conflicts if case in held and held[case].state == "scored"])
        if against:
            tell_officers_of_conflicts(this, review, len(against), fill_cases(this, review))
        elsewhere = Assignment.objects.filter(
            programme=programme,
            reviewer_id=actor.user_id,
            application_id__in=new,
            state__in=IN_FORCE,
        )
        if elsewhere.exists():
            # A conflict is one in every round; another panel is held by an act of its own.
            later("review.set_aside_conflicts", reviewer_id=actor.user_id)
        drop_drafts(this, programme, actor.user_id, new)
        return Declared(len(opened), len(against))


def _opened(
    review: StageReview,
    actor: SignedActor,
    held: Mapping[int, Assignment],
    seen: set[int],
    conflicts: set[int],
) -> list[int]:
    """Return which assignments open by a declaration: those seen, or all of them once every name was."""
    assert review.round is not None, "a panel scores in a round"
    assert actor.user_id is not None, "a reviewer declares"
    if not hides_names(review):
        rows: Iterable[Assignment] = held.values()
    elif is_told_of_all(actor.user_id, review, seen):
        own = Assignment.objects.filter(programme=review.programme, round=review.round.id).of(actor)
        rows = own.order_by("pk").select_for_update()
    else:
        return []
    return sorted(one.pk for one in rows if one.application_id not in conflicts and one.declared_at is None)


def _beside(review: StageReview, reviewer_id: int, seen: Collection[int]) -> dict[int, bool]:
    """Return whom a round that hides names has shown beside one's cases, and whether not told yet."""
    if not hides_names(review):
        return {}
    shown = entrants_of(review).filter(application_id__in=seen).values_list("application_id", flat=True)
    told = ConflictDeclaration.objects.filter(programme=review.programme, reviewer_id=reviewer_id)
    known = {one["application_id"] for of in told.values_list("conflicts", flat=True) for one in of}
    return {case: case not in known for case in shown}
