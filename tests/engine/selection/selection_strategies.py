"""Small stages and applications for hypothesis."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case, plan_of, stage

from dure.engine.problems import Refused

SHARES = (1000, 2500, 3334, 5000)
CAP_SHARES = (2500, 3334, 5000, 7500)
UNDER_TWO_CAPS = {"nested": ((), ("c0",), ("c0", "c1")), "apart": ((), ("c0",), ("c1",))}


@st.composite
def cases(
    draw: st.DrawFn, *, executors: int = 4, people: int = 9, places: int = 3, several_caps: bool = False
) -> Case:
    """Draw a stage for which the theorems hold: set-asides with at most one cap, or two caps alone.

    With ``several_caps`` there are set-asides and two caps, nested or apart, and the theorems may fail.
    """
    capacities = draw(st.lists(st.integers(1, places), min_size=1, max_size=executors))
    count_of_set_asides = draw(st.integers(1, 2) if several_caps else st.integers(0, 3))
    two_caps = several_caps or (count_of_set_asides == 0 and draw(st.booleans()))
    names = [f"e{i}" for i in range(len(capacities))]
    set_asides = {f"s{i}": draw(st.sampled_from(SHARES)) for i in range(count_of_set_asides)}
    caps = {
        f"c{i}": draw(st.sampled_from(CAP_SHARES)) for i in range(2 if two_caps else draw(st.integers(0, 1)))
    }
    described = stage(
        dict(zip(names, capacities, strict=True)),
        set_asides=set_asides,
        caps=caps,
        reserve_length=draw(st.integers(0, 3)),
    )
    try:
        plan_of(described)
    except Refused:
        assume(False)
    under = UNDER_TWO_CAPS[draw(st.sampled_from(["nested", "apart"]))] if two_caps else ((), tuple(caps))
    person = st.tuples(
        st.permutations(names),
        st.integers(1, len(names)),
        st.lists(st.integers(-1, 12), min_size=len(names), max_size=len(names)),
        st.integers(0, (1 << count_of_set_asides) - 1),
        st.sampled_from(under),
    )
    rows = []
    for i, (order, length, scores, mask, capped) in enumerate(
        draw(st.lists(person, min_size=1, max_size=people))
    ):
        row = {"application_no": f"A{i}", "choices": ";".join(order[:length])}
        row |= {f"score.{e}": "" if s < 0 else str(s) for e, s in zip(names, scores, strict=True)}
        row |= {f"trait.s{t}": str(bool(mask >> t & 1)).lower() for t in range(count_of_set_asides)}
        row |= {f"trait.{c}": str(c in capped).lower() for c in caps}
        rows.append(row)
    return Case(described, tuple(rows), "seed")
