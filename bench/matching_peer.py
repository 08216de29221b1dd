"""Residents and ten hospitals: ours beside `matching` (PyPI), equal results, in the same run.

The peer takes much longer for more residents, so that by default two sizes are run and the growth is printed:
20,000 are run if asked for.
"""

from __future__ import annotations

import random
import sys
import time
import warnings

from dure.engine.selection import Application, plan_stage, select


def compare(residents: int) -> tuple[bool, float, float]:
    """Return whether both find the same, and the seconds of the peer and ours."""
    from matching.games import HospitalResident

    chance = random.Random(7)
    hospitals = tuple(f"h{i}" for i in range(10))
    capacity = residents // 20
    prefers = {f"r{i:05d}": chance.sample(hospitals, len(hospitals)) for i in range(residents)}
    scores = {r: dict(zip(hospitals, chance.sample(range(100_000), 10), strict=True)) for r in prefers}
    for h in hospitals:  # strict orders: no two equal scores at one hospital
        for place, r in enumerate(sorted(prefers, key=lambda r: (scores[r][h], r))):
            scores[r][h] = place

    ranked = {h: sorted(prefers, key=lambda r: -scores[r][h]) for h in hospitals}
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(prefers, ranked, dict.fromkeys(hospitals, capacity))
        solved = game.solve(optimal="resident")
    theirs = time.perf_counter() - start
    expected = {str(r): str(h) for h, placed in solved.items() for r in placed}

    start = time.perf_counter()
    plan = plan_stage(
        stage="match",
        executors=hospitals,
        capacities=dict.fromkeys(hospitals, capacity),
        quota=capacity * 10,
        choices_limit=10,
        reserve_length=0,
        set_asides=(),
        caps=(),
    )
    applications = [
        Application(r, tuple(choices), tuple(scores[r][h] for h in choices), 0, 0)
        for r, choices in prefers.items()
    ]
    decisions = select(plan, applications)
    ours = time.perf_counter() - start
    found = {d.application_no: d.executor for d in decisions if d.decision == "selected"}
    print(
        f"{residents:,} residents, 10 hospitals of {capacity}: "
        f"{'equal' if found == expected else 'DIFFERENT'} results"
    )
    print(f"matching {theirs:7.3f} s   dure {ours:7.3f} s, reasons included")
    print(f"ratio: {theirs / ours:.1f} times faster")
    return found == expected, theirs, ours


def main(residents: int) -> int:
    equal, half_theirs, half_ours = compare(residents // 2)
    equal_too, theirs, ours = compare(residents)
    print(
        f"twice the residents: matching {theirs / half_theirs:.1f} times as long,"
        f" dure {ours / half_ours:.1f} times"
    )
    return 0 if equal and equal_too else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
