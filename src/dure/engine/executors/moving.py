"""Places and budget moved from one executor to another: what one loses the other gets, to the won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dure.engine.executors.terms import Terms, added_up
from dure.engine.problems import Problem, Refused, msg, refuse


def moved(
    giver: Terms, taker: Terms, *, places: Mapping[str, int], budget_won: int = 0
) -> tuple[Terms, Terms]:
    """Return both sides' terms after places by stage and budget have been moved; the sums stay.

    Raises Refused where nothing moves, for negative numbers, and where the giver has less than is moved.
    """
    if not any(places.values()) and not budget_won:
        raise refuse("move.nothing", msg("say how many places, or how much of the budget, move"))
    if budget_won < 0 or any(number < 0 for number in places.values()):
        raise refuse("move.negative", msg("write numbers from 0"))
    lacking = [
        Problem(
            "move.places",
            msg("only {has} places are there at stage {stage}"),
            {"has": giver.places_at(stage), "stage": stage},
        )
        for stage, number in places.items()
        if number > giver.places_at(stage)
    ]
    if budget_won > giver.budget_won:
        lacking.append(
            Problem(
                "move.budget", msg("only {won} won of budget are there"), {"won": f"{giver.budget_won:,}"}
            )
        )
    if lacking:
        raise Refused(lacking)
    after = (
        replace(giver, places=_with(giver, places, -1), budget_won=giver.budget_won - budget_won),
        replace(taker, places=_with(taker, places, 1), budget_won=taker.budget_won + budget_won),
    )
    before_sums, after_sums = added_up((giver, taker)), added_up(after)
    assert {s: n for s, n in before_sums.places.items() if n} == {
        s: n for s, n in after_sums.places.items() if n
    }
    assert before_sums.budget_won == after_sums.budget_won
    return after


def _with(terms: Terms, places: Mapping[str, int], sign: int) -> tuple[tuple[str, int], ...]:
    held = dict(terms.places)
    for stage, number in places.items():
        if number:
            held[stage] = held.get(stage, 0) + sign * number
    return tuple(held.items())
