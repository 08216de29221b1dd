"""Who may do what with organisations, roles and invitations."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.models import COLLEAGUES, Membership, Organisation, Role
from dure.domains.accounts.refusals import NotAllowed


def allow_service_alone(actor: SignedActor) -> None:
    """Raise NotAllowed to people: what the clock does is the service's alone."""
    if actor is not SYSTEM:
        raise NotAllowed


def may_manage(actor: SignedActor) -> bool:
    """Officers whose role is for all programmes, and the service itself."""
    return actor is SYSTEM or actor.may_in("", Role.OFFICER)


def allow_managing(actor: SignedActor) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_manage(actor):
        raise NotAllowed


def may_staff(actor: SignedActor, organisation: Organisation, programme: str = "", role: str = "") -> bool:
    """Say whether somebody may invite to a role in an organisation and end it there; no role: to any of them.

    The staff of executors, associations and centres may in their own, to their own role alone, for no more
    programmes than they have themselves. Reviewers of an association or centre stay officers' choice.
    """
    colleague = COLLEAGUES.get(organisation.kind, "")
    own = role in ("", colleague) and actor.holds(colleague, organisation.code, programme)
    return own or may_manage(actor)


def may_take_off_second_factor(actor: SignedActor, user_id: int, now: datetime) -> bool:
    """Say whether somebody may take the second factor off an account: never off one's own.

    Officers for all programmes may, and whoever may staff every organisation where the person holds a role.
    """
    if actor.user_id is None or actor.user_id == user_id:
        return False
    if may_manage(actor):
        return True
    held = list(Membership.objects.in_force(now).filter(user_id=user_id).select_related("organisation"))
    return bool(held) and all(may_staff(actor, one.organisation, one.programme, one.role) for one in held)


def may_end(actor: SignedActor, membership: Membership) -> bool:
    """Say whether somebody may end a role: whoever may give it, whoever holds it, whoever passed it on."""
    holders = {membership.user_id}
    if membership.delegated_by is not None:
        holders.add(membership.delegated_by.user_id)
    return actor.user_id in holders or may_staff(
        actor, membership.organisation, membership.programme, membership.role
    )
