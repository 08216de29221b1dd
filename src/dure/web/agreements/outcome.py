"""What came of a proposal as its firm reads it: criteria, points, the line, the rule, the version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dure.domains.agreements.outcome import own_outcome
from dure.domains.agreements.queries import Proposal
from dure.web.agreements.words import OUTCOMES, SCORED_BY, TIE_BREAKS, badge
from dure.web.tables import headers
from dure.web.templatetags.amounts import percent
from dure.web.templatetags.programme import told


def outcome_shown(proposal: Proposal) -> dict[str, Any] | None:
    """Return what ``parts/outcome.html`` reads; None as long as no choice is confirmed."""
    found = own_outcome(proposal)
    if found is None:
        return None
    call = found.case.call
    tie = ""
    if found.tied:
        tie = ngettext(
            "%(number)s other proposal has the same total: %(how)s",
            "%(number)s other proposals have the same total: %(how)s",
            found.tied,
        ) % {"number": found.tied, "how": TIE_BREAKS[found.tie_break]}
    return {
        "badge": badge(OUTCOMES, found.outcome),
        "redressed": found.outcome != "chosen" and proposal.state in ("chosen", "agreed"),
        "decided_at": found.decided_at,
        "points": found.points,
        "rank": found.rank,
        "ranked": found.ranked,
        "cutoff": found.cutoff,
        "tie": tie,
        "most": call.most,
        "least": call.least_points,
        "marks": [
            {
                "title": told(criterion.title),
                "weight": percent(criterion.weight_bp),
                "by": str(SCORED_BY[criterion.scored_by]),
                "points": points,
            }
            for criterion, points in found.means
        ],
        "headers": headers(
            _("Criterion"), _("Weight"), _("Scored by"), _("Mean of the marks"),
            numeric=(_("Weight"), _("Mean of the marks")),
        ),
        "hash": found.case.version.hash,
        "published_at": found.case.version.published_at,
    }  # fmt: skip
