"""A second officer confirms a selection: chosen again, proved, and its decisions written."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.review.taking_part import refuse_who_reviewed
from dure.domains.selection.counting import counted_funnel
from dure.domains.selection.decided import chosen_again, refuse_changed_inputs
from dure.domains.selection.inputs import Inputs, build_inputs
from dure.domains.selection.models import Reserve, Selection
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import StageCase, case_of, review_rounds
from dure.domains.selection.states import SELECTION_STATES
from dure.engine.problems import msg, refuse
from dure.engine.selection.plan import DECISION_COLUMNS
from dure.engine.selection.reserves import reserve_lists
from dure.files.frozen import Chosen

ROWS = 5000


def confirm_selection(*, actor: SignedActor, now: datetime, selection_id: int, reason: str) -> None:
    """Confirm a proposal; twice is once.

    It counts only if its inputs are still those of today, choosing from them again gives the same decisions
    to the byte, and the independent checker proves them. Raises NotAllowed, and Refused: for the officer who
    proposed it where the stage asks for a second one, and where any of that does not hold.
    """
    selection = Selection.objects.select_related("version", "inputs").get(pk=selection_id)
    allow_selecting(actor, selection.programme)
    refuse_own_business(actor, selection.programme)
    if not reason.strip():
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    if selection.second_officer and actor.user_id == selection.proposed_by_id:
        raise refuse(
            "selection.same_officer",
            msg("who proposed a selection cannot confirm it: another officer has to"),
        )
    case = case_of(selection)
    refuse_who_reviewed(actor.user_id, selection.programme, review_rounds(case))
    with act("selection.confirm", actor=actor, now=now, reason=reason.strip(), key=str(selection_id)) as this:
        if this.repeated:
            return
        alone("selection", selection.programme, selection.stage)
        changes = {"confirmed_by_id": actor.user_id, "confirmed_at": now, "confirmed_reason": reason.strip()}
        if not move(this, SELECTION_STATES, Selection, [selection_id], "confirm", changes=changes):
            raise refuse("selection.not_proposed", msg("only a proposed selection can be confirmed"))
        today = build_inputs(case)
        refuse_changed_inputs(selection, today)
        chosen = chosen_again(selection, case)
        _write(this, selection, case, today, chosen)


def _write(this: Act, selection: Selection, case: StageCase, inputs: Inputs, chosen: Chosen) -> None:
    """Write decisions and reserve lists, and count the funnel as it is now."""
    columns = ", ".join(("selection_id", "application_id", *DECISION_COLUMNS))
    # By COPY: tens of thousands of rows in one statement.
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY selection_decision ({columns}) FROM STDIN") as rows,
    ):
        for one in chosen.decisions:
            rows.write_row((selection.pk, inputs.ids[one.application_no], *one))
    lists = reserve_lists(chosen.plan, chosen.applications, chosen.decisions, selection.seed)
    Reserve.objects.bulk_create(
        (
            Reserve(
                selection=selection,
                application_id=inputs.ids[listed.application_no],
                executor=place,
                rank=listed.rank,
                position=position,
            )
            for place, standing in lists.items()
            for position, listed in enumerate(standing, start=1)
        ),
        batch_size=ROWS,
    )
    selected = {
        inputs.ids[one.application_no]: one.executor for one in chosen.decisions if one.decision == "selected"
    }
    Selection.objects.filter(pk=selection.pk).update(
        funnel=counted_funnel(case, inputs.ids.values(), selected)
    )
    this.record("selection", selection.pk, decisions=len(chosen.decisions), selected=len(selected))
