"""Rails: "met" and "failed" as bits, and neither where the answer is not known."""

from __future__ import annotations

import itertools

import duckdb
import pytest

from dure.engine.profile.fields import Field, Kind
from dure.engine.rules import tree
from dure.engine.rules.rails import rails_of
from dure.engine.rules.sql import Projections, SqlWriter

YES, NO, OPEN = (-1, 0), (0, -1), (0, 0)
RAILS_OF = {True: YES, False: NO, None: OPEN}
TRUTHS = (True, False, None)
A, B, C = (tree.Truth(Field(name, Kind.BOOLEAN)) for name in "abc")


def rails(test: tree.Test, *told: bool | None) -> tuple[int, int]:
    projections = Projections()
    found = rails_of(test, SqlWriter(projections))
    cells = ", ".join(
        f"CAST({'NULL' if cell is None else cell} AS BOOLEAN) AS {name}"
        for name, cell in zip("abc", told, strict=False)
    )
    query = f"SELECT {found.met.text}, {found.failed.text} FROM {projections.wrap(f'(SELECT {cells})')}"
    return duckdb.connect().execute(query).fetchall()[0]


@pytest.mark.parametrize(("one", "other"), list(itertools.product(TRUTHS, TRUTHS)))
def test_and_or_and_not_are_those_of_three_valued_logic(one, other):
    both = False if False in (one, other) else None if None in (one, other) else True
    either = True if True in (one, other) else None if None in (one, other) else False
    opposite = None if one is None else not one
    assert rails(tree.All((A, B)), one, other) == RAILS_OF[both]
    assert rails(tree.Any((A, B)), one, other) == RAILS_OF[either]
    assert rails(tree.Not(A), one) == RAILS_OF[opposite]
    assert rails(tree.All((A, tree.Not(A))), one) == (OPEN if one is None else NO)


@pytest.mark.parametrize(
    ("condition", "then", "otherwise", "answer"),
    [
        (True, True, False, YES),
        (True, None, True, OPEN),
        (False, True, False, NO),
        (False, False, None, OPEN),
        (None, True, True, YES),
        (None, False, False, NO),
        (None, True, False, OPEN),
        (None, None, True, OPEN),
    ],
)
def test_of_cases_the_answer_is_that_which_all_still_possible_give(condition, then, otherwise, answer):
    assert rails(tree.Cases(((A, B),), C), condition, then, otherwise) == answer
