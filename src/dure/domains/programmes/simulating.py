"""What simulations of the service share: which versions are judged."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded, version
from dure.engine.problems import msg, refuse
from dure.files.simulating import Asked

MOST_SYNTHETIC = 1_000_000
"""So many merchants a synthetic population of the service has at most; the command line draws more."""


def versions_asked(
    actor: SignedActor, version_id: int, against_id: int | None
) -> tuple[ProgrammeVersion, ProgrammeVersion | None]:
    """Return the version to simulate, and the one of the same programme that it is compared with, if any.

    Raises Refused where there is no such version, or the other one is none of its programme's others.
    """
    found = version(actor, version_id)
    if found is None:
        raise refuse("simulation.unknown", msg("there is no such version"))
    if against_id is None:
        return found, None
    other = version(actor, against_id)
    if other is None or other.programme != found.programme or other.pk == found.pk:
        raise refuse(
            "simulation.against", msg("choose another version of the same programme to compare with")
        )
    return found, other


def asked_of(found: ProgrammeVersion, other: ProgrammeVersion | None) -> Asked:
    """Return what the engine is asked."""
    return Asked(loaded(found), None if other is None else loaded(other))
