"""What a draft was made from, where it was made here: the version before, and what became of its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.policies import allow_editing
from dure.domains.programmes.queries import version
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Source:
    """Which version a draft was made from, and how: the rules that are other than there, by their places."""

    version_id: int
    change: Literal["rule_added", "rule_changed", "rule_deleted", "rules_moved", "executors_agreed"]
    rules: str

    def details(self) -> dict[str, object]:
        """Return what the event of the draft says of it."""
        return {"from_version": self.version_id, self.change: self.rules}


def source_version(actor: SignedActor, version_id: int) -> ProgrammeVersion:
    """Return a version that an actor may change into a draft; raises NotAllowed, and Refused for none."""
    found = version(actor, version_id)
    if found is None:
        raise refuse("rule.no_version", msg("there is no such version"))
    allow_editing(actor, found.programme)
    return found
