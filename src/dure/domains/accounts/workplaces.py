"""For whom people act, without saying who they are: what may be told of those who looked at data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from dure.domains.accounts.models import Membership


def workplaces(user_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Return the names (Korean, English) of the organisations in which each user holds or held a role."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = (
        Membership.objects.filter(user_id__in=user_ids)
        .order_by("user_id", "organisation_id")
        .values_list("user_id", "organisation__name_ko", "organisation__name_en")
        .distinct()
    )
    for user_id, ko, en in rows:
        found[user_id].append((ko, en))
    return dict(found)
