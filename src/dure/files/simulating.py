"""A simulation on a file of merchants, or on a synthetic population that is drawn for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from dure.engine.problems import Problem
from dure.engine.profile.fields import PROFILE_COLUMNS, Field
from dure.engine.programme import LoadedProgramme
from dure.engine.programme.books import eligibility_book
from dure.engine.screening import Rulebook, screening_query
from dure.engine.screening.groups import COLUMNS, DIMENSIONS
from dure.engine.screening.trial import Trial
from dure.engine.simulation import (
    Judged,
    People,
    Simulation,
    compared_relation,
    comparison_of,
    comparison_queries,
    groups_apply,
    stage_costs,
    texts_of,
)
from dure.engine.simulation.comparing import others_rows
from dure.files.columns_told import columns_told
from dure.files.merchants import ProfileRelation, read_profiles, refuse_bad_cells
from dure.files.populating import Population, write_population_file
from dure.files.reading import open_table
from dure.files.session import Percent, Session, open_session
from dure.files.settled import settled_columns
from dure.files.trying import trial_in


@dataclass(frozen=True, slots=True)
class Asked:
    """What is simulated: a programme, the version it is compared with, and the day (None: the file's own)."""

    programme: LoadedProgramme
    against: LoadedProgramme | None = None
    as_of: date | None = None


STEPS = ("reading", "checking", "judging", "counting")
OnStep: TypeAlias = Callable[[str, Percent], None]
"""Told each of :data:`STEPS` as it begins, and whom to ask how far it is."""


def _untold(step: str, percent: Percent) -> None:
    """Tell nobody."""


def simulate_file(
    asked: Asked, merchants: Path, name: str | None = None, *, on_step: OnStep = _untold
) -> Simulation:
    """Return the simulation on a file of merchants; raises Refused as screening does."""
    return _simulate(asked, merchants, People(name or merchants.name), trusted=False, on_step=on_step)


def simulate_synthetic(
    asked: Asked,
    size: int,
    seed: int,
    *,
    told: Callable[[int, int], None] = lambda done, size: None,
    on_step: OnStep = _untold,
) -> Simulation:
    """Draw a synthetic population as of the programme's reference day, and return the simulation on it."""
    population = Population(size, seed, asked.as_of or asked.programme.programme.reference_day)
    with TemporaryDirectory(prefix="dure-") as folder:
        path = Path(folder) / "population.parquet"
        write_population_file(population, path, told=told)
        return _simulate(asked, path, People("", size, seed, population.on), trusted=True, on_step=on_step)


def _simulate(asked: Asked, merchants: Path, people: People, *, trusted: bool, on_step: OnStep) -> Simulation:
    book = _book(asked.programme, asked.as_of)
    other = None if asked.against is None else _book(asked.against, asked.as_of)
    with open_session([merchants]) as session:
        on_step("reading", session.percent)
        beside = {field.name: field for one in (other, book) if one is not None for field in one.beside()}
        fields = (*PROFILE_COLUMNS, *beside.values())
        table = open_table(session, merchants)
        on_step("checking", session.percent)
        # Groups are made of codes and numbers, which are looked at whole in any case.
        compared = book.compared() | (other.compared() if other else frozenset())
        settled = settled_columns(session, table, fields, compared)
        profiles = read_profiles(table, fields, settled=settled)
        if not trusted:
            refuse_bad_cells(session, profiles)
        read = {field.name: field for one in (book, *([other] if other else [])) for field in one.columns()}
        warnings = (
            *groups_apply(asked.programme.programme),
            *_told(session, profiles, read.values(), trusted=trusted),
        )
        on_step("judging", session.percent)
        typed = profiles.typed([], all_good=True)
        kept = list(COLUMNS.values())
        query = screening_query(book, typed, kept) if other is None else compared_relation(book, other, typed)
        judged = session.stage(query)
        on_step("counting", session.percent)
        now = _judged(asked.programme, book, trial_in(session, book, judged, DIMENSIONS))
        if asked.against is None or other is None:
            return Simulation(people, now, warnings=warnings)
        was = _judged(asked.against, other, trial_in(session, other, others_rows(judged), DIMENSIONS))
        queries = comparison_queries(book, judged)
        comparison = comparison_of({name: session.rows(sql) for name, sql in queries.items()})
        return Simulation(people, now, was, comparison, warnings)


def _told(
    session: Session, profiles: ProfileRelation, read: Iterable[Field], *, trusted: bool
) -> list[Problem]:
    """Return what is told of a file's columns; a synthetic population has what it has."""
    told = [] if trusted else columns_told(session, profiles, read)
    return [problem for problem in told if problem.severity == "warning"]


def _book(loaded: LoadedProgramme, as_of: date | None) -> Rulebook:
    return eligibility_book(loaded.programme, as_of)


def _judged(loaded: LoadedProgramme, book: Rulebook, trial: Trial) -> Judged:
    stages, funds = stage_costs(loaded.programme, trial.whole)
    texts = texts_of(loaded.programme)
    return Judged(loaded.programme.id, loaded.hash, book.occasion.as_of, trial, stages, funds, texts)
