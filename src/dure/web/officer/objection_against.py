"""What an objection is against, and what came of it, in words: a decision with its scores, or a refusal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dure.domains.selection import queries
from dure.domains.selection import queries_objections as objections
from dure.domains.selection.breakdown import scored_at
from dure.domains.selection.correcting_items import corrections_behind
from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_objections import Objection
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.domains.selection.rounds import rounds_behind
from dure.engine.programme.checks.ways import UNSCORED
from dure.web.actors import actor
from dure.web.officer.words import STATES
from dure.web.officer.words import told as told_of
from dure.web.score_tables import corrected_shown, rounds_shown, scores_shown, too_late_shown
from dure.web.selection_words import DECISIONS, PLACE_STATES, executor_text, score
from dure.web.words import page_language


def against(request: HttpRequest, found: Objection, case: StageCase) -> dict[str, Any]:
    """Return in words what an objection is against."""
    decision = found.decision
    if decision is None:
        rules, words = set(found.refused_rules), found.refused_reason
        told = [r.reason.to(page_language()) for r in case.programme.eligibility if r.id in rules]
        by = queries.people(actor(request), [found.refused_by_id]).get(found.refused_by_id or 0, "")
        state = told_of(STATES, found.application.state)
        return {"refused_by": by, "reasons": [*told, words] if words else told, "stands_now": state}
    place = objections.place_of_objection(actor(request), found)
    return {
        "decision": decision,
        "decided": str(DECISIONS[decision.decision]),
        "executor": executor_text(case, decision.executor) if decision.executor else "–",
        "score": score(decision.score),
        "cutoff": score(decision.cutoff),
        "is_scored": case.stage.chosen_by not in UNSCORED,
        "of_others": True,
        **scores_shown(case, scored_at(decision, case, all_cutoffs=True)),
        **rounds_shown(case, rounds_behind(case, [decision]).get(decision.application_id, ())),
        **corrected_shown(case, corrections_behind(decision), to_officers=True),
        "too_late": too_late_shown(case, decision),
        "reasons": reason_lines(told_reason(decision, case), case, page_language()),
        "place": {"state": str(PLACE_STATES[place.state]), "executor": executor_text(case, place.executor)}
        if place
        else None,
        "reserves": [
            {"executor": "" if case.pooled else executor_text(case, executor), "rank": rank}
            for executor, rank in ([] if place else objections.reserves_now(decision))
        ],
    }


def marks_told(found: Objection) -> dict[str, Any]:
    """Return the scores and marks as they were decided on, which the answer may put right."""
    if found.decision is None:
        return {}
    case, decision = objections.case_of_objection(found), found.decision
    return {
        "is_scored": case.stage.chosen_by not in UNSCORED,
        **scores_shown(case, scored_at(decision, case, all_cutoffs=True)),
        **rounds_shown(case, rounds_behind(case, [decision]).get(decision.application_id, ())),
        **corrected_shown(case, corrections_behind(decision), to_officers=True),
        "cutoffs": [],
    }
