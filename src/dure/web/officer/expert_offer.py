"""Which experts a page offers: at most fifty, found by a search, and whoever was chosen already."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from dure.domains.applications.queries_own import Application
from dure.domains.diagnosis import queries_officer as diagnosis
from dure.domains.diagnosis.queries_officer import Expert
from dure.web.actors import asked_at
from dure.web.templatetags.amounts import count

MOST_OFFERED = 50
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """The experts of a page, and what its search says."""

    experts: list[Expert]
    words: str
    number: int

    @property
    def is_searched(self) -> bool:
        """Say whether there is a search: where not all fit, or where something was looked for."""
        return bool(self.words) or self.is_cut

    @property
    def is_cut(self) -> bool:
        """Say whether there are more than are offered."""
        return self.number > MOST_OFFERED

    @property
    def found(self) -> str:
        """Return how many there are, in words."""
        return count(self.number)

    @property
    def most(self) -> int:
        """Return how many are offered at most."""
        return MOST_OFFERED


def offer(request: HttpRequest, programme: str, name: str, application: Application | None = None) -> Offer:
    """Return the experts that a page offers, of one application only where it is told.

    Whoever a form sent as ``name`` is among them.
    """
    words, now = request.GET.get("who", "").strip()[:LONGEST], asked_at(request)
    experts, number = diagnosis.experts_offered(programme, now, words, MOST_OFFERED, application)
    sent = [
        int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 19
    ]
    missing = set(sent) - {one.user_id for one in experts}
    if missing:
        experts += [
            one
            for one in diagnosis.experts_of(programme, now, missing)
            if application is None or one.may(application)
        ]
    return Offer(experts, words, number)
