"""A merchant matched with a consultant who may diagnose it, as both have said yes."""

from __future__ import annotations

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.diagnosing import with_forms
from tests.domains.matching import PROGRAMME, proposed, provider, seller
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.matching.models import Match
from dure.domains.matching.services.answer_match import answer_match

CONSULTANT = "consultant"
ADDRESS = "consultant@test.example"
PAIRING = """
pairings:
  - id: consultant
    title: {ko: 컨설턴트 매칭, en: Pairing with consultants}
    paired_with: consultant
    criteria:
      - {id: near, compares: region, points: 100, title: {ko: 가까운 곳, en: Nearness}}
"""


def proposed_to_consultant(
    count: int = 1, *changes: tuple[str, str]
) -> tuple[SignedActor, list[Application], Match]:
    """Return who acts for all merchants, their applications, and the match of the first of them.

    The consultant takes one merchant only, so that the others are nobody's.
    """
    owner = signed_up("owner@test.example")
    version = published(with_forms(*changes) + PAIRING.encode())
    rows = [
        application(merchant(n, owner=owner), version, n=n, state="accepted") for n in range(1, count + 1)
    ]
    provider(ADDRESS, kind=CONSULTANT, capacity=1)
    (one,) = proposed(CONSULTANT)
    return owner, rows, one


def consulted(
    count: int = 1, *changes: tuple[str, str]
) -> tuple[SignedActor, SignedActor, list[Application], Match]:
    """Return who acts for the merchants, the consultant, the applications, and the match that is made."""
    owner, rows, one = proposed_to_consultant(count, *changes)
    for who in (owner, seller(ADDRESS)):
        answer_match(actor=who, now=NOW, match_id=one.pk, yes=True)
    rows.sort(key=lambda row: row.pk != one.application_id)
    return owner, seller(ADDRESS), rows, Match.objects.get(pk=one.pk)


assert PROGRAMME == "tops-2025"
