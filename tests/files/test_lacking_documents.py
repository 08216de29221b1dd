"""Who lacks a document of a stage takes no part: the same for every way, and the checker proves it."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from tests.engine.programme.example import spoiled

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.selection import select
from dure.engine.selection.correcting import Correction, corrected, outcome
from dure.files.frozen import choose_frozen, freeze, prove_frozen, read_frozen

POOL = load(spoiled().encode()).programme
LOT = load(spoiled(("chosen_by: score", "chosen_by: lot")).encode()).programme
COLUMNS = ["application_no", "executor", "score", "documents_lacking"]
EACH = ["application_no", "choices", "score.one", "score.two", "documents_lacking", "owner_female"]


def test_the_best_score_is_out_for_want_of_documents():
    rows = [["S-1", "one", "99", "plan; consents"], ["S-2", "one", "70", ""], ["S-3", "two", "", ""]]
    frozen = freeze(POOL, "second", COLUMNS, rows)
    chosen = choose_frozen(POOL, "second", frozen, "s")
    lines = chosen.decided.decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "S-1,not_selected,one,,,,,,no_document:plan|no_document:consents",
        "S-2,selected,one,1,70.000,open,70.000,,open",
        "S-3,not_selected,two,,,,,,no_score",
    ]
    assert prove_frozen(POOL, chosen, frozen, "s") == []
    assert freeze(POOL, "second", COLUMNS, rows) == frozen
    # Whoever takes the reason away, or gives the place all the same, is found out.
    for one in (("no_document:plan|", ""), ("no_document:plan|no_document:consents", "no_score")):
        changed = [d._replace(reason=d.reason.replace(*one)) for d in chosen.decisions]
        assert [p.code for p in prove_frozen(POOL, _with(chosen, changed), frozen, "s")] == [
            "verify.reason_wrong"
        ]
    there = choose_frozen(POOL, "second", frozen.replace(b"plan; consents", b""), "s")
    assert prove_frozen(POOL, there, frozen, "s") != []


def test_no_score_put_right_lets_in_who_lacks_a_document():
    rows = [["S-1", "one", "50", "plan"], ["S-2", "one", "70", ""]]
    plan, applications = read_frozen(POOL, "second", freeze(POOL, "second", COLUMNS, rows))
    right = Correction("S-1", "one", 99_000)
    by_number = {one.application_no: one for one in applications}
    assert corrected(by_number, [right]) == by_number
    with pytest.raises(Refused) as caught:
        outcome(plan, applications, [right], "s")
    assert [p.code for p in caught.value.problems] == ["correction.no_document"]


SCORES = st.sampled_from(["", "60", "70", "70.5", "90"])
LACKS = st.sampled_from(["", "", "plan", "plan;consents", " ; "])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(SCORES, SCORES, LACKS, st.booleans()), max_size=30), st.integers(0, 2))
def test_decisions_with_documents_lacking_are_proved(people, which):
    if which == 0:
        programme, stage, columns = POOL, "second", COLUMNS
        rows = [[f"S-{i:03}", "one", a, lacks] for i, (a, _b, lacks, _f) in enumerate(people)]
    elif which == 1:
        programme, stage, columns = LOT, "second", ["application_no", "executor", "documents_lacking"]
        rows = [[f"S-{i:03}", "two", lacks] for i, (_a, _b, lacks, _f) in enumerate(people)]
    else:
        programme, stage, columns = POOL, "first", EACH
        rows = [
            [f"S-{i:03}", "one;two", a, b, lacks, str(female).lower()]
            for i, (a, b, lacks, female) in enumerate(people)
        ]
    frozen = freeze(programme, stage, columns, rows)
    chosen = choose_frozen(programme, stage, frozen, "seed")
    assert prove_frozen(programme, chosen, frozen, "seed") == []
    out = {row[0] for row in rows if row[columns.index("documents_lacking")].strip(" ;")}
    for one in chosen.decisions:
        assert one.reason.startswith("no_document:") is (one.application_no in out)
    # The others are decided on as if those were not there.
    plan, applications = read_frozen(programme, stage, frozen)
    alone = select(plan, [one for one in applications if one.application_no not in out], "seed")
    assert [one for one in chosen.decisions if one.application_no not in out] == alone


def _with(chosen, decisions):
    from dataclasses import replace

    return replace(chosen, decisions=tuple(decisions))
