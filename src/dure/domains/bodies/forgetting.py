"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Why members were recommended, what visits were for and what came of them. That there was a visit, and when,
stays under the receipt number. A membership is of no programme and holds no words: it goes with the merchant.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.bodies.models import Recommendation, Visit
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history


def files(programme: str) -> list[UUID]:  # noqa: ARG001  as the others have it
    """Return nothing: this subject keeps no files."""
    return []


def count(programme: str) -> dict[str, int]:
    """Return how many recommendations and visits tell of persons in words."""
    return {"recommendations": len(_recommendations(programme)), "visits": len(_visits(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty the words, and what was kept of their changes, within the act."""
    recommendations, visits = _recommendations(programme), _visits(programme)
    Recommendation.objects.filter(pk__in=recommendations).update(reason="")
    Visit.objects.filter(pk__in=visits).update(purpose="", report="")
    forget_history(this, Recommendation, recommendations)
    forget_history(this, Visit, visits)
    return {"recommendations": len(recommendations), "visits": len(visits)}


def _recommendations(programme: str) -> list[int]:
    found = Recommendation.objects.filter(programme=programme).exclude(reason="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def _visits(programme: str) -> list[int]:
    found = Visit.objects.filter(programme=programme).exclude(Q(purpose="") & Q(report=""))
    return list(found.order_by("pk").values_list("pk", flat=True))
