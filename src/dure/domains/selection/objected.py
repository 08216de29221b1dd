"""What an objection is against: a decision of a selection, or a refusal at the document check (요건검토)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dure.domains.applications.refusals import nominators_of, took_part_in_check
from dure.domains.merchants.near import people_near
from dure.domains.programmes.objecting import OPEN as OPEN
from dure.domains.review.taking_part import kept_apart
from dure.domains.selection.models import Disqualification, Objection
from dure.domains.selection.stages import StageCase, case_of, first_case
from dure.domains.selection.taking_part import scored_at
from dure.engine.problems import msg, refuse

LIFTING = ("reopened", "accepted")
"""What a granted objection does to a refusal that stands."""


def objection_with_all(objection_id: int) -> Objection:
    """Return an objection with its application, and its decision where it has one."""
    found = Objection.objects.select_related("application", "decision__selection__version")
    return found.get(pk=objection_id)


def case_of_objection(objection: Objection) -> StageCase:
    """Return the stage that an objection is about, with the file whose rights count.

    For one against a refusal it is the stage that the document check leads to, of the published version.
    Raises Refused where no version is published.
    """
    if objection.decision is None:
        return first_case(objection.application.programme)
    return case_of(objection.decision.selection)


def deciders(objection: Objection) -> frozenset[int | None]:
    """Return who may not judge it: whoever decided, or has a part in what was decided on.

    Who acts or acted for the business or another of its owner, or has nominated it; who is in conflict with
    it, or was set aside at its request; who took part in its document check. Against a decision also who had
    a part in its score (``scored_at``), who proposed, confirmed or published the selection, and who had a
    hand in taking its place.
    """
    application_id = objection.application_id
    involved = {
        *took_part_in_check(application_id),
        *nominators_of(application_id),
        *people_near(objection.application.merchant_id),
        *kept_apart(application_id),
    }
    if objection.decision is None:
        return frozenset(involved | {objection.refused_by_id})
    selection = objection.decision.selection
    case = case_of(selection)
    taken = Disqualification.objects.filter(
        place__selection=selection, place__application_id=application_id
    ).values_list("proposed_by_id", "decided_by_id")
    return frozenset(
        {
            *involved,
            *scored_at(case.programme, case.stage, application_id),
            selection.proposed_by_id,
            selection.confirmed_by_id,
            selection.published_by_id,
            *(pk for pair in taken for pk in pair),
        }
        - {None}
    )


def refuse_involved(objection: Objection, officer_id: int | None) -> None:
    """Raise Refused for an officer who may not judge it (:func:`deciders`)."""
    if officer_id in deciders(objection):
        raise refuse(
            "objection.decided",
            msg("this officer took part in the decision: somebody else has to look at the objection"),
        )


def objections_to_refusals(application_id: int) -> list[Objection]:
    """Return the objections to refusals of an application at the document check, the newest first."""
    found = Objection.objects.filter(application_id=application_id, decision__isnull=True)
    return list(found.order_by("-pk"))


def judged_or_waiting(refused_at: datetime | None, against: Iterable[Objection]) -> bool:
    """Say whether a refusal was objected to; what was taken back, or lifted an earlier one, is none."""
    return any(
        one.refused_at == refused_at and one.state != "withdrawn" and one.effect not in LIFTING
        for one in against
    )
