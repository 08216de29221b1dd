"""What the letter about a decision says of scores: sources and their points, and the cut-offs that count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dure.domains.selection.cutoffs import is_lowest_told
from dure.domains.selection.models import Decision, Selection
from dure.domains.selection.parts import parts_at, source_texts
from dure.domains.selection.stages import StageCase, texts
from dure.domains.selection.telling import both
from dure.domains.selection.vacancies import standing
from dure.engine.problems import msg
from dure.engine.programme.models.values import Text
from dure.engine.selection.plan import score_text

_OPEN = msg("Open seats")
_FEW = msg("not told here, fewer than three hold such a seat; the published bundle has it by receipt number")
_FEW_ABOVE = msg("not told here, fewer than three hold such a seat; your score is not above theirs")
_NO_POINTS = msg("no points")


def scores_told(
    case: StageCase, selection: Selection, decisions: Collection[Decision]
) -> Mapping[int, dict[str, Any]]:
    """Return by application ``cutoff``, ``cutoffs`` and ``parts``, as the notice of a decision takes them.

    ``cutoffs`` has a line for the open seats and one for each group of the applicant that has seats set
    aside there; ``cutoff`` stands alone where there is no such group.
    """
    lowest = _lowest(case, decisions)
    groups = {share.id: share.title for share in case.stage.set_asides}
    if not groups and not case.stage.scores:
        return {one.application_id: {"cutoff": score_text(one.cutoff)} for one in decisions}
    plan, applications = standing(selection)
    told = {}
    for one in decisions:
        its = applications[one.application_no]
        place = case.place_of(one.executor)
        mine = [share.id for i, share in enumerate(plan.set_asides) if its.set_asides >> i & 1]
        lines = [_line(groups, seat, *lowest[place, seat], one) for seat in mine if (place, seat) in lowest]
        if lines and (place, "open") in lowest:
            lines.insert(0, _line(groups, "open", *lowest[place, "open"], one))
        told[one.application_id] = {
            "cutoff": "" if lines else score_text(one.cutoff),
            "cutoffs": lines,
            "parts": [
                _part(source_texts(case, part.source), part.part.weight_bp, part.points)
                for part in parts_at(selection, case, plan, one.application_no, one.executor)
            ],
        }
    return told


def _lowest(case: StageCase, decisions: Collection[Decision]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return by place and kind of seat the lowest score selected, and how many were."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for one in decisions:
        if one.decision == "selected" and one.score is not None:
            key = case.place_of(one.executor), one.seat
            least, many = found.get(key, (one.score, 0))
            found[key] = min(least, one.score), many + 1
    return found


def _line(groups: Mapping[str, Text], seat: str, lowest: int, many: int, one: Decision) -> dict[str, str]:
    """Return a kind of seat with the lowest score in it; where few have it, whether one's own is above."""
    names = both(_OPEN) if seat == "open" else texts(groups[seat])
    refused = one.decision != "selected" and one.score is not None
    hidden = both(_FEW_ABOVE if refused and (one.score or 0) <= lowest else _FEW)
    shown = is_lowest_told(seat, many)
    said = {language: score_text(lowest) if shown else hidden[language] for language in hidden}
    return {language: f"{names[language]}: {said[language]}" for language in names}


def _part(names: Mapping[str, str], weight_bp: int, points: int | None) -> dict[str, str]:
    none = both(_NO_POINTS)
    return {
        language: f"{name} {score_text(points) or none[language]} ({weight_bp / 100:g} %)"
        for language, name in names.items()
    }
