"""Questions and diagnosis items: what their kind needs, and levels in order."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.diagnosis import Item
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path


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
