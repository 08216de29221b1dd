"""Who may open the pages of associations and regional centres."""

from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.rows import SIGNED_IN, only

_DESK = "/centre/tops-2025@gangwon-centre/"


def _redirected(role: str) -> dict[str, int]:
    """Return the row of a desk that leads on to the one association."""
    return {**only(role), role: 302}


ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "association_home": ("/association/", _redirected("association")),
    "association": ("/association/shop-guild/", only("association")),
    "association_member": ("/association/members/{affiliation}/", only("association")),
    "my_associations": ("/my/associations/", SIGNED_IN),
    "centre_home": ("/centre/", only("centre")),
    "centre_applicants": (_DESK + "applicants/", only("centre")),
    "centre_applicant": (_DESK + "applicants/{application}/", only("centre")),
    "centre_reveal": (_DESK + "applicants/{application}/contacts/", only("centre", code=405)),
    "centre_visits": (_DESK + "visits/", only("centre")),
    "centre_visit": (_DESK + "visits/{centre_visit}/", only("centre")),
    "organisation_region": ("/organisations/{centre}/region/", only("officer")),
}


def world(made: dict[str, Any]) -> None:
    """Add a member who agreed and is recommended, the region of a centre, and a visit."""
    from dure.domains.accounts.models import Organisation
    from dure.domains.bodies.models import Affiliation, CentreArea, Recommendation, Visit

    made["affiliation"] = Affiliation.objects.create(
        association="shop-guild", merchant_id=made["merchant"], state="agreed", asked_at=NOW,
        answered_by_id=made["actors"]["merchant"].user_id, answered_at=NOW,
    ).pk  # fmt: skip
    Recommendation.objects.create(
        association="shop-guild",
        programme="tops-2025",
        merchant_id=made["merchant"],
        reason="왜",
        made_at=NOW,
    )
    CentreArea.objects.create(centre="gangwon-centre", regions=["51"], changed_at=NOW)
    made["centre"] = Organisation.objects.get(code="gangwon-centre").pk
    made["centre_visit"] = Visit.objects.create(
        centre="gangwon-centre", programme="tops-2025", application_id=made["application"],
        planned_on=NOW.date(), purpose="왜", planned_at=NOW,
    ).pk  # fmt: skip
