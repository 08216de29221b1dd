"""What each kind of entry asks of Dure, and whether this version runs it: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dure.engine.entries.models import Council, Data, Evidence
from dure.engine.problems import msg


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that the entries of a kind ask for."""

    id: str
    title: str
    kind: str
    runs: bool


_TABLE = (
    Ability("association_role", msg("the role of an association"), "council", False),
    Ability("case_collection", msg("collection of cases"), "council", False),
    Ability("case_review", msg("review of cases"), "council", False),
    Ability("case_publication", msg("publication of cases"), "council", False),
    Ability("data_intake", msg("intake of data from platforms"), "data", False),
    Ability("in_kind_value", msg("value of what is given in kind"), "data", False),
    Ability("area_statistics", msg("statistics of areas"), "data", False),
    Ability("disclosure_control", msg("protection of single businesses in statistics"), "data", False),
    Ability("comparison", msg("comparison with a group alike"), "evidence", False),
    Ability("survival", msg("survival of businesses"), "evidence", False),
    Ability("claim_check", msg("check of a published figure"), "evidence", False),
)

ABILITIES: Mapping[str, Ability] = MappingProxyType({ability.id: ability for ability in _TABLE})


def unmet_needs(entry: Council | Data | Evidence) -> tuple[str, ...]:
    """Return the ids of what an entry's kind asks for and this version does not run."""
    return tuple(ability.id for ability in _TABLE if ability.kind == entry.kind and not ability.runs)
