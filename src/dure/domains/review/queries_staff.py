"""The declarations of executors' staff (이해충돌 신고) as officers read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import StaffConflict, StaffDeclaration

STATES = ("conflict", "clear")


def declarations_in(
    actor: SignedActor, programme: str, *, state: str = "", executors: Collection[str] = (), email: str = ""
) -> QuerySet[StaffDeclaration]:
    """Return what staff of executors signed in a programme that an actor runs or supervises.

    ``state``: with a conflict or clear of any; else all. ``executors`` and a whole e-mail address narrow it,
    whichever fits; with neither it is everybody.
    """
    found = StaffDeclaration.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry"), programme=programme
    )
    if state in STATES:
        found = found.filter(conflicts__gt=0) if state == "conflict" else found.filter(conflicts=0)
    if executors or email:
        found = found.filter(Q(executor__in=list(executors)) | Q(user__email=email.lower()))
    return found


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """With which applicant somebody conflicts, and what kind it is."""

    application_no: str
    name: str
    relation: str


def conflicts_behind(
    actor: SignedActor, declarations: Collection[StaffDeclaration]
) -> dict[int, list[DeclaredConflict]]:
    """Return the conflicts that stand with applicants whom declarations were about, by declaration.

    Also one that came later, or by the applicant's request: what is shut to whoever signed. One query.
    """
    users = {one.user_id for one in declarations}
    cases = {case for one in declarations for case in one.seen}
    rows = (
        StaffConflict.objects.visible_to(actor)
        .filter(user_id__in=users, application_id__in=cases)
        .order_by("application__application_no", "pk")
        .values_list(
            "user_id", "application_id", "application__application_no", "application__name", "relation"
        )
    )
    found: dict[int, list[DeclaredConflict]] = defaultdict(list)
    held: dict[tuple[int, int], DeclaredConflict] = {
        (user, case): DeclaredConflict(number or "", name, relation)
        for user, case, number, name, relation in rows
    }
    for one in declarations:
        found[one.pk] = [held[one.user_id, case] for case in one.seen if (one.user_id, case) in held]
    return found
