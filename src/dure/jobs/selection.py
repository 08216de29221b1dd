"""Selection by the clock: hashes of seeds, places that lapse or were withdrawn from, marks of their logs."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.release_withdrawn import release_withdrawn
from dure.domains.selection.services.remind_places import remind_places
from dure.jobs.app import every
from dure.settings.clock import now


@every("*/10 * * * *", "selection.commit_seeds")
def commit() -> None:
    """Publish the hash of the first stage's seed of calls that have closed."""
    commit_seeds(actor=SYSTEM, now=now())


@every("3-59/10 * * * *", "selection.lapse_places")
def lapse() -> None:
    """Give on the places that were not taken in time."""
    lapse_places(actor=SYSTEM, now=now())


@every("0 0 * * *", "selection.remind_places")
def remind() -> None:
    """Remind of places that lapse soon, at nine in Seoul."""
    remind_places(actor=SYSTEM, now=now())


@every("6-59/10 * * * *", "selection.release_withdrawn")
def release() -> None:
    """Give on the places of applications that were withdrawn."""
    release_withdrawn(actor=SYSTEM, now=now())


@every("8-59/10 * * * *", "selection.mark_movements")
def mark() -> None:
    """Note where the public logs of places stand, so that pages need not read all of them."""
    mark_movements(actor=SYSTEM, now=now())
