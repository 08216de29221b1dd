"""A selection chosen again from its frozen inputs, proved, and compared with what was proposed."""

from __future__ import annotations

import hashlib

from dure.domains.selection.inputs import Inputs
from dure.domains.selection.models import Selection
from dure.domains.selection.stages import StageCase
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Problem, Refused, msg
from dure.files.frozen import Chosen, choose_frozen, difference, prove_frozen

_NAMED = 5


def chosen_again(selection: Selection, case: StageCase) -> Chosen:
    """Return the decisions of a selection, chosen anew from what was frozen.

    Raises Refused where they are not those that were proposed, or the independent checker does not prove
    them: whoever is wrong, nothing of it may count.
    """
    frozen = read_file(selection.inputs)
    chosen = choose_frozen(case.programme, selection.stage, frozen, selection.seed)
    if hashlib.sha256(chosen.decided).hexdigest() != selection.decisions_sha256:
        raise Refused(
            [
                Problem(
                    "selection.other_decisions",
                    msg("chosen again, the decisions are not those that were proposed"),
                )
            ]
        )
    faults = prove_frozen(case.programme, chosen, frozen, selection.seed)
    if faults:
        raise Refused(faults)
    return chosen


def refuse_changed_inputs(selection: Selection, today: Inputs) -> None:
    """Raise Refused, saying what changed, where the inputs of today are not those that were frozen."""
    if hashlib.sha256(today.frozen).hexdigest() == selection.inputs.sha256:
        return
    found = difference(read_file(selection.inputs), today.frozen)
    kinds = (
        ("added", msg("applications that take part now and did not: {count} ({numbers})"), found.added),
        ("removed", msg("applications that do not take part any more: {count} ({numbers})"), found.removed),
        (
            "changed",
            msg("applications whose choices, scores or facts have changed: {count} ({numbers})"),
            found.changed,
        ),
    )
    told = [
        Problem(f"selection.inputs_{kind}", message, {"count": len(numbers), "numbers": _some(numbers)})
        for kind, message, numbers in kinds
        if numbers
    ]
    raise Refused(
        [
            Problem(
                "selection.other_inputs",
                msg("what the selection was made from has changed since: send it back and propose it again"),
            ),
            *told,
        ]
    )


def _some(numbers: tuple[str, ...]) -> str:
    return ", ".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
