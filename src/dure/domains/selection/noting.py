"""Who may note that somebody has accepted a place: officers, and staff of the executor that selected them."""

from __future__ import annotations

from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.nominating import members_of
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.selection.models import Place
from dure.domains.selection.policies import may_select, refuse_own_business
from dure.engine.problems import msg, refuse


def place_to_note(actor: SignedActor, *, programme: str, executor: str, application_id: int) -> Place | None:
    """Return the place last given to an applicant of an executor, for its staff; None where there is none."""
    return (
        Place.objects.filter(_of_own_executor(actor), programme=programme, executor=executor)
        .filter(application_id=application_id)
        .select_related("selection__version", "application")
        .order_by("-pk")
        .first()
    )


def answers_itself(place: Place) -> bool:
    """Say whether somebody acts in the service for the merchant of a place."""
    return bool(members_of(place.application.merchant_id).exists())


def allow_noting(actor: SignedActor, place: Place) -> None:
    """Raise NotAllowed for everybody but officers and the executor's staff.

    Raises Refused for a business near to the officer, and for staff where the applicant has an account.
    """
    if may_select(actor, place.programme):
        refuse_own_business(actor, place.programme)
        return
    if not Place.objects.filter(_of_own_executor(actor), pk=place.pk).exists():
        raise NotAllowed
    if answers_itself(place):
        raise refuse(
            "place.has_account",
            msg("somebody acts for this business here, and answers on the page of the application"),
        )


def _of_own_executor(actor: SignedActor) -> Q:
    return staff_reach(actor, "executor__in", "application_id", "application__merchant_id")
