"""What an objection is against: a decision of a selection, or a refusal at the document check (요건검토)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dure.domains.applications.refusals import took_part_in_check
from dure.domains.selection.models import Objection
from dure.domains.selection.stages import StageCase, case_of, first_case

OPEN = ("filed", "assigned")
"""States of an objection that waits for an answer."""
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
    """Return who may not judge it: who proposed or confirmed, or took part in the document check."""
    if objection.decision is None:
        return took_part_in_check(objection.application_id) | {objection.refused_by_id}
    selection = objection.decision.selection
    return frozenset({selection.proposed_by_id, selection.confirmed_by_id})


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
