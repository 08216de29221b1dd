"""Load a programme file: bytes in, typed values out, or every problem at once."""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.problems import Problem, Refused, msg
from dure.engine.programme.canonical import canonical_hash
from dure.engine.programme.capabilities import unmet_needs
from dure.engine.programme.checks.industries import unknown_industries
from dure.engine.programme.fields import named_fields
from dure.engine.programme.figures import with_figures_of_law
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.places import Places
from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.text import text_of
from dure.engine.programme.reading.tree import MapNode, Plain, plain
from dure.engine.programme.rules import read_rules, sums_of_here, tried_rules
from dure.engine.programme.surprises import findings_in_programme, findings_in_text
from dure.engine.programme.validation import read_programme

MOST_PROBLEMS = 1000
"""So many are told one by one."""


@dataclass(frozen=True)
class LoadedProgramme:
    """A programme that can be run, with the text it came from.

    ``document`` is the plain JSON of the file as written; ``hash`` is the SHA-256 of its canonical
    JSON (RFC 8785), defaults not filled in; ``raw`` is the file byte for byte; ``problems`` are warnings.
    """

    programme: Programme
    document: dict[str, Plain]
    hash: str
    raw: bytes
    problems: tuple[Problem, ...]

    @property
    def unmet_needs(self) -> tuple[str, ...]:
        """Ids of what the programme uses and this version does not run."""
        return unmet_needs(self.programme)


def load(text_bytes: bytes) -> LoadedProgramme:
    """Return the programme of a file's bytes.

    Raises Refused with all problems that were found, in the order of their places, warnings among them.
    """
    text = text_of(text_bytes)
    root, faults = read_tree(text)
    if not isinstance(root, MapNode):
        raise Refused(faults or [_not_a_map()])
    document = {key: plain(value) for key, value in root.values.items()}
    places = Places(root, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    reading = read_programme(places)
    # Where something was left out the file is refused anyway, and may lack the part that names the figure.
    programme = reading.programme if reading.problems else with_figures_of_law(reading.programme)
    # A file without its stages, say, has no questions that could be asked for.
    fields = named_fields(getattr(programme, "questions", ()), getattr(programme, "diagnosis", ()))
    rules, rule_faults = read_rules(root, fields, reading.broken)
    written = [*rule_faults, *unknown_industries(rules), *sums_of_here(rules), *findings_in_text(root)]
    if not reading.broken.spoils(["reference_day", "window"]):
        written += tried_rules(rules, as_of=programme.reference_day, opens_on=programme.opens_on)
    every = _in_order(
        [
            *faults,
            *reading.problems,
            *(finding.problem(places) for finding in written),
            *(f.problem(reading.places) for f in findings_in_programme(programme, reading.broken)),
        ]
    )
    if any(problem.is_error for problem in every):
        raise Refused(every)
    return LoadedProgramme(_filled(programme), document, canonical_hash(document), text_bytes, every)


def _filled(programme: Programme) -> Programme:
    """Return the programme with what its own parts tell filled in: places, and limits of choices."""
    by_stage = {s.id: programme.capacities(s) for s in programme.stages if s.is_by_executor}
    executors = tuple(
        executor.model_copy(
            update={"capacity": {stage: places.get(executor.id, 0) for stage, places in by_stage.items()}}
        )
        for executor in programme.executors
    )
    stages = tuple(
        stage.model_copy(update={"choices_limit": stage.choices_limit or len(executors)})
        if stage.is_by_executor
        else stage
        for stage in programme.stages
    )
    return programme.model_copy(update={"executors": executors, "stages": stages})


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Sort by place, and keep one error a place: what is said of a broken value a second time is noise."""
    kept: list[Problem] = []
    broken: set[tuple[int, int]] = set()
    for problem in sorted(problems, key=lambda p: (p.line or 0, p.column or 0, not p.is_error)):
        place = (problem.line or 0, problem.column or 0)
        about_keys = problem.code in ("file.missing", "file.unknown_key")
        if about_keys or place not in broken:
            kept.append(problem)
        if problem.code.startswith(("yaml.", "file.")) and not about_keys:
            broken.add(place)
    if len(kept) > MOST_PROBLEMS:
        last = kept[MOST_PROBLEMS]
        message = msg("there are {count} more problems from here on: mend those above first")
        more = {"count": len(kept) - MOST_PROBLEMS}
        kept[MOST_PROBLEMS:] = [Problem("file.many", message, more, line=last.line, column=last.column)]
    return tuple(kept)


def _not_a_map() -> Problem:
    return Problem(
        "file.not_a_map",
        msg("the file is empty, or does not begin with keys: id, title, …"),
        line=1,
        column=1,
    )
