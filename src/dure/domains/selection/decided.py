"""A selection chosen again from its frozen inputs, proved, and compared with what was proposed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dure.domains.selection.inputs import Inputs
from dure.domains.selection.models import Decision, SeedCommitment, Selection
from dure.domains.selection.stages import StageCase
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.selection.plan import Decision as Written
from dure.files.frozen import Chosen, choose_frozen, decided_bytes, difference, prove_frozen

_NAMED = 5


def chosen_again(selection: Selection, case: StageCase) -> Chosen:
    """Return the decisions of a selection, chosen anew from what was frozen.

    Raises Refused where they are not those that were proposed, or the independent checker does not prove
    them: whoever is wrong, nothing of it may count.
    """
    refuse_other_seed(selection.programme, selection.stage, selection.seed)
    frozen = read_file(selection.inputs)
    chosen = choose_frozen(case.programme, selection.stage, frozen, selection.seed)
    _refuse_other(selection, chosen.decided)
    faults = prove_frozen(case.programme, chosen, frozen, selection.seed)
    if faults:
        raise Refused(faults)
    return chosen


def refuse_other_seed(programme: str, stage: str, seed: str) -> str | None:
    """Return the hash that was published of a stage's seed, None where none was.

    Raises Refused where it is not the hash of the seed that is used: nobody may choose with another.
    """
    published = SeedCommitment.objects.filter(programme=programme, stage=stage).first()
    if published is None:
        return None
    if hashlib.sha256(seed.encode()).hexdigest() != published.commitment:
        raise refuse(
            "selection.other_seed", msg("the seed is not the one whose hash was published before the draw")
        )
    return published.commitment


def decided_as_proposed(selection: Selection, decisions: Sequence[Decision]) -> bytes:
    """Return the decisions that were written, as csv in their order; they are compared by their hash.

    Raises Refused where they are not those that were proposed: those are what was chosen again and proved.
    """
    decided = decided_bytes(Written(*(getattr(one, name) for name in Written._fields)) for one in decisions)
    _refuse_other(selection, decided)
    return decided


def _refuse_other(selection: Selection, decided: bytes) -> None:
    if hashlib.sha256(decided).hexdigest() != selection.decisions_sha256:
        raise refuse(
            "selection.other_decisions",
            msg("chosen again, the decisions are not those that were proposed"),
        )


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
