"""How many of the 300 truly best of 3,000 each way of combining reviewers' scores finds; means of five draws.

    python bench/scores.py [DRAWS]

True levels spread by 8 points. Reviewers differ in severity by 4 points and in scale by a quarter; each
score has 5 points of noise and is a whole number. Sixty reviewers: at random, or in panels by group with one
review in six from outside, where groups differ. The mean is the peer that adjusting must beat; the time is
that of one stage.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from dure.engine.review.adjusting import Reviews, adjust
from dure.engine.review.of_stage import scores_of_stage

CASES, REVIEWERS, BEST = 3000, 60, 300
SETTINGS = {
    "three reviewers at random": (3, 4.0, False),
    "five reviewers at random": (5, 4.0, False),
    "three reviewers, panels by group": (3, 4.0, True),
    "three, no differences of severity": (3, 0.0, False),
}


def drawn(seed: int, each: int, severity: float, by_group: bool) -> tuple[dict[str, float], Reviews]:
    draw = random.Random(seed)
    shift = [draw.gauss(0, 3) if by_group else 0.0 for _ in range(10)]
    levels = {f"c{n:04}": draw.gauss(60, 8) + shift[n % 10] for n in range(CASES)}
    base = [draw.gauss(0, severity) for _ in range(REVIEWERS)]
    slope = [min(1.8, max(0.4, draw.gauss(1, 0.25))) if severity else 1.0 for _ in range(REVIEWERS)]
    reviews = {}
    for n, (case, level) in enumerate(levels.items()):
        given = []
        for who in _panel(draw, n, each, by_group):
            score = 60 + base[who] + slope[who] * (level - 60) + draw.gauss(0, 5)
            given.append((f"r{who:02}", 1000 * round(min(100, max(0, score)))))
        reviews[case] = given
    return levels, reviews


def _panel(draw: random.Random, n: int, each: int, by_group: bool) -> list[int]:
    if not by_group:
        return draw.sample(range(REVIEWERS), each)
    group = n % 10
    panel = draw.sample(range(6 * group, 6 * group + 6), each)
    outside = [who for who in range(REVIEWERS) if who // 6 != group]
    return [draw.choice(outside) if draw.random() < 1 / 6 and who not in outside else who for who in panel]


def found(levels: dict[str, float], scores: dict[str, int | None]) -> float:
    best = set(sorted(levels, key=lambda case: -levels[case])[:BEST])
    chosen = sorted(scores, key=lambda case: (-(scores[case] or 0), case))[:BEST]
    return len(best & set(chosen)) / BEST


def main(draws: int) -> int:
    ways: dict[str, Callable[[Reviews], dict[str, int | None]]] = {
        "mean": lambda reviews: scores_of_stage(reviews, "mean"),
        "trimmed_mean": lambda reviews: scores_of_stage(reviews, "trimmed_mean"),
        "adjusted": lambda reviews: scores_of_stage(reviews, "adjusted"),
    }
    print(f"{'share of the true top 300':36s}" + "".join(f"{way:>14s}" for way in ways))
    worse = []
    for title, setting in SETTINGS.items():
        shares = dict.fromkeys(ways, 0.0)
        for seed in range(draws):
            levels, reviews = drawn(seed, *setting)
            for way, combine in ways.items():
                shares[way] += found(levels, combine(reviews)) / draws
        print(f"{title:36s}" + "".join(f"{shares[way]:14.1%}" for way in ways), flush=True)
        if setting[1] and shares["adjusted"] < 1.03 * shares["mean"]:
            worse.append(title)
    start = time.process_time()
    turns = adjust(reviews).turns
    print(f"adjusting {CASES:,} cases: {time.process_time() - start:.2f} s CPU, {turns} turns")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
