"""A file of applications at a stage: numbers, choices, scores, and who qualifies for which set-aside.

Traits come from ``trait.ID`` columns where the file has them, else from the rules of the programme file
over the profile columns that the file brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.fields import Field, Kind
from dure.engine.programme.books import stage_book
from dure.engine.programme.models.programme import Programme
from dure.engine.review.of_rounds import standings
from dure.engine.review.of_stage import read_reviews, scores_of_stage
from dure.engine.rules.sql import Projections, SqlWriter, quoted
from dure.engine.screening.rulebook import BoundRule
from dure.engine.selection.mixing import PANEL
from dure.engine.selection.plan import Application, StagePlan, counting, score_text
from dure.engine.selection.stages import stage_named
from dure.engine.verification.checker import Columns
from dure.files.headers import missing_column
from dure.files.merchants import ProfileRelation, read_profiles, refuse_bad_cells
from dure.files.ordering import (
    Ordering,
    Query,
    Standing,
    choices_in,
    open_ordering,
    published_cells,
    refuse_other_scores,
    standing_of,
)
from dure.files.session import Session
from dure.files.table import Table

TRAIT = "trait."
SCORE = "score."
REVIEWS = "reviews"
LACKING = "documents_lacking"
"""Which of the documents that a stage asks for were not there or not accepted: ``plan;consents``."""


def review_columns(plan: StagePlan) -> tuple[str, ...]:
    """Return the columns of what each reviewer gave: one, or one for each round where there are several."""
    return tuple(f"{REVIEWS}.{one.id}" for one in plan.rounds) or (REVIEWS,)


@dataclass(frozen=True, slots=True)
class ApplicationTable:
    """A table of applications of one stage, its traits ready to be asked for."""

    plan: StagePlan
    table: Table
    traits: tuple[tuple[str, BoundRule | None], ...]
    score_columns: dict[str, str]
    read: tuple[Field, ...]
    """What the rules of traits that the file does not bring read."""
    ordering: Ordering
    """What the stage is ordered by, where that is no score given as one."""
    reviewed: bool = False
    """Whether it brings what each reviewer gave, of which scores are made (of a mix, its panel's points)."""

    @property
    def tells_lacking(self) -> bool:
        """Whether the file tells who lacks a document."""
        return self.table.column(LACKING) is not None

    @property
    def scores_brought(self) -> list[str]:
        """The score columns that the file has: a mixed score may be left out."""
        names = dict.fromkeys(self.score_columns.values())
        return [name for name in names if self.table.column(name) is not None]

    def fields(self) -> tuple[Field, ...]:
        """Return the fields to read: what trait rules name, traits that the file brings, numbers."""
        brought = [Field(TRAIT + id_, Kind.BOOLEAN) for id_, bound in self.traits if bound is None]
        own = [Field("application_no", Kind.TEXT, required=True), Field("choices", Kind.TEXT)]
        own.append(Field("executor", Kind.TEXT, required=self.plan.pooled and not self.plan.is_first))
        if self.reviewed:
            own += [Field(name, Kind.TEXT) for name in review_columns(self.plan)]
        if self.tells_lacking:
            own.append(Field(LACKING, Kind.TEXT))
        marks = dict.fromkeys(self.score_columns.values())
        graded = [Field(name, Kind.NUMBER, low=0, high=100, decimals=3) for name in marks]
        own += [*graded, *self.ordering.fields]
        return tuple({field.name: field for field in (*self.read, *brought, *own)}.values())


def open_applications(table: Table, plan: StagePlan, programme: Programme) -> ApplicationTable:
    """Find in a table what a stage's selection reads.

    Rules of set-asides and caps are read where their traits are not brought. ``reviews`` counts where scores
    are combined (of a mix: beside the panel's points); ``score`` may be left out then, as of a mix whose
    sources are there. Raises Refused where a column is missing or a score column names no executor.
    """
    reviewed = plan.combine is not None and all(
        table.column(name) is not None for name in review_columns(plan)
    )
    ordering = open_ordering(table, plan, programme)
    needed = ["application_no", *(["executor"] if plan.pooled else ["choices"])]
    if plan.is_first and not plan.executors:
        needed.remove("executor")  # there is none that anybody could be held by
    needed += [field.name for field in ordering.fields]
    absent = [name for name in needed if table.column(name) is None]
    marked = [c.means for c in table.columns if c.means.startswith(SCORE)] if plan.is_scored else []
    if marked and not plan.parts:
        absent += [SCORE + e for e in plan.executors if table.column(SCORE + e) is None]
    elif plan.is_scored and table.column("score") is None and not reviewed and not plan.parts:
        absent.append("score")
    problems = [missing_column(table.file, name) for name in absent]
    problems += [
        Problem(
            "select.unknown_score",
            msg("{file}: the column {column} names an executor that there is not"),
            {"file": table.file, "column": name},
        )
        for name in marked
        if name.removeprefix(SCORE) not in plan.executors
    ]
    if problems:
        raise Refused(problems)
    apart = any(part.each for part in plan.parts) if plan.parts else bool(marked)
    # Whoever is held by no executor has a score of the whole stage, and none of an executor's.
    asked = plan.executors if apart else plan.choosable
    score_columns = {executor: SCORE + executor if apart else "score" for executor in asked}
    score_columns = score_columns if plan.is_scored else {}
    shares = [*plan.set_asides, *plan.caps]
    brought = {share.id for share in shares if table.column(TRAIT + share.id) is not None}
    book = stage_book(programme, stage_named(programme, plan.id), brought)
    bound = {rule.id: rule for rule in book.rules}
    traits = tuple((share.id, bound.get(share.id)) for share in shares)
    return ApplicationTable(plan, table, traits, score_columns, book.columns(), ordering, reviewed)


def absent_columns(applications: ApplicationTable) -> list[Problem]:
    """Warn of columns that a trait's rule reads and the file lacks: nobody's trait is known there."""
    return [
        Problem(
            "select.absent_column",
            msg("{file}: {trait} reads the column {column}, which is missing: not known for everybody"),
            {"file": applications.table.file, "trait": id_, "column": name},
            severity="warning",
        )
        for id_, bound in applications.traits
        if bound is not None
        for name in (field.name for field in bound.rule.named if not field.is_derived)
        # A code without its revision is read as of the rule's own.
        if name != "ksic_revision" and applications.table.column(name) is None
    ]


def unread_traits(applications: ApplicationTable) -> list[Problem]:
    """Warn of columns ``trait.X`` where X is no set-aside and no cap: a slip of the pen would go unseen."""
    return [
        Problem(
            "select.unread_trait",
            msg("{file}: the column {column} is not read: the stage {stage} has no such set-aside or cap"),
            {"file": applications.table.file, "column": column.header, "stage": applications.plan.id},
            severity="warning",
        )
        for column in applications.table.columns
        if column.means.startswith(TRAIT)
        and column.means.removeprefix(TRAIT) not in {id_ for id_, _ in applications.traits}
    ]


def read_applications(session: Session, applications: ApplicationTable) -> list[Application]:
    """Return the applications, scores in thousandths; raises Refused naming row and column of bad cells."""
    plan = applications.plan
    profiles = read_profiles(applications.table, applications.fields(), needed=())
    refuse_bad_cells(session, profiles)
    columns = list(dict.fromkeys(applications.score_columns.values()))
    scores = [f"CAST(round({quoted(name)} * 1000) AS INTEGER)" for name in columns]
    at = {executor: columns.index(name) for executor, name in applications.score_columns.items()}
    executors = frozenset(plan.choosable)
    made = _made(session, applications, profiles)
    read = []
    without = quoted(LACKING) if applications.tells_lacking else "NULL"
    for number, listed, held, lacked, *marks, set_asides, caps in session.rows(
        _query(applications, profiles, [*_OWN, without, *scores])
    ):
        chosen = ("" if held is None else str(held),) if plan.pooled else choices_in(listed)
        choices, left = counting(plan, chosen)
        if made is not None:
            scores_here = tuple(made(str(number), c) if c in executors else None for c in choices)
        else:
            scores_here = tuple([marks[at[c]] if c in at else None for c in choices])  # type: ignore[misc]
        lacking = _named(lacked)
        if lacking:
            scores_here = (None,) * len(choices)
        read.append(
            Application(
                str(number),
                choices,
                scores_here,
                set_asides,  # type: ignore[arg-type]
                caps,  # type: ignore[arg-type]
                lacking,
                left,
            )
        )
    return read


def application_columns(applications: ApplicationTable) -> list[str]:
    """Return the columns of the applications as they are published."""
    scores = dict.fromkeys(applications.score_columns.values())
    brought = list(review_columns(applications.plan)) if applications.reviewed else []
    brought += [LACKING] if applications.tells_lacking else []
    brought += applications.ordering.columns
    return [*_OWN, *scores, *brought, *(TRAIT + id_ for id_, _ in applications.traits)]


def application_rows(session: Session, applications: ApplicationTable) -> Columns:
    """Return the applications as texts, only traits judged: number, choices, executor, scores, traits.

    Scores have three decimals; a cell that is no score stays as it is, for the checker to find. Where the
    file brings reviews and no scores, they are those that the reviews make.
    """
    profiles = read_profiles(applications.table, applications.fields(), needed=())
    columns = list(dict.fromkeys(applications.score_columns.values()))
    left_to_the_checker = {*_OWN, *columns}
    checked = tuple((f, c) for f, c in profiles.checked if f.name not in left_to_the_checker)
    refuse_bad_cells(session, replace(profiles, checked=checked))
    there = [_score_text(name) if applications.table.column(name) else "''" for name in columns]
    kept = [f"{text} AS {quoted(f'kept{i}')}" for i, text in enumerate(there)]
    texts = [*_OWN, *(quoted(f"kept{i}") for i in range(len(columns)))]
    texts += map(quoted, review_columns(applications.plan) if applications.reviewed else ())
    texts += [quoted(LACKING)] if applications.tells_lacking else []
    items = [f"coalesce({text}, '')" for text in texts]
    beside = published_cells(applications.ordering, _asking(session, applications, profiles))
    names = [name for name in application_columns(applications) if name not in beside]
    # Everything is text already in SQL: millions of cells are not touched one by one here.
    rows = session.rows(_query(applications, profiles, items, kept, as_text=True))
    told = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    numbers = list(map(str, told["application_no"]))
    told |= {column: [cells[number] for number in numbers] for column, cells in beside.items()}
    made = _made(session, applications, profiles) if len(applications.scores_brought) < len(columns) else None
    if made is not None:
        where = "executor" if applications.plan.pooled else "choices"
        asked = [choices_in(listed) for listed in told[where]]
        executor_of = {name: e for e, name in applications.score_columns.items()}
        for column in columns:
            told[column] = [
                score_text(made(number, executor)) if column == "score" or executor in asked[i] else ""
                for i, number in enumerate(numbers)
                for executor in [next(iter(asked[i]), "") if column == "score" else executor_of[column]]
            ]
    return Columns({name: told[name] for name in application_columns(applications)})  # type: ignore[misc]


def _asking(session: Session, applications: ApplicationTable, profiles: ProfileRelation) -> Query:
    """Return how to ask for select items of every application after its number."""

    def ask(items: Iterable[str], kept: Iterable[str] = ()) -> list[tuple[object, ...]]:
        found = session.rows(_query(applications, profiles, ["application_no", *items], kept))
        return [row[:-2] for row in found]

    return ask


def _made(session: Session, applications: ApplicationTable, profiles: ProfileRelation) -> Standing | None:
    """Return what applications are ordered by where that is no score as given; None where it is."""
    if applications.reviewed and not applications.plan.parts:
        of = _made_of_reviews(session, applications, profiles, applications.scores_brought)
        return lambda number, executor: of[number]
    if applications.reviewed:
        _made_of_reviews(session, applications, profiles, [PANEL], or_empty=False)
    made = standing_of(applications.ordering, _asking(session, applications, profiles))
    if made is not None and applications.plan.parts:
        columns = {name: e for e, name in applications.score_columns.items()}
        brought = {name: columns[name] for name in applications.scores_brought}
        refuse_other_scores(applications.ordering, _asking(session, applications, profiles), brought, made)
    return made


def _made_of_reviews(
    session: Session,
    applications: ApplicationTable,
    profiles: ProfileRelation,
    columns: Sequence[str],
    *,
    or_empty: bool = True,
) -> dict[str, int | None]:
    """Return the score of each application as its stage makes one of its reviews.

    Raises Refused for cells that are none, where the stage cannot make one, and for scores in ``columns``
    that say something else (an empty one says nothing, unless not ``or_empty``).
    """
    kept = [f"{_score_text(name)} AS {quoted(f'kept{i}')}" for i, name in enumerate(columns)]
    items = [quoted(f"kept{i}") for i in range(len(kept))]
    told = review_columns(applications.plan)
    reviews: dict[str, dict[str, tuple[tuple[str, int], ...]]] = {column: {} for column in told}
    beside: dict[str, set[str]] = {}
    problems = []
    asked = ["application_no", *map(quoted, told), *items]
    for number, *cells in session.rows(_query(applications, profiles, asked, kept)):
        for column, text in zip(told, cells, strict=False):
            read = read_reviews("" if text is None else str(text))
            if read is None:
                problems.append(
                    Problem(
                        "select.reviews",
                        msg(
                            "{file}: application {number}, reviews: “{value}” is not a list such as"
                            " r1=85.5;r2=90 that names each reviewer once"
                        ),
                        {"file": applications.table.file, "number": number, "value": str(text)[:60]},
                    )
                )
            reviews[column][str(number)] = read or ()
        scores = cells[len(told) : -2]
        said = {"" if score is None else str(score) for score in scores}
        beside[str(number)] = said - {""} if or_empty else said
    if problems:
        raise Refused(problems)
    made = _score_of_reviews(applications.plan, reviews)
    problems = [
        Problem(
            "select.reviews_differ",
            msg("{file}: application {number} has the score {score}, but its reviews make {made}"),
            {
                "file": applications.table.file,
                "number": number,
                "score": ", ".join(sorted(told - {""})) or "—",
                "made": score_text(made[number]) or "—",
            },
        )
        for number, told in beside.items()
        if told and told != {score_text(made[number])}
    ]
    if problems:
        raise Refused(problems)
    return made


def _score_of_reviews(
    plan: StagePlan, reviews: Mapping[str, Mapping[str, tuple[tuple[str, int], ...]]]
) -> dict[str, int | None]:
    """Return the score of each application, of one round of review or of several."""
    if not plan.rounds:
        return scores_of_stage(reviews[REVIEWS], plan.combine)
    of_round = {one.id: reviews[f"{REVIEWS}.{one.id}"] for one in plan.rounds}
    cases = list(of_round[plan.rounds[0].id])
    return {
        case: found.score for case, found in standings(plan.rounds, of_round, cases, plan.combine).items()
    }


def _named(cell: object) -> tuple[str, ...]:
    """Return the documents that a cell names."""
    return tuple(name for part in str(cell or "").split(";") if (name := part.strip()))


_OWN = ("application_no", "choices", "executor")


def _query(
    applications: ApplicationTable,
    profiles: ProfileRelation,
    items: Iterable[str],
    kept: Iterable[str] = (),
    *,
    as_text: bool = False,
) -> str:
    """Return the SELECT of some items and, after them, the traits: all in the plan's order ``as_text``, else
    two bit masks, of the set-asides and of the caps.

    The cells were checked before: no row is left out.
    """
    projections = Projections(prefix="#")
    writer = SqlWriter(projections)
    traits = [
        quoted(TRAIT + id_) if bound is None else projections.hoist(writer.test(bound.test)).text
        for id_, bound in applications.traits
    ]
    if as_text:
        last = [f"CASE WHEN {t} THEN 'true' WHEN NOT {t} THEN 'false' ELSE '' END" for t in traits]
    else:
        first_cap = len(applications.plan.set_asides)
        last = [_mask(traits[:first_cap]), _mask(traits[first_cap:])]
    relation = projections.wrap(profiles.typed(kept, all_good=True))
    return f"SELECT {', '.join([*items, *last])} FROM {relation}"


def _score_text(name: str) -> str:
    """Return the SQL of a score as it is published, wherever it came from: 90.1230, 90.123 of a workbook."""
    text, value, fault = (quoted(f"{step}.{name}") for step in ("text", "value", "fault"))
    return (
        f"CASE WHEN {fault} IS NULL THEN CAST(TRY_CAST({value} AS DECIMAL(6, 3)) AS VARCHAR) ELSE {text} END"
    )


def _mask(traits: Sequence[str]) -> str:
    """Return the SQL of the bit mask of what is known to be true."""
    bits = [f"CASE WHEN {trait} THEN {1 << i} ELSE 0 END" for i, trait in enumerate(traits)]
    return f"CAST({' + '.join(bits) or '0'} AS INTEGER)"
