"""Questions and diagnosis forms: what each kind needs, names, rules that can be read, levels in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dure.engine.problems import msg
from dure.engine.profile.fields import PROFILE_FIELDS, Field
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.form_fields import fields_before, fields_of_ways, items_of
from dure.engine.programme.models.diagnosis import Item
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path
from dure.engine.rules import RuleError, parse_rule


def questions_fit_kind(programme: Programme) -> Iterator[Finding]:
    """Find questions with answers to choose where there is nothing to choose, and the reverse."""
    for i, question in enumerate(programme.questions):
        if question.kind in ("choice", "choices") and len(question.choices) < 2:
            yield error(
                "programme.choices",
                msg("a question to choose from needs at least two choices"),
                ("questions", i, "kind"),
            )
        elif question.kind not in ("choice", "choices") and question.choices:
            yield Finding(
                "programme.choices",
                msg("choices belong to the kinds choice and choices alone"),
                ("questions", i, "choices"),
                at_key=True,
            )


def items_fit_kind(programme: Programme) -> Iterator[Finding]:
    """Find diagnosis items that lack what their kind is scored by."""
    for f, form in enumerate(programme.diagnosis):
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                yield from _item(item, ("diagnosis", f, "sections", s, "items", i, "kind"))


def _item(item: Item, path: Path) -> Iterator[Finding]:
    if item.kind == "scale" and item.highest is None:
        yield error("programme.item", msg("a scale needs its top: write highest:"), path)
    if item.kind == "choice" and len(item.choices) < 2:
        yield error("programme.item", msg("an item to choose from needs at least two choices"), path)
    if item.kind == "number" and (item.low is None or item.high is None or item.low == item.high):
        yield error("programme.item", msg("a number needs low: and high:, what gives 0 and 100 points"), path)


def levels_rise(programme: Programme) -> Iterator[Finding]:
    """Find levels that do not begin at 0 or do not rise."""
    for f, form in enumerate(programme.diagnosis):
        starts = [level.from_points for level in form.levels]
        for n, start in enumerate(starts):
            path: Path = ("diagnosis", f, "levels", n, "from_points")
            if n == 0 and start != 0:
                yield error("programme.levels", msg("the lowest level begins at 0"), path)
            elif n and start <= starts[n - 1]:
                yield error("programme.levels", msg("each level begins above the one before"), path)


def names_of_forms(programme: Programme) -> Iterator[Finding]:
    """Find items and forms whose name their rules could take for something else."""
    forms = {form.id for form in programme.diagnosis}
    for f, form in enumerate(programme.diagnosis):
        if form.id in PROFILE_FIELDS:
            yield _taken(form.id, ("diagnosis", f, "id"))
        seen: set[str] = set()
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                path: Path = ("diagnosis", f, "sections", s, "items", i, "id")
                if item.id in PROFILE_FIELDS or item.id in forms:
                    yield _taken(item.id, path)
                elif item.id in seen and item.id not in {one.id for one in section.items[:i]}:
                    yield error(
                        "programme.doubled_item",
                        msg("another section of this form has an item called “{name}”"),
                        path,
                        name=item.id,
                    )
                seen.add(item.id)


def _taken(name: str, path: Path) -> Finding:
    message = msg("“{name}” means something else in the rules of this form: choose another name")
    return error("programme.taken_name", message, path, name=name)


def rules_of_forms(programme: Programme) -> Iterator[Finding]:
    """Find conditions of items, and rules of ways, that cannot be read."""
    for f, form in enumerate(programme.diagnosis):
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                if item.asked_if is not None:
                    path: Path = ("diagnosis", f, "sections", s, "items", i, "asked_if")
                    later = {one.id for one in items_of(form)}
                    yield from readable(item.asked_if, fields_before(programme, form, item), path, later)
        for w, way in enumerate(form.ways):
            yield from readable(
                way.rule, fields_of_ways(programme, form), ("diagnosis", f, "ways", w, "rule")
            )


def readable(
    text: str, fields: Mapping[str, Field], path: Path, later: set[str] | None = None
) -> Iterator[Finding]:
    """Find what is wrong with a rule's text; ``later`` are names that stand too late in the file for it."""
    try:
        parse_rule(text, fields=fields)
    except RuleError as refused:
        for problem in refused.problems:
            params = dict(problem.params)
            offset = params.pop("offset", 0)
            message = problem.message
            if problem.code == "rule.unknown_field" and params.get("name") in (later or ()):
                message = msg(
                    "“{name}” does not stand before this item: a condition reads what was asked before"
                )
            yield Finding(
                problem.code, message, path, params, offset=offset if isinstance(offset, int) else 0
            )
