"""Who may do what for associations and regional centres."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.bodies.reach import own_associations, own_centres


def allow_association(actor: SignedActor, association: str) -> None:
    """Raise NotAllowed for everybody but the staff of an association."""
    if association not in own_associations(actor):
        raise NotAllowed


def allow_centre(actor: SignedActor, centre: str, programme: str) -> None:
    """Raise NotAllowed for everybody but the staff of a centre who work for a programme."""
    if centre not in own_centres(actor, programme):
        raise NotAllowed


def may_set_area(actor: SignedActor) -> bool:
    """Officers whose role is for all programmes: a centre belongs to none."""
    return actor.may_in("", "officer")
