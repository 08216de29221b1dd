"""A call for executors as the published programme file has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Proposal
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import calls, loaded, published_version
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.executor_calls import ExecutorCall
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage


@dataclass(frozen=True, slots=True)
class CallCase:
    """The call of a programme, and the version of the file that it stands in."""

    version: ProgrammeVersion
    programme: Programme
    call: ExecutorCall

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages whose places are on offer."""
        return stages_of(self.programme)

    def state(self, now: datetime) -> Literal["planned", "open", "closed"]:
        """Return where the window stands at an instant; half open, as all periods."""
        if now < self.call.window.opens_at:
            return "planned"
        return "open" if now < self.call.window.closes_at else "closed"


def stages_of(programme: Programme) -> tuple[Stage, ...]:
    """Return the stages that executors have places at."""
    return tuple(stage for stage in programme.stages if stage.is_by_executor)


def call_case(programme: str) -> CallCase | None:
    """Return the call of a published programme, or None where it makes none."""
    version = published_version(programme)
    file = None if version is None else loaded(version).programme
    if version is None or file is None or file.executor_call is None:
        return None
    return CallCase(version, file, file.executor_call)


def known_call(programme: str) -> CallCase:
    """Return the call of a published programme; raises Refused where it makes none."""
    return _known(call_case(programme))


def kept_case(programme: str) -> CallCase | None:
    """Return the call of a published programme, or the one that firms answered where it is gone."""
    found = call_case(programme)
    if found is not None:
        return found
    version = published_version(programme)
    file = None if version is None else loaded(version).programme
    judged = _judged(programme)
    if version is None or file is None or judged is None:
        return None
    return CallCase(version, file, judged.call)


def kept_call(programme: str) -> CallCase:
    """Return what :func:`kept_case` does; raises Refused where nothing was called for, nor is."""
    return _known(kept_case(programme))


def judged_call(programme: str) -> CallCase:
    """Return the call by which proposals are judged: as published when the first was handed in.

    Before that, as it is published. Raises Refused where there is none.
    """
    return _judged(programme) or known_call(programme)


def _judged(programme: str) -> CallCase | None:
    first = (
        Proposal.objects.filter(programme=programme, submitted_at__isnull=False)
        .order_by("submitted_at", "pk")
        .values_list("submitted_at", flat=True)
        .first()
    )
    if first is None:
        return None
    then = ProgrammeVersion.objects.filter(programme=programme, published_at__lte=first)
    version = then.order_by("-published_at", "-pk").first()
    file = None if version is None else loaded(version).programme
    if version is None or file is None or file.executor_call is None:
        return None
    return CallCase(version, file, file.executor_call)


def _known(found: CallCase | None) -> CallCase:
    if found is None:
        raise refuse("proposal.no_call", msg("this programme calls for no executors"))
    return found


def all_calls(actor: SignedActor) -> list[CallCase]:
    """Return the calls of all published programmes, those that close last first."""
    programmes = calls(actor).values_list("programme", flat=True)
    found = [case for programme in programmes if (case := call_case(programme)) is not None]
    return sorted(found, key=lambda case: case.call.window.closes_at, reverse=True)
