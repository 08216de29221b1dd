"""Merchants paired with providers, 100,000 × 5,000: time, bounds held, and peers on what they can hold.

    python bench/pairing.py [MERCHANTS] [PROVIDERS]

The limit is 30 s, points and likeness of texts included. Invented sides: places of 228 districts, six of
24 skills, texts, trades; providers take 24 merchants. Beside it, on 2,000 merchants × 100 providers, whose
points are given to all three: scipy's ``linear_sum_assignment`` (a column for each place of a provider), an
optimum too, and a greedy (best pair first); and the greedy on all.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from dure.engine.pairing.blocks import Sides, candidates
from dure.engine.pairing.pair import pair
from dure.engine.pairing.places import ADJACENT_PROVINCES
from dure.engine.pairing.sides import SKILLS, Problem, Provider, Result, Seeker, Terms
from dure.engine.programme.models.pairings import Criterion
from dure.engine.programme.models.values import Text

LIMIT_S = 30.0
CAPACITY = 24
TITLE = Text(en="bench")
WORDS = """상세 페이지 사진 촬영 라이브 방송 편집 광고 키워드 스마트폰 예약 배달 단골 메시지 포장 디자인 수제
반찬 카페 공방 도자기 의류 농산물 축산 화장품 선물 캠핑 반려동물 해외 수출 번역 통관 회계 노무 세무 위생
인테리어 간판""".split()  # noqa: SIM905  a list of forty words, a line each, would be read by nobody
CRITERIA = (
    Criterion(id="skills", title=TITLE, points=400, compares="skills", needed=True),
    Criterion(id="near", title=TITLE, points=150, compares="region"),
    Criterion(id="trade", title=TITLE, points=150, compares="industry"),
    Criterion(id="price", title=TITLE, points=100, compares="price"),
    Criterion(id="words", title=TITLE, points=200, compares="text"),
)


def sides(merchants: int, providers: int) -> Problem:
    draw = random.Random(1)
    provinces = sorted(ADJACENT_PROVINCES)
    places = [f"{provinces[n % 17]}{100 + 10 * (n // 17):03}" for n in range(228)]
    weights = [draw.random() ** 2 + 0.05 for _ in places]
    where = draw.choices(places, weights, k=merchants + providers)

    def text() -> str:
        return " ".join(draw.choices(WORDS, k=12))

    return Problem(
        Terms(CRITERIA, lowest_points=200, seed="bench"),
        tuple(
            Seeker(
                f"m{n:06}",
                where[n] + "10100",
                f"{draw.choice((10, 13, 20, 45, 46, 47, 47, 56, 56, 56, 85, 95, 96))}",
                frozenset(draw.sample(SKILLS, 3)),
                text=text(),
                budget_won=draw.randrange(0, 50) * 10_000,
            )
            for n in range(merchants)
        ),
        tuple(
            Provider(
                f"p{n:05}",
                CAPACITY,
                where[merchants + n],
                draw.choices(("district", "province", "adjacent", "nation"), (1, 5, 3, 1))[0],  # type: ignore[arg-type]
                industries=frozenset(draw.sample(("10", "13", "20", "46", "47", "56", "85", "95", "96"), 3)),
                skills=frozenset(draw.sample(SKILLS, 6)),
                text=text(),
                price_won=draw.randrange(0, 60) * 10_000,
            )
            for n in range(providers)
        ),
    )


def check(problem: Problem, result: Result) -> None:
    load = Counter(one.provider for one in result.pairs)
    room = {one.id: one.capacity for one in problem.providers}
    assert all(number <= room[who] for who, number in load.items()), "capacity"
    assert max(Counter(one.seeker for one in result.pairs).values(), default=0) <= problem.terms.each
    assert len(result.pairs) + len(result.unmatched) == len(problem.seekers)


def greedy(problem: Problem, kept: int | None = None) -> tuple[int, int]:
    """Return pairs and points of taking the best pair that is left, again and again."""
    found = candidates(Sides(problem), kept)
    room = [one.capacity for one in problem.providers]
    taken = [False] * len(problem.seekers)
    pairs = points = 0
    for arc in np.argsort(-found.points, kind="stable").tolist():
        seeker, provider = int(found.seekers[arc]), int(found.providers[arc])
        if not taken[seeker] and room[provider]:
            taken[seeker] = True
            room[provider] -= 1
            pairs, points = pairs + 1, points + int(found.points[arc])
    return pairs, points


def hungarian(problem: Problem) -> tuple[int, int]:
    """Return pairs and points of scipy's optimum: who gets somebody first, then points."""
    found = candidates(Sides(problem))
    columns = len(problem.providers) * CAPACITY
    worth = np.zeros((len(problem.seekers), columns + len(problem.seekers)))
    bonus = 1_000_000
    for n in range(CAPACITY):
        worth[found.seekers, found.providers * CAPACITY + n] = found.points + bonus
    rows, chosen = linear_sum_assignment(worth, maximize=True)
    got = worth[rows, chosen]
    return int((got > 0).sum()), int(got[got > 0].sum() - bonus * (got > 0).sum())


def main() -> None:
    merchants, providers = (int(text) for text in (sys.argv[1:3] or ("100000", "5000")))
    small = sides(2000, 100)
    began = time.perf_counter()
    ours = pair(small)
    taken = time.perf_counter() - began
    check(small, ours)
    print(f"2,000 x 100: {taken:6.2f} s, {len(ours.pairs):,} pairs, {ours.points:,} points")
    for name, run in (("scipy linear_sum_assignment", hungarian), ("greedy", greedy)):
        began = time.perf_counter()
        pairs, points = run(small)
        print(f"  {name:28} {time.perf_counter() - began:6.2f} s, {pairs:,} pairs, {points:,} points")
        assert (len(ours.pairs), ours.points) >= (pairs, points)
        if run is hungarian:
            assert (len(ours.pairs), ours.points) == (pairs, points), "both are the optimum"
    problem = sides(merchants, providers)
    worst = 0.0
    for ranked_by in ("points", "both_sides"):
        began, cpu = time.perf_counter(), time.process_time()
        result = pair(problem, ranked_by)  # type: ignore[arg-type]
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        check(problem, result)
        why = ", ".join(f"{k} {n:,}" for k, n in Counter(u.reason for u in result.unmatched).most_common())
        print(
            f"{merchants:,} x {providers:,} by {ranked_by}: {wall:.1f} s ({cpu:.1f} s CPU),"
            f" {len(result.pairs):,} pairs, {result.points:,} points; nobody: {why or 'none'}"
        )
        worst = max(worst, wall)
    began = time.perf_counter()
    pairs, points = greedy(problem)
    print(f"  greedy on the same: {time.perf_counter() - began:.1f} s, {pairs:,} pairs, {points:,} points")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"limit {LIMIT_S:.0f} s: {worst / LIMIT_S:.2f} of it ({'held' if worst <= LIMIT_S else 'MISSED'}),"
        f" peak {peak:,} MB"
    )


if __name__ == "__main__":
    main()
