"""Estimates from a panel or from moments, written as a table and a page into a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from dure.engine.outcomes.estimate import METHODS, Estimates, Method, estimate
from dure.engine.outcomes.keys import Control
from dure.engine.outcomes.moments import Moments, pooled
from dure.engine.problems import msg, refuse
from dure.files.moments import holds_moments, read_moments
from dure.files.panels import Columns, OnStep, read_panel
from dure.files.reports.outcomes import Told, outcome_page
from dure.files.session import open_session
from dure.files.staged import stage_rows
from dure.files.writing import new_artifact, new_file, write_query
from dure.language import Language

COLUMNS: tuple[tuple[str, str], ...] = (
    ("estimator", "VARCHAR"),
    ("control", "VARCHAR"),
    ("term", "VARCHAR"),
    ("estimate", "DOUBLE"),
    ("std_error", "DOUBLE"),
    ("ci_low", "DOUBLE"),
    ("ci_high", "DOUBLE"),
    ("n_treated", "BIGINT"),
    ("n_control", "BIGINT"),
    ("p_value", "DOUBLE"),
    ("gate", "VARCHAR"),
)
OPEN = "ok"
"""What stands in ``gate`` where nothing keeps an effect from being published."""
STEPS = ("reading", "checking", "gathering", "estimating")


def find_effects(
    paths: Sequence[Path],
    columns: Columns,
    *,
    method: Method | None,
    control: Control,
    anticipation: int = 0,
    log: bool = False,
    on_step: OnStep = lambda step, percent: None,
) -> Told:
    """Return what both methods, or one, say of a panel, or of the sum of several files of moments.

    Raises Refused where a file cannot be read, several files are not all of moments, or nothing can be
    compared.
    """
    if len(paths) > 1 or holds_moments(paths[0]):
        on_step("reading", lambda: None)
        moments = _of_moments(paths, columns, log=log)
    else:
        moments = read_panel(paths[0], columns, log=log, on_step=on_step).moments
    on_step("estimating", lambda: None)
    found = tuple(
        estimate(moments, one, control=control, anticipation=anticipation)
        for one in ([method] if method else METHODS)
    )
    return Told(moments, found, ", ".join(path.name for path in paths))


def _of_moments(paths: Sequence[Path], columns: Columns, *, log: bool) -> Moments:
    moments = read_moments(paths)
    if log and not moments.log:
        raise refuse(
            "moments.log",
            msg(
                "the moments are of the outcome as it is: make them with --log to have those of its logarithm"
            ),
        )
    return pooled(moments, columns.strata)


def write_effects(told: Told, folder: Path, language: Language, *, keep: Sequence[Path]) -> None:
    """Write ``estimates.csv`` and ``report.html`` into a folder, which is made where its parent is there."""
    if folder.exists() and not folder.is_dir():
        raise refuse("outcomes.no_folder", msg("{file}: this is a file, not a folder"), file=str(folder))
    if not folder.parent.is_dir():
        raise refuse(
            "file.folder",
            msg("{folder}: there is no such folder, or it cannot be written to"),
            folder=str(folder.parent),
        )
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        table = stack.enter_context(new_file(folder / "estimates.csv", keep=keep))
        page = stack.enter_context(new_artifact(folder / "report.html"))
        with open_session([table]) as session:
            rows = stage_rows(session, dict(COLUMNS), _rows(told.estimates))
            write_query(session, f"SELECT * FROM {rows}", list(COLUMNS), table)
        page.write_text(outcome_page(told, language), encoding="utf-8")


def _rows(found: Sequence[Estimates]) -> Iterator[Sequence[object]]:
    for one in found:
        for line in one.estimates:
            figures = (line.estimate, line.error, line.low, line.high)
            yield (
                *(one.method, one.control, line.term, *(_digits(value) for value in figures)),
                *(line.supported, line.compared, _digits(line.p_value), ";".join(line.gates) or OPEN),
            )


def _digits(value: float | None) -> str:
    """Return a number with the digits that do not depend on the order in which units were added."""
    return "" if value is None else f"{value:.13g}"
