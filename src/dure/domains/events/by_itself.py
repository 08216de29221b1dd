"""Acts that the service does by itself, by the clock."""

from __future__ import annotations

from dure.domains.events.act import Actor


def refuse_people(actor: Actor) -> None:
    """Raise PermissionError for whoever has signed in, in whatever role."""
    if actor.user_id is not None:
        raise PermissionError("the service does this by itself")
