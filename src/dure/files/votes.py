"""The votes that a file of applications brings, and the points that they make in a mix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.mixing import Part
from dure.engine.selection.plan import score_text
from dure.engine.selection.votes import points_of_votes, read_votes

VOTES = "votes"
Ask = Callable[[Iterable[str]], Iterable[Sequence[object]]]


def votes_in(file: str, ask: Ask) -> dict[str, int | None]:
    """Return the votes of each application, None where the cell is empty: it was no candidate.

    Raises Refused naming the applications whose cell is no number of votes.
    """
    votes: dict[str, int | None] = {}
    problems = []
    for number, cell in ask([VOTES]):
        text = "" if cell is None else str(cell).strip()
        votes[str(number)] = read_votes(text)
        if text and votes[str(number)] is None:
            problems.append(
                Problem(
                    "select.votes",
                    msg("{file}: application {number}, votes: “{value}” is no whole number of votes"),
                    {"file": file, "number": number, "value": text[:60]},
                )
            )
    if problems:
        raise Refused(problems)
    return votes


def points_in(part: Part, votes: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return the points of a mix that votes make, in thousandths; None for whoever was no candidate."""
    assert part.votes is not None, "a part of a mix that is a vote says how votes become points"
    made = points_of_votes({number: n for number, n in votes.items() if n is not None}, part.votes)
    return {number: made.get(number) for number in votes}


def refuse_other_points(file: str, brought: Mapping[str, int | None], made: Mapping[str, int | None]) -> None:
    """Raise Refused where a file brings points beside the votes that these do not make."""
    problems = [
        Problem(
            "select.votes_differ",
            msg("{file}: application {number} has {points} points of votes, but the votes make {made}"),
            {
                "file": file,
                "number": number,
                "points": score_text(points) or "—",
                "made": score_text(made[number]) or "—",
            },
        )
        for number, points in brought.items()
        if points != made[number]
    ]
    if problems:
        raise Refused(problems)
