"""Answers to a form become points, scores and a level; what is not answered yet is not known, never 0.

Points and scores are thousandths (0 to 100,000). Each has a lowest and a highest value that is still
possible; where both are the same it is known. A worked example stands in ``docs/algorithms/diagnosis.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dure.engine.diagnosis.means import Weighed, bounds
from dure.engine.diagnosis.opening import OpenForm
from dure.engine.diagnosis.points import points
from dure.engine.programme.models.diagnosis import DiagnosisForm, Section
from dure.engine.review.combining import MOST


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: whether it is asked (None: not known yet), and the points of its answer.

    ``points`` is None where there is no answer, or the item is not asked. ``missing`` are the items and facts
    that would tell whether it is asked.
    """

    id: str
    asked: bool | None
    points: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: the lowest and the highest mean that is possible.

    ``counts`` is False where nothing in it is asked, None where that is not known yet.
    """

    id: str
    low: int
    high: int
    counts: bool | None

    @property
    def known(self) -> int | None:
        """The score, where it is known."""
        return self.low if self.counts and self.low == self.high else None


@dataclass(frozen=True, slots=True)
class FormScore:
    """A form as far as it is answered: its items, its sections, its score and level.

    ``missing`` are items that are asked and not answered, and the items and facts on which it depends whether
    others are asked, in the order of the form, facts after them.
    """

    form: str
    items: tuple[ItemScore, ...]
    sections: tuple[SectionScore, ...]
    low: int
    high: int
    counts: bool | None
    level: str | None
    ranks: tuple[int, ...]
    """Which levels are possible, from 1 up; none where it is not known whether there is a score."""
    missing: tuple[str, ...]
    answers: Mapping[str, Any]
    """Only those that count: of items that are asked."""

    @property
    def known(self) -> int | None:
        """The score, where it is known."""
        return self.low if self.counts and self.low == self.high else None

    @property
    def rank(self) -> int | None:
        """Which level it is, from 1 up, where that is known."""
        return self.ranks[0] if len(self.ranks) == 1 else None

    @property
    def open_items(self) -> tuple[str, ...]:
        """Items that are asked and not answered."""
        return tuple(item.id for item in self.items if item.asked and item.points is None)

    def item(self, item_id: str) -> ItemScore:
        return next(item for item in self.items if item.id == item_id)


def score(opened: OpenForm, answers: Mapping[str, Any], row: Mapping[str, Any]) -> FormScore:
    """Return how a form stands.

    ``answers`` are values by item; ``row`` has profile columns with their companions and ``answer.ID``: what
    is not in it is not known. The answer to an item that is not asked counts for nothing, neither points nor
    conditions; until it is known whether an item is asked, no condition reads its answer.
    """
    items = _items(opened, answers, row)
    by_id = {item.id: item for item in items}
    form = opened.form
    sections = tuple(_section(section, by_id) for section in form.sections)
    low, high, counts = bounds(
        Weighed(section.weight_bp, found.low, found.high, found.counts)
        for section, found in zip(form.sections, sections, strict=True)
    )
    ranks = tuple(range(_rank(form, low), _rank(form, high) + 1)) if counts and form.levels else ()
    return FormScore(
        form=form.id,
        items=items,
        sections=sections,
        low=low,
        high=high,
        counts=counts,
        level=form.levels[ranks[0] - 1].id if len(ranks) == 1 else None,
        ranks=ranks,
        missing=_missing(items),
        answers={item.id: answers[item.id] for item in items if item.asked and item.points is not None},
    )


def _items(opened: OpenForm, answers: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[ItemScore, ...]:
    found: dict[str, ItemScore] = {}
    known = dict(row)
    for item in opened.items:
        asked, missing = _is_asked(opened, item.id, found, known)
        given = answers.get(item.id)
        counted = None if asked is False or given is None else points(item, given)
        found[item.id] = ItemScore(item.id, asked, counted, missing)
        known[item.id] = given if asked else None
    return tuple(found.values())


def _is_asked(
    opened: OpenForm, item: str, before: Mapping[str, ItemScore], known: Mapping[str, Any]
) -> tuple[bool | None, tuple[str, ...]]:
    condition = opened.conditions.get(item)
    if condition is None:
        return True, ()
    (found,) = condition.screener.screen(known).answers
    if found.answer is not None:
        return found.answer, ()
    # What is skipped says nothing, now or later: where nothing else could tell, this is skipped with it.
    open_ = tuple(name for name in found.missing if name not in before or before[name].asked is not False)
    if not open_ and condition.items & {name for name, one in before.items() if one.asked is False}:
        return False, ()
    return None, open_


def _section(section: Section, items: Mapping[str, ItemScore]) -> SectionScore:
    parts = []
    for item in section.items:
        found = items[item.id]
        least, most = (0, MOST) if found.points is None else (found.points, found.points)
        parts.append(Weighed(item.weight_bp, least, most, found.asked))
    return SectionScore(section.id, *bounds(parts))


def _rank(form: DiagnosisForm, thousandths: int) -> int:
    """Return which level a score gives, from 1 up."""
    return sum(1 for level in form.levels if level.from_points * 1000 <= thousandths)


def _missing(items: tuple[ItemScore, ...]) -> tuple[str, ...]:
    ids = [item.id for item in items]
    names = {item.id for item in items if item.asked and item.points is None}
    facts: dict[str, None] = {}
    for item in items:
        for name in item.missing:
            if name in ids:
                names.add(name)
            else:
                facts[name] = None
    return (*(one for one in ids if one in names), *facts)
