"""A decision explained to its applicant: marks by criterion, cut-offs, the rules, and the way to object."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.selection.breakdown import scored_at
from dure.domains.selection.correcting_items import corrections_behind
from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_own import OwnDecision
from dure.domains.selection.rounds import rounds_behind
from dure.domains.voting.results import votes_for
from dure.engine.law.deadlines import day_of, days_of
from dure.engine.programme.checks.ways import UNSCORED
from dure.engine.programme.models.rights import Clock
from dure.web.score_tables import corrected_shown, rounds_shown, scores_shown, too_late_shown
from dure.web.selection_words import SOURCES
from dure.web.templatetags.programme import told
from dure.web.words import page_language

ORDERS = {
    "score": lazy("In the order of scores, the highest first."),
    "lot": lazy(
        "In the order drawn with the seed, whose hash was published before: the SHA-256 of the seed, a line"
        " feed and the receipt number, the lowest first."
    ),
    "first_come": lazy(
        "In the order in which applications were handed in, to the microsecond; at the same instant the lower"
        " receipt number was first."
    ),
    "entitlement": lazy("Everybody who is eligible and applied is selected."),
    "vote": lazy("In the order of the votes of the public, the most first."),
    "nomination": lazy("In the order in which each executor has put those whom it nominated."),
}

UNCOMMITTED = lazy(
    "In the order drawn with the seed: the SHA-256 of the seed, a line feed and the receipt number, the"
    " lowest first."
)


def explained(own: OwnDecision) -> dict[str, Any]:
    """Return what ``merchant/parts/explained.html`` reads of a decision."""
    case = own.case
    found = scored_at(own.decision, case)
    return {
        **scores_shown(case, found),
        **rounds_shown(case, rounds_behind(case, [own.decision]).get(own.decision.application_id, ())),
        "too_late": too_late_shown(case, own.decision),
        **corrected_shown(case, corrections_behind(own.decision)),
        "order": _order(case),
        "votes": votes_for(case.programme.id, case.stage.id, own.decision.application_id)
        if case.stage.has_vote
        else None,
        "reference_day": case.programme.reference_day,
        "answer": _answer(own),
    }


def _order(case: StageCase) -> list[str]:
    """Return by which rules the stage was chosen, a sentence each."""
    stage, language = case.stage, page_language()
    lines = [str(ORDERS.get(stage.chosen_by, ORDERS["score"]))]
    if stage.chosen_by == "lot" and stage.tie_break.commitment is None:
        # Nothing was published before the draw: it must not be said.
        lines = [str(UNCOMMITTED)]
    if stage.chosen_by == "mix":
        lines += [
            _("%(percent)s %% of the score: %(source)s.")
            % {"percent": f"{source.weight_bp / 100:g}", "source": SOURCES[source.source]}
            for source in stage.scores
        ]
    lines += [
        _("%(percent)s %% of the seats are set aside: %(group)s.")
        % {"percent": f"{share.share_bp / 100:g}", "group": share.title.to(language)}
        for share in stage.set_asides
    ]
    lines += [
        _("At most %(percent)s %% of the open seats: %(group)s.")
        % {"percent": f"{cap.share_bp / 100:g}", "group": cap.title.to(language)}
        for cap in stage.caps
    ]
    if stage.chosen_by == "nomination":
        lines.append(_("Equal places in the order drawn with the seed."))
    elif stage.chosen_by == "vote":
        lines.append(
            _("Equal votes in the order drawn with the seed.")
            if stage.tie_break.commitment is None
            else _("Equal votes in the order drawn with the seed, whose hash was published before.")
        )
    elif stage.chosen_by not in UNSCORED:
        lines.append(
            _("Equal scores in the order drawn with the seed.")
            if stage.tie_break.commitment is None
            else _("Equal scores in the order drawn with the seed, whose hash was published before.")
        )
    return lines


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
