"""Which stages are being chosen, or were: their places stay. The subject that chooses tells it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from dure.engine.problems import Problem, Refused, msg

Chosen = Callable[[str], Collection[str]]
"""Takes a programme, returns the stages that have a selection alive."""

_told: list[Chosen] = []


def hand_in_chosen(chosen: Chosen) -> None:
    """Register who knows which stages are chosen; once is enough."""
    if chosen not in _told:
        _told.append(chosen)


def chosen_stages(programme: str) -> set[str]:
    """Return the stages of a programme whose places are given, or about to be."""
    return {stage for chosen in _told for stage in chosen(programme)}


def refuse_taken(programme: str, stages: Collection[str]) -> None:
    """Raise Refused where places of a stage would change whose selection is proposed or made."""
    taken = sorted(chosen_stages(programme) & set(stages))
    if taken:
        raise Refused(
            Problem(
                "terms.taken",
                msg("the places of stage {stage} are taken: its selection is proposed or made"),
                {"stage": stage},
            )
            for stage in taken
        )
