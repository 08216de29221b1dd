"""What an association sees: its members, and of those who agreed where their applications stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.bodies.models import Affiliation, Recommendation
from dure.domains.bodies.reach import own_associations
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.queries_officer import named
from dure.domains.selection.models import HELD, Decision, Place


@dataclass(frozen=True, slots=True)
class Standing:
    """An application of a member: its state, and the newest decision on it that was published."""

    application: Application
    decision: Decision | None
    has_place: bool


def members(actor: SignedActor, association: str, words: str = "", state: str = "") -> QuerySet[Affiliation]:
    """Return the memberships of an association of the actor's.

    A name is known only of those who agreed: of the others the association has the number that it typed.
    """
    if association not in own_associations(actor):
        return Affiliation.objects.none()
    found = Affiliation.objects.visible_to(actor).filter(association=association)
    if state:
        found = found.filter(state=state)
    if words.strip():
        agreed = Affiliation.objects.filter(association=association, state="agreed")
        called = Merchant.objects.filter(named(words), pk__in=agreed.values("merchant_id"))
        found = found.filter(state="agreed", merchant_id__in=called.values("pk"))
    return found.select_related("merchant")


def member(actor: SignedActor, affiliation_id: int) -> Affiliation | None:
    """Return a membership of the actor's own associations, or None."""
    found = Affiliation.objects.visible_to(actor).filter(
        pk=affiliation_id, association__in=own_associations(actor)
    )
    return found.select_related("merchant").first()


def standings(of: Affiliation) -> list[Standing]:
    """Return where the applications of a member stand, the newest first; nothing of who did not agree.

    What was not handed in is nobody's business, and of decisions only those that were published count.
    """
    if of.state != "agreed":
        return []
    rows = list(
        Application.objects.filter(merchant_id=of.merchant_id, application_no__isnull=False)
        .exclude(state__in=("draft", "discarded"))
        .select_related("version")
        .only("pk", "application_no", "programme", "state", "submitted_at", "version__raw", "version__hash")
        .order_by("-pk")
    )
    ids = [one.pk for one in rows]
    newest: dict[int, Decision] = {}
    decided = Decision.objects.filter(application_id__in=ids, selection__state="published")
    for one in decided.select_related("selection").order_by("pk"):
        newest[one.application_id] = one
    places = Place.objects.filter(application_id__in=ids, state__in=HELD, selection__state="published")
    held = set(places.values_list("application_id", flat=True))
    return [Standing(one, newest.get(one.pk), one.pk in held) for one in rows]


def recommendations(of: Affiliation) -> list[Recommendation]:
    """Return the recommendations of an association for a member, the newest first."""
    found = Recommendation.objects.filter(association=of.association, merchant_id=of.merchant_id)
    return list(found.order_by("-pk"))
