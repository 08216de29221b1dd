"""What simulations of the service share: which versions are judged."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded, published_version, version
from dure.engine.problems import msg, refuse
from dure.files.simulating import Asked

MOST_SYNTHETIC = 1_000_000
"""So many merchants a synthetic population of the service has at most; the command line draws more."""


def versions_asked(
    actor: SignedActor, version_id: int, compare: bool
) -> tuple[ProgrammeVersion, ProgrammeVersion | None]:
    """Return the version to simulate, and the published one that it is compared with, where there is another.

    Raises Refused where there is no such version.
    """
    found = version(actor, version_id)
    if found is None:
        raise refuse("simulation.unknown", msg("there is no such version"))
    other = published_version(found.programme) if compare else None
    return found, other if other is not None and other.pk != found.pk else None


def asked_of(found: ProgrammeVersion, other: ProgrammeVersion | None) -> Asked:
    """Return what the engine is asked."""
    return Asked(loaded(found), None if other is None else loaded(other))
