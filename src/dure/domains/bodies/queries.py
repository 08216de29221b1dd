"""Memberships, recommendations and visits as merchants and officers read them."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.models import Affiliation as Affiliation
from dure.domains.bodies.models import CentreArea as CentreArea
from dure.domains.bodies.models import Recommendation as Recommendation
from dure.domains.bodies.models import Visit as Visit
from dure.domains.bodies.reach import own_associations as own_associations
from dure.domains.bodies.telling import organisations_called as organisations_called
from dure.domains.merchants.queries import merchants_of


def own_affiliations(actor: SignedActor) -> list[Affiliation]:
    """Return the memberships of the merchants that somebody acts for, those to answer first."""
    found = Affiliation.objects.visible_to(actor).filter(merchant_id__in=merchants_of(actor))
    rows = list(found.select_related("merchant").order_by("-pk"))
    return sorted(rows, key=lambda one: one.state != "open")


def own_affiliation(actor: SignedActor, affiliation_id: int) -> Affiliation | None:
    """Return one of them, or None."""
    return next((one for one in own_affiliations(actor) if one.pk == affiliation_id), None)


def own_recommendations(actor: SignedActor) -> list[Recommendation]:
    """Return the standing recommendations of the merchants that somebody acts for, the newest first."""
    found = Recommendation.objects.visible_to(actor).filter(merchant_id__in=merchants_of(actor), state="open")
    return list(found.select_related("merchant").order_by("-pk"))


def recommendations_of(actor: SignedActor, programme: str, merchant_id: int) -> list[Recommendation]:
    """Return the standing recommendations of a merchant for a programme that an actor may see."""
    found = Recommendation.objects.visible_to(actor).filter(
        programme=programme, merchant_id=merchant_id, state="open"
    )
    return list(found.order_by("pk"))


def visits_of(actor: SignedActor, application_id: int) -> list[Visit]:
    """Return the visits to an applicant that an actor may see, the newest first."""
    found = Visit.objects.visible_to(actor).filter(application_id=application_id)
    return list(found.order_by("-planned_on", "-pk"))


def area_of(actor: SignedActor, centre: str) -> CentreArea | None:
    """Return the area of a centre, or None where no officer has set it yet."""
    return CentreArea.objects.visible_to(actor).filter(centre=centre).first()
