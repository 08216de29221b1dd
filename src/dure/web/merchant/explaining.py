"""A decision explained to its applicant: marks by criterion, cut-offs, the rules, and the way to object."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dure.domains.selection.breakdown import scored_at
from dure.domains.selection.correcting_items import corrections_behind
from dure.domains.selection.queries_own import OwnDecision
from dure.domains.selection.rounds import rounds_behind
from dure.domains.voting.results import votes_for
from dure.engine.law.deadlines import day_of, days_of
from dure.engine.programme.models.rights import Clock
from dure.web.score_tables import corrected_shown, rounds_shown, scores_shown, too_late_shown
from dure.web.stage_words import order_lines
from dure.web.templatetags.programme import told


def explained(own: OwnDecision) -> dict[str, Any]:
    """Return what ``merchant/parts/explained.html`` reads of a decision."""
    case = own.case
    found = scored_at(own.decision, case)
    return {
        **scores_shown(case, found),
        **rounds_shown(case, rounds_behind(case, [own.decision]).get(own.decision.application_id, ())),
        "too_late": too_late_shown(case, own.decision),
        **corrected_shown(case, corrections_behind(own.decision)),
        "order": order_lines(case.stage),
        "votes": votes_for(case.programme.id, case.stage.id, own.decision.application_id)
        if case.stage.has_vote
        else None,
        "reference_day": case.programme.reference_day,
        "answer": _answer(own),
    }


def _answer(own: OwnDecision) -> str:
    """Return how soon an objection is answered, and by which law; empty where there is no such right."""
    right = own.case.programme.rights.objection
    if right is None:
        return ""
    at = own.decision.selection.published_at
    assert at is not None, "an applicant sees what is published"

    def days(clock: Clock) -> int:
        return days_of(clock, day_of(at))

    text = _("It is answered within %(days)s days of being filed.") % {"days": days(right.answer_within)}
    if right.extend_once_by is not None:
        text += " " + _("That may be extended once by %(days)s days, and you are told why.") % {
            "days": days(right.extend_once_by)
        }
    basis = told(right.answer_within.basis or right.basis)
    return f"{text} ({basis})" if basis else text
