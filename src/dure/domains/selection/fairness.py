"""The decisions of a stage counted by group, in the database: took part, selected, scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet, Value

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_officer import Wanted, applicants
from dure.domains.selection.models import Decision, Selection
from dure.domains.selection.stages import StageCase
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.binding import Occasion
from dure.engine.screening.groups import COLUMNS, DIMENSIONS, group_sql, in_order
from dure.engine.statistics.fairness import Fairness, GroupCount, fairness

_TYPES = {"region": "text", "ksic": "text", "owner_female": "boolean"}


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a group as they were decided on, in thousandths; None where nobody has one."""

    mean: float | None
    spread: float | None
    """The standard deviation of the sample; None below two scores."""


@dataclass(frozen=True, slots=True)
class StageFairness:
    """One stage: by dimension its groups, and by dimension and group their scores."""

    dimensions: Mapping[str, Fairness]
    scores: Mapping[tuple[str, str], Scores]


def stage_fairness(actor: SignedActor, selection: Selection, case: StageCase) -> StageFairness:
    """Return how the groups of a stage came out, of the decisions that an actor may see; one query.

    Groups are made of the facts as they were handed in. A score is the one that decided: where the place was
    given, or at the first choice.
    """
    counts: dict[str, list[GroupCount]] = defaultdict(list)
    scores: dict[tuple[str, str], Scores] = {}
    for dimension, group, entered, selected, mean, spread in _counted(actor, selection, case):
        counts[dimension].append(GroupCount(group, entered, selected))
        scores[dimension, group] = Scores(mean, spread)
    found = {
        dimension: fairness(sorted(counts[dimension], key=lambda one: in_order(dimension, one.group)))
        for dimension in DIMENSIONS
        if counts[dimension]
    }
    return StageFairness(found, scores)


def decisions_seen(actor: SignedActor, selection: Selection) -> int:
    """Return how many decisions of a selection an actor may see: what counting the groups goes through."""
    return Decision.objects.visible_to(actor).filter(selection=selection).order_by().count()


def received_mix(
    actor: SignedActor, programme: Programme, on: date, now: datetime
) -> Mapping[str, Mapping[str, int]]:
    """Return how many of each group handed an application in, by dimension; one query.

    With them the report begins: who is refused at the check of documents, or withdraws, is in no stage.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    found = applicants(actor, programme.id, Wanted(), on=on, now=now).select_related(None).order_by()
    some = found.values(application_id=F("pk"), decision=Value(""), score=Value(None, BigIntegerField()))
    for dimension, group, number, *_others in _by_group(some, programme):
        counts[dimension][group] = number
    return {
        name: dict(sorted(counts[name].items(), key=lambda one: in_order(name, one[0])))
        for name in DIMENSIONS
        if counts[name]
    }


def _counted(
    actor: SignedActor, selection: Selection, case: StageCase
) -> Sequence[tuple[str, str, int, int, float | None, float | None]]:
    some = Decision.objects.visible_to(actor).filter(selection=selection).order_by()
    return _by_group(some.values("application_id", "decision", "score"), case.programme)


def _by_group(
    some: QuerySet[Any, Any], programme: Programme
) -> Sequence[tuple[str, str, int, int, float | None, float | None]]:
    """Return the counts and scores of rows of (application_id, decision, score), by dimension and group."""
    occasion = Occasion(programme.reference_day, programme.opens_on)
    facts = ", ".join(
        f"(a.facts->>'{name}')::{_TYPES.get(name, 'double precision')} AS {name}" for name in COLUMNS.values()
    )
    groups = ", ".join(f"{group_sql(name, occasion)} AS {name}" for name in DIMENSIONS)
    which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in DIMENSIONS)
    decided, parameters = some.query.sql_with_params()
    # Materialised: each fact is taken out of its record once, not once for every case of a group.
    query = f"""
        WITH decided (application_id, decision, score) AS ({decided}),
        facts AS MATERIALIZED (
            SELECT d.decision, d.score::bigint AS score, {facts} FROM decided AS d
            JOIN applications_application AS a ON a.id = d.application_id
        ),
        grouped AS MATERIALIZED (SELECT decision, score, {groups.replace("%", "%%")} FROM facts)
        SELECT CASE {which} END, coalesce({", ".join(DIMENSIONS)}), count(*),
            count(*) FILTER (WHERE decision = 'selected'), avg(score)::double precision,
            stddev_samp(score)::double precision
        FROM grouped GROUP BY GROUPING SETS ({", ".join(f"({name})" for name in DIMENSIONS)})
    """
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
