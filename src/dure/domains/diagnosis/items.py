"""Items as questions: what is typed becomes the value of an answer, or a problem that can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dure.domains.applications.answers import read_answer, typed_answer
from dure.engine.problems import Problem, msg
from dure.engine.programme.models.diagnosis import Item
from dure.engine.programme.models.questions import Choice, Question
from dure.engine.programme.models.values import Text

Typed = Mapping[str, Sequence[str]]
NONE, SEEN = "none", "seen"
"""What is typed of evidence beside a file: there is none; the expert saw it."""


def question_of(item: Item) -> Question:
    """Return an item as a question of the call, which needs no answer yet; a scale as its steps to choose."""
    kind: Any = {"scale": "choice", "evidence": "choice"}.get(item.kind, item.kind)
    return Question.model_construct(
        id=item.id, title=item.title, kind=kind, help=item.guidance, required=False, choices=_choices(item),
        longest=None, unit=None,
    )  # fmt: skip


def _choices(item: Item) -> tuple[Choice, ...]:
    if item.kind == "scale":
        return tuple(
            Choice.model_construct(id=str(step), title=Text(ko=str(step), en=str(step)))
            for step in range(1, (item.highest or 0) + 1)
        )
    if item.kind == "evidence":
        same = Text(ko=".", en=".")  # pages say it in their own words
        return tuple(Choice.model_construct(id=name, title=same) for name in (SEEN, NONE))
    return tuple(Choice.model_construct(id=one.id, title=one.title) for one in item.choices)


def read_item(
    item: Item, typed: Sequence[str], *, has_file: bool, expert: bool
) -> tuple[Any, Problem | None]:
    """Return the value of an answer (None where there is none) and what is wrong with it.

    A file answers an item of evidence, whatever is typed. Without one an expert may have seen it.
    """
    if item.kind == "evidence" and has_file:
        return True, None
    value, wrong = read_answer(question_of(item), typed)
    if wrong is not None or value is None:
        return None, None if wrong is None else _problem(item, wrong)
    if item.kind == "scale":
        return int(value), None
    if item.kind == "evidence":
        if value == SEEN and not expert:
            return None, Problem(f"item.{item.id}", msg("put the file that shows it"))
        return value == SEEN, None
    return value, None


def typed_item(item: Item, value: Any) -> list[str]:
    """Return how a value is typed: what :func:`read_item` reads as that value, but for files."""
    if item.kind == "evidence":
        return [] if value is None else [SEEN if value else NONE]
    return typed_answer(value)


def _problem(item: Item, wrong: Problem) -> Problem:
    return Problem(f"item.{item.id}", wrong.message, wrong.params)
