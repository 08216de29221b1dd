"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

What merchants wrote that they seek, why sides declined or left, and the sides as rounds read them: wishes are
told there in words. Pairs, points and states stay, under the receipt number. A provider's profile is of no
programme: it has a time of its own (``keeping.py``, ``destroy_providers``).
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.matching.models import Match, MatchRound, PairRule, Wish


def files(programme: str) -> list[UUID]:  # noqa: ARG001  as the others have it
    """Return nothing: this subject keeps no files."""
    return []


def count(programme: str) -> dict[str, int]:
    """Return how many matches and wishes tell of persons in words."""
    return {"matches": len(_matches(programme)), "wishes": len(_wishes(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty words, within the act; inputs of rounds go whole."""
    matches, wishes = _matches(programme), _wishes(programme)
    MatchRound.objects.filter(programme=programme).exclude(inputs={}).update(inputs={})
    Match.objects.filter(pk__in=matches).update(reason="", hand_reason="", parts=[])
    Wish.objects.filter(pk__in=wishes).update(text="", changed_at=this.now)
    rules = list(PairRule.objects.filter(programme=programme).exclude(reason="").values_list("pk", flat=True))
    PairRule.objects.filter(pk__in=rules).update(reason="")
    forget_history(this, Match, matches)
    forget_history(this, PairRule, rules)
    return {"matches": len(matches), "wishes": len(wishes)}


def _matches(programme: str) -> list[int]:
    found = Match.objects.filter(programme=programme).exclude(Q(reason="") & Q(hand_reason="") & Q(parts=[]))
    return list(found.order_by("pk").values_list("pk", flat=True))


def _wishes(programme: str) -> list[int]:
    found = Wish.objects.filter(application__programme=programme).exclude(text="")
    return list(found.order_by("pk").values_list("pk", flat=True))
