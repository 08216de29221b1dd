"""Three reviewers for each of 3,000 applications out of 60: time, and what holds of the assignment.

    python bench/panel.py [CASES] [REVIEWERS]

The limit is 5 s. 20 organisations of three reviewers, at most one of them a case; 3 % conflicts; loads of
140 to 160; everybody knows some of twenty industries. The same without the bound on organisations, and with
reviewers of two organisations each (a whole-number programme, a tenth of the cases), stand beside it.
"""

from __future__ import annotations

import random
import sys
import time

from dure.engine.review.panel import Panel, Terms, breaches
from dure.engine.review.panel_flow import assign

LIMIT_S = 5.0


def panel(cases: int, reviewers: int, *, same: int | None, two: bool = False) -> Panel:
    draw = random.Random(1)
    names = tuple(f"c{n:05}" for n in range(cases))
    people = tuple(f"r{n:03}" for n in range(reviewers))
    industry = {case: draw.randrange(20) for case in names}
    knows = {who: set(draw.sample(range(20), 6)) for who in people}
    mean = 3 * cases // reviewers
    organisations = {
        who: frozenset({f"o{n // 3}", f"p{n % 7}"} if two else {f"o{n // 3}"}) for n, who in enumerate(people)
    }
    return Panel(
        Terms(3, least=mean * 14 // 15, most=-(-mean * 16 // 15), same_organisation=same),
        names,
        people,
        barred=frozenset((case, who) for case in names for who in people if draw.random() < 0.03),
        organisations=organisations,
        points={(case, who): 100 for case in names for who in people if industry[case] in knows[who]},
        seed="bench",
    )


def measured(title: str, given: Panel) -> float:
    wall, cpu = time.perf_counter(), time.process_time()
    found = assign(given)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    held = set(found.new)
    expert = sum(pair in given.points for pair in held) / max(1, len(held))
    assert not breaches(given, held), breaches(given, held)[:3]
    assert not found.lacks
    print(
        f"{title:34} {len(given.cases):>6,} x {len(given.reviewers):>3}: {wall:6.2f} s ({cpu:.2f} s CPU),"
        f" {len(held):,} assigned, {expert:.1%} in a field of the reviewer, every bound holds"
    )
    return cpu


def main() -> None:
    cases, reviewers = (int(text) for text in (sys.argv[1:3] or ("3000", "60")))
    worst = measured("at most one of an organisation", panel(cases, reviewers, same=1))
    measured("no bound on organisations", panel(cases, reviewers, same=None))
    measured("two organisations each (HiGHS)", panel(cases // 10, reviewers, same=1, two=True))
    print(f"limit {LIMIT_S:.0f} s: {worst / LIMIT_S:.2f} of it ({'held' if worst <= LIMIT_S else 'MISSED'})")


if __name__ == "__main__":
    main()
