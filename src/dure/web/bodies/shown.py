"""What associations and centres say of an applicant, as parts of officers' and merchants' pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.queries import recommendations_of, visits_of
from dure.web.bodies.words import VISIT, badge, names_of
from dure.web.tables import headers


def visit_row(one: Any) -> dict[str, Any]:
    """Return a visit as tables show it."""
    return {
        "day": one.visited_on or one.planned_on,
        "state": badge(VISIT, one.state),
        "purpose": one.purpose,
        "report": one.report,
        "open": one.state == "planned",
    }


def visit_part(who: SignedActor, application_id: int) -> dict[str, Any]:
    """Return the visits to an applicant that somebody may see, and the headers of their table."""
    return {
        "visits": [visit_row(one) for one in visits_of(who, application_id)],
        "visit_headers": headers(_("Day"), _("State"), _("Purpose of the visit"), _("What came of it")),
    }


def recommended(who: SignedActor, programme: str, merchant_id: int) -> list[dict[str, Any]]:
    """Return which associations recommend an applicant, and why."""
    rows = recommendations_of(who, programme, merchant_id)
    names = names_of({one.association for one in rows}) if rows else {}
    return [
        {"association": names.get(one.association, one.association), "reason": one.reason, "at": one.made_at}
        for one in rows
    ]
