"""What a simulation found, as values and as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dure.engine.law.published import law_version
from dure.engine.problems import Problem
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.values import Text
from dure.engine.screening.trial import Trial
from dure.engine.simulation.comparing import Comparison
from dure.engine.simulation.costs import FundCost, StageCost

FORMAT = 1
"""The version of the JSON."""


@dataclass(frozen=True, slots=True)
class People:
    """The population that was judged: a file's name, or the size and seed of a synthetic one."""

    name: str
    size: int | None = None
    seed: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One version of a programme over the population."""

    programme: str
    hash: str
    as_of: date
    trial: Trial
    stages: tuple[StageCost, ...]
    funds: tuple[FundCost, ...]
    texts: Mapping[str, Mapping[str, str]]
    """What the file calls itself (''), its rules, stages, benefits and funds (``rule.ID``), by language."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulation: this version, and where it was asked for the other and how they differ."""

    people: People
    now: Judged
    was: Judged | None = None
    comparison: Comparison | None = None
    warnings: tuple[Problem, ...] = ()
    """What should be known before the counts are believed."""


def texts_of(programme: Programme) -> dict[str, dict[str, str]]:
    """Return what a programme file calls itself and its parts, by language."""
    named: dict[str, Text] = {"": programme.title}
    named |= {f"rule.{rule.id}": rule.reason for rule in programme.eligibility}
    named |= {f"stage.{stage.id}": stage.title for stage in programme.stages}
    named |= {f"benefit.{benefit.id}": benefit.title for benefit in programme.benefits}
    named |= {f"fund.{fund.id}": fund.title for fund in programme.funds}
    return {name: {"ko": text.to("ko"), "en": text.to("en")} for name, text in named.items()}


def plain(found: Simulation) -> dict[str, Any]:
    """Return a simulation as JSON values: codes and counts, the same for the same input."""
    return {
        "format": FORMAT,
        "population": {**asdict(found.people), "on": found.people.on and found.people.on.isoformat()},
        "programme": _judged(found.now),
        "against": None if found.was is None else _judged(found.was),
        "comparison": None if found.comparison is None else _comparison(found.comparison),
        "warnings": [
            {"code": one.code, "message": one.message, "params": dict(one.params)} for one in found.warnings
        ],
    }


def _judged(one: Judged) -> dict[str, Any]:
    trial = one.trial
    return {
        "id": one.programme,
        "hash": one.hash,
        "as_of": one.as_of.isoformat(),
        "law": law_version(),
        "texts": {name: dict(text) for name, text in one.texts.items()},
        "whole": _counts(asdict(trial.whole)),
        "groups": {name: [asdict(c) for c in counts] for name, counts in trial.groups.items()},
        "rules": [asdict(effect) for effect in trial.rules],
        "fields": [asdict(effect) for effect in trial.fields],
        "asks": [asdict(asked) for asked in trial.asks],
        "stages": [
            {**asdict(stage), "low_won": stage.low_won, "high_won": stage.high_won} for stage in one.stages
        ],
        "funds": [asdict(fund) for fund in one.funds],
    }


def _counts(counts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in counts.items() if name != "group"}


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "moves": [
            {"was": was, "now": now, "merchants": count} for (was, now), count in sorted(found.moves.items())
        ],
        "gained": found.gained,
        "lost": found.lost,
        "groups": {name: [asdict(c) for c in changes] for name, changes in found.groups.items()},
        "lost_by": [{"rule": rule, "merchants": count} for rule, count in found.lost_by],
        "lost_unknown": [{"rule": rule, "merchants": count} for rule, count in found.lost_unknown],
        "lost_missing": [{"field": field, "merchants": count} for field, count in found.lost_missing],
        "gained_by": [{"rule": rule, "merchants": count} for rule, count in found.gained_by],
    }
