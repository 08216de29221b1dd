"""An officer publishes a confirmed selection: places are given, everybody is told, the bundle is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.many import record_many
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.selection.breakdown import marks_told
from dure.domains.selection.clocks import object_until, place_due
from dure.domains.selection.decided import decided_as_proposed, refuse_other_seed
from dure.domains.selection.leaving import leave_places
from dure.domains.selection.letter import scores_told
from dure.domains.selection.measured import files_standing
from dure.domains.selection.models import Decision, Place, Selection
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.reasons import reason_texts, told_reason
from dure.domains.selection.stages import StageCase, case_of, texts
from dure.domains.selection.states import SELECTION_STATES
from dure.domains.selection.telling import applicants, iso, last_day_before
from dure.domains.selection.vacancies import enter_next_stage, hold_stage
from dure.domains.uploads.queries import read_file
from dure.domains.uploads.services.keep import keep_file
from dure.domains.voting.results import opened_votes
from dure.engine.law.deadlines import SEOUL
from dure.engine.problems import msg, refuse
from dure.engine.selection.plan import score_text
from dure.files.bundles import bundle_of

ROWS = 5000
VERSION_SIGNS = 16
"""So many signs of the hash tell a version of a programme file in a notice; the page has all of them."""


def publish_selection(*, actor: SignedActor, now: datetime, selection_id: int) -> None:
    """Publish a confirmed selection; twice is once.

    The bundle holds the decisions that were chosen again and proved when it was confirmed, which is compared
    by their hash. Everybody may see the result from the day that
    the call announced, or from now where that is past. Raises NotAllowed and Refused.
    """
    selection = Selection.objects.select_related("version", "inputs").get(pk=selection_id)
    allow_selecting(actor, selection.programme)
    refuse_own_business(actor, selection.programme)
    case = case_of(selection)
    with act("selection.publish", actor=actor, now=now, key=str(selection_id)) as this:
        if this.repeated:
            return
        hold_stage(case)
        if not Selection.objects.filter(pk=selection_id, state="confirmed").exists():
            raise refuse("selection.not_confirmed", msg("only a confirmed selection can be published"))
        published = refuse_other_seed(selection.programme, selection.stage, selection.seed)
        if case.stage.tie_break.commitment and published is None:
            raise refuse(
                "selection.no_seed", msg("the hash of the seed that breaks ties is not published yet")
            )
        decisions = list(Decision.objects.filter(selection=selection).order_by("pk"))
        content = bundle_of(
            case.loaded,
            selection.stage,
            frozen=read_file(selection.inputs),
            decided=decided_as_proposed(selection, decisions),
            seed=selection.seed,
            commitment=published if case.stage.tie_break.commitment else None,
            votes=opened_votes(
                selection.programme, selection.stage, {one.application_no for one in decisions}
            )
            if case.stage.has_vote
            else None,
            points=files_standing(selection.programme, selection.stage) if case.stage.takes_points else (),
        )
        name = f"{selection.programme}-{selection.stage}.zip"
        bundle = keep_file(this, purpose="bundle", name=name, content=content, made_by_us=True)
        until = object_until(case, now)
        changes = {
            "bundle_id": bundle.pk,
            "published_by_id": actor.user_id,
            "published_at": now,
            "public_from": _public_from(case, now),
            "object_until": until,
        }
        move(this, SELECTION_STATES, Selection, [selection_id], "publish", changes=changes)
        places = _give_places(this, selection, case, decisions)
        # Who withdrew since the selection was proposed: the place goes on in the same act.
        for application_id in leave_places(this, selection):
            del places[application_id]
        for (decision, executor), ids in _alike(decisions).items():
            record_many(this, "application", ids, decision=decision, stage=selection.stage, executor=executor)
        notify(
            this,
            _told(selection, case, decisions, until, places),
            template="decision",
            key=f"selection/{selection_id}",
        )


def _alike(decisions: list[Decision]) -> dict[tuple[str, str], list[int]]:
    """Return the applications by decision and executor: so many events are one statement."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in decisions:
        found[one.decision, one.executor].append(one.application_id)
    return found


def _public_from(case: StageCase, now: datetime) -> datetime:
    announced = case.stage.dates.announced_on
    return now if announced is None else max(now, datetime.combine(announced, time(), SEOUL))


def _give_places(
    this: Act, selection: Selection, case: StageCase, decisions: list[Decision]
) -> dict[int, Place]:
    """Give a place to each of the selected; the period to take it begins now, when they are told."""
    due_at = place_due(case, this.now)
    made = Place.objects.bulk_create(
        (
            Place(
                selection=selection,
                programme=selection.programme,
                stage=selection.stage,
                application_id=one.application_id,
                executor=one.executor,
                seat=one.seat,
                state="accepted" if due_at is None else "offered",
                offered_at=this.now,
                due_at=due_at,
            )
            for one in decisions
            if one.decision == "selected"
        ),
        batch_size=ROWS,
    )
    if due_at is None:
        enter_next_stage(this, case, [(place.application_id, place.executor) for place in made])
    this.record("selection", selection.pk, places=len(made))
    return {place.application_id: place for place in made}


def _told(
    selection: Selection,
    case: StageCase,
    decisions: list[Decision],
    until: date | None,
    places: Mapping[int, Place],
) -> list[Recipient]:
    """Return whom to tell of each decision, with its reasons, rights and clocks."""
    names = {e.id: texts(e.name) for e in case.programme.executors}
    stage = texts(case.stage.title)
    by_application = {one.application_id: one for one in decisions}
    marks = marks_told(case, decisions)
    scores = scores_told(case, selection, decisions)
    under = {
        "version": case.loaded.hash[:VERSION_SIGNS],
        "reference_day": iso(case.programme.reference_day),
    }

    def parameters(application_id: int) -> dict[str, object]:
        one = by_application[application_id]
        place = places.get(application_id)
        return {
            "stage": stage,
            "decision": one.decision,
            "executor": names.get(one.executor, one.executor),
            "rank": one.rank,
            "reserve_rank": one.reserve_rank,
            "score": score_text(one.score),
            **scores[application_id],
            "marks": marks.get(application_id),
            "reasons": reason_texts(told_reason(one, case), case),
            **under,
            "due": last_day_before(place.due_at if place else None),
            "objection_until": iso(until),
            "answering": "place" if place is not None and place.due_at is not None else "decision",
        }

    return applicants(case, list(by_application), parameters)
