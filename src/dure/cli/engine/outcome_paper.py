"""The report of ``dure outcomes`` as a PDF, where the typesetter is installed."""

from __future__ import annotations

from pathlib import Path

from dure.files.reports.interval_figure import interval_svg
from dure.files.reports.outcomes import Told, outcome_facts, outcome_tables, outcome_title
from dure.files.reports.table import ReportTable
from dure.files.writing import new_artifact
from dure.language import Language
from dure.papers.as_pdf import as_pdf
from dure.papers.model import Figure, Paper, Part, Table


def write_paper(told: Told, out: Path, language: Language) -> None:
    """Write the report, whole or not at all. The same estimates give the same bytes."""
    paper = Paper(
        title=outcome_title(told, language),
        language=language,
        facts=outcome_facts(told, language),
        parts=[_part(table) for table in outcome_tables(told, language)],
        foot=told.source,
    )
    with new_artifact(out) as target:
        target.write_bytes(as_pdf(paper))


def _part(table: ReportTable) -> Part:
    rows = [["—" if cell is None else cell for cell in row] for row in table.rows]
    figures = []
    if table.intervals is not None:
        words = f"{table.intervals.title}. {table.intervals.description}"
        figures.append(Figure(interval_svg(table.intervals), words))
    shown = Table(table.title, list(table.headers), rows, empty="—")
    return Part(table.title, [table.note] if table.note else [], [shown], figures)
