"""Pairings of published programmes, opened once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dure.domains.accounts.actors import SYSTEM
from dure.domains.matching.models import MatchRound
from dure.domains.programmes.queries import (
    Call,
    ProgrammeVersion,
    call,
    call_state,
    loaded,
    loaded_from,
)
from dure.engine.pairing.opening import OpenPairing, open_pairings
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Case:
    """A pairing of a published programme."""

    called: Call
    opened: OpenPairing

    @property
    def programme(self) -> str:
        return self.called.version.programme

    @property
    def pairing(self) -> str:
        return self.opened.pairing.id

    @property
    def by_executors(self) -> bool:
        """Say whether each executor runs the rounds for those placed with it."""
        return self.opened.pairing.run_by == "executor"

    @property
    def asks(self) -> tuple[str, ...]:
        """Return which sides are asked: ``merchant``, ``provider``, both or none."""
        return {"both_agree": ("merchant", "provider"), "provider": ("provider",)}.get(
            self.opened.pairing.by, ()
        )


def pairings_of(version: ProgrammeVersion) -> Mapping[str, OpenPairing]:
    """Return the pairings of a version's file by id, in its order."""
    return _opened(bytes(version.raw))


@lru_cache(maxsize=64)
def _opened(raw: bytes) -> Mapping[str, OpenPairing]:
    return open_pairings(loaded_from(raw).programme)


def case_of(programme: str, pairing: str, now: datetime) -> Case | None:
    """Return a pairing of a published programme, or None."""
    called = call(SYSTEM, now, programme)
    opened = pairings_of(called.version).get(pairing) if called else None
    return Case(called, opened) if called and opened else None


def case_or_refused(programme: str, pairing: str, now: datetime) -> Case:
    """Return a pairing of a published programme; raises Refused where there is none."""
    found = case_of(programme, pairing, now)
    if found is None:
        raise refuse("matching.pairing", msg("this programme has no such matching"))
    return found


def refuse_where_others_run(case: Case, executor: str) -> None:
    """Raise Refused where a round of an executor, or of the agency (empty), is not the file's."""
    known = {one.id for one in case.called.loaded.programme.executors}
    if case.by_executors and executor not in known:
        raise refuse("matching.runs", msg("each executor runs this matching for those placed with it"))
    if executor and not case.by_executors:
        raise refuse("matching.runs", msg("the agency runs this matching for everybody"))


def case_of_round(of: MatchRound, now: datetime) -> Case:
    """Return the pairing as the version has it by which a round was planned: what was made goes by that.

    A later version may have no such pairing any more; matches that were made by an earlier one go on.
    """
    called = Call(of.version, loaded(of.version), call_state(of.version, now))
    return Case(called, pairings_of(of.version)[of.pairing])
