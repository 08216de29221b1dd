"""A file of applications at a stage: numbers, choices, scores, and who qualifies for which set-aside.

Traits come from ``trait.ID`` columns where the file has them, else from the rules of the programme file
over the profile columns that the file brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.fields import Field, Kind
from dure.engine.programme.books import stage_book
from dure.engine.programme.models.programme import Programme
from dure.engine.review.of_stage import read_reviews, scores_of_stage
from dure.engine.rules.sql import Projections, SqlWriter, quoted
from dure.engine.screening.rulebook import BoundRule
from dure.engine.selection.plan import Application, StagePlan, score_text
from dure.engine.selection.stages import stage_named
from dure.engine.verification.checker import Columns
from dure.files.headers import missing_column
from dure.files.merchants import ProfileRelation, read_profiles, refuse_bad_cells
from dure.files.session import Session
from dure.files.table import Table

TRAIT = "trait."
SCORE = "score."
REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class ApplicationTable:
    """A table of applications of one stage, its traits ready to be asked for."""

    plan: StagePlan
    table: Table
    traits: tuple[tuple[str, BoundRule | None], ...]
    score_columns: dict[str, str]
    read: tuple[Field, ...]
    """What the rules of traits that the file does not bring read."""
    reviewed: bool = False
    """Whether the file brings what each reviewer gave: scores are made of that."""

    def fields(self) -> tuple[Field, ...]:
        """Return the fields to read: what trait rules name, traits that the file brings, numbers."""
        profile = self.read
        brought = [Field(TRAIT + id_, Kind.BOOLEAN) for id_, bound in self.traits if bound is None]
        own = [Field("application_no", Kind.TEXT, required=True), Field("choices", Kind.TEXT)]
        own.append(Field("executor", Kind.TEXT, required=self.plan.pooled))
        if self.reviewed:
            own.append(Field(REVIEWS, Kind.TEXT))
        marks = dict.fromkeys(self.score_columns.values())
        graded = [Field(name, Kind.NUMBER, low=0, high=100, decimals=3) for name in marks]
        return (*profile, *brought, *own, *graded)


def open_applications(table: Table, plan: StagePlan, programme: Programme) -> ApplicationTable:
    """Find in a table what a stage's selection reads.

    Rules of set-asides and caps are read where the file does not bring their traits. A column ``reviews``
    counts where the stage combines several reviewers' scores; ``score`` may be left out then. Raises Refused
    where a column is missing or a score column names an executor that there is not.
    """
    reviewed = plan.combine is not None and table.column(REVIEWS) is not None
    needed = ["application_no", "executor" if plan.pooled else "choices"]
    absent = [name for name in needed if table.column(name) is None]
    marked = [c.means for c in table.columns if c.means.startswith(SCORE)]
    if marked:
        absent += [SCORE + e for e in plan.executors if table.column(SCORE + e) is None]
    elif table.column("score") is None and not reviewed:
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
    score_columns = {executor: SCORE + executor if marked else "score" for executor in plan.executors}
    shares = [*plan.set_asides, *plan.caps]
    brought = {share.id for share in shares if table.column(TRAIT + share.id) is not None}
    book = stage_book(programme, stage_named(programme, plan.id), brought)
    bound = {rule.id: rule for rule in book.rules}
    traits = tuple((share.id, bound.get(share.id)) for share in shares)
    return ApplicationTable(plan, table, traits, score_columns, book.columns(), reviewed)


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
    made = _made_of_reviews(session, applications, profiles) if applications.reviewed else None
    read = []
    for number, listed, held, *marks, set_asides, caps in session.rows(
        _query(applications, profiles, [*_OWN, *scores])
    ):
        choices = (str(held),) if plan.pooled else _choices(listed)
        if made is not None:
            marks = [made[str(number)]] * len(columns)
        read.append(
            Application(
                str(number),
                choices,
                tuple([marks[at[c]] if c in at else None for c in choices]),  # type: ignore[misc]
                set_asides,  # type: ignore[arg-type]
                caps,  # type: ignore[arg-type]
            )
        )
    return read


def application_columns(applications: ApplicationTable) -> list[str]:
    """Return the columns of the applications as they are published."""
    scores = dict.fromkeys(applications.score_columns.values())
    brought = [REVIEWS] if applications.reviewed else []
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
    texts += [REVIEWS] if applications.reviewed else []
    items = [f"coalesce({text}, '')" for text in texts]
    names = application_columns(applications)
    # Everything is text already in SQL: millions of cells are not touched one by one here.
    rows = session.rows(_query(applications, profiles, items, kept, as_text=True))
    told = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    if applications.reviewed and applications.table.column(columns[0]) is None:
        made = _made_of_reviews(session, applications, profiles)
        told[columns[0]] = [score_text(made[str(number)]) for number in told["application_no"]]
    return Columns(told)  # type: ignore[arg-type]


def _made_of_reviews(
    session: Session, applications: ApplicationTable, profiles: ProfileRelation
) -> dict[str, int | None]:
    """Return the score of each application as its stage makes one of its reviews.

    Raises Refused for cells that are none, for scores beside them that say something else, and where the
    stage cannot make one.
    """
    columns = [name for name in applications.score_columns.values() if applications.table.column(name)]
    kept = [f"{_score_text(name)} AS {quoted(f'kept{i}')}" for i, name in enumerate(dict.fromkeys(columns))]
    items = [quoted(f"kept{i}") for i in range(len(kept))]
    reviews: dict[str, tuple[tuple[str, int], ...]] = {}
    beside: dict[str, set[str]] = {}
    problems = []
    for number, text, *scores, _set_asides, _caps in session.rows(
        _query(applications, profiles, ["application_no", REVIEWS, *items], kept)
    ):
        read = read_reviews("" if text is None else str(text))
        if read is None:
            problems.append(
                Problem(
                    "select.reviews",
                    msg(
                        "{file}: application {number}, reviews: “{value}” is not a list such as r1=85.5;r2=90"
                        " that names each reviewer once"
                    ),
                    {"file": applications.table.file, "number": number, "value": str(text)[:60]},
                )
            )
        reviews[str(number)] = read or ()
        beside[str(number)] = {str(score) for score in scores if score not in (None, "")}
    if problems:
        raise Refused(problems)
    made = scores_of_stage(reviews, applications.plan.combine)
    problems = [
        Problem(
            "select.reviews_differ",
            msg("{file}: application {number} has the score {score}, but its reviews make {made}"),
            {
                "file": applications.table.file,
                "number": number,
                "score": ", ".join(sorted(told)),
                "made": score_text(made[number]) or "—",
            },
        )
        for number, told in beside.items()
        if told and told != {score_text(made[number])}
    ]
    if problems:
        raise Refused(problems)
    return made


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


def _choices(listed: object) -> tuple[str, ...]:
    text = "" if listed is None else str(listed)
    parts = text.split(";")
    if " " in text or "" in parts:
        parts = [part for p in parts if (part := p.strip())]
    return tuple(parts)


def _mask(traits: Sequence[str]) -> str:
    """Return the SQL of the bit mask of what is known to be true."""
    bits = [f"CASE WHEN {trait} THEN {1 << i} ELSE 0 END" for i, trait in enumerate(traits)]
    return f"CAST({' + '.join(bits) or '0'} AS INTEGER)"
