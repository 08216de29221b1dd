"""An association with its members, and a regional centre with its region and visits."""

from __future__ import annotations

from tests.domains.builders import business_number, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.bodies.services.answer_affiliation import answer_affiliation
from dure.domains.bodies.services.ask_affiliation import ask_affiliation
from dure.domains.bodies.services.plan_visit import plan_visit
from dure.domains.bodies.services.set_centre_area import set_centre_area
from dure.engine.law.deadlines import day_of

ASSOCIATION, CENTRE = "shop-guild", "gangwon-centre"


def association(code: str = ASSOCIATION) -> SignedActor:
    """Return somebody of an association's staff."""
    return person("association_staff", email=f"{code}@test.example", kind="association", code=code)


def centre(code: str = CENTRE) -> SignedActor:
    """Return somebody of a regional centre's staff."""
    return person("centre_staff", email=f"{code}@test.example", kind="centre", code=code)


def affiliated(n: int) -> int:
    """Return the id of a membership that the n-th merchant was asked for."""
    return ask_affiliation(
        actor=association(), now=NOW, association=ASSOCIATION, business_no=business_number(n)
    )


def agreed(n: int, email: str) -> int:
    """Return the id of a membership to which somebody agreed for the n-th merchant."""
    one = affiliated(n)
    answer_affiliation(actor=signed_up(email), now=NOW, affiliation_id=one, yes=True)
    return one


def area(*regions: str) -> None:
    """Let the centre work for Gangwon, or for some regions."""
    set_centre_area(
        actor=person(), now=NOW, centre=CENTRE, regions=list(regions) or ["51"], reason="관할 지정"
    )


def planned() -> int:
    """Return the id of a visit to the one application that was handed in."""
    who = centre()
    area()
    return plan_visit(
        actor=who, now=NOW, centre=CENTRE, planned_on=day_of(NOW), purpose="매장 확인",
        application_id=Application.objects.get(application_no__isnull=False).pk,
    )  # fmt: skip
