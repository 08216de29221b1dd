"""A synthetic population counted by rules: the same seed the same counts, as a simulation finds them."""

from __future__ import annotations

from datetime import date

from dure.engine.programme import load
from dure.engine.rules.binding import Occasion
from dure.engine.screening import open_rulebook
from dure.files.counting import count_synthetic
from dure.files.simulating import Asked, simulate_synthetic
from dure.library import library_bytes

DAY = date(2025, 3, 18)


def test_the_counts_are_those_of_the_simulation_of_the_same_population():
    loaded = load(library_bytes("tops-2025"))
    rules = [(rule.id, rule.rule) for rule in loaded.programme.eligibility]
    counted = count_synthetic(open_rulebook(rules, Occasion(DAY, DAY)), 500, 7)
    trial = simulate_synthetic(Asked(loaded), 500, 7).now.trial
    assert counted.total == 500
    assert (counted.eligible, counted.ineligible, counted.unknown) == (
        trial.whole.eligible,
        trial.whole.ineligible,
        trial.whole.unknown,
    )
    assert [(r.id, r.fails, r.fails_alone, r.unknown) for r in counted.rules] == [
        (r.id, r.fails, r.fails_alone, r.unknown) for r in trial.rules
    ]
    assert all(r.passes + r.fails + r.unknown == 500 for r in counted.rules)


def test_the_same_seed_gives_the_same_counts_and_another_others():
    book = open_rulebook([("few", "employees < 3"), ("south", "region_in('26', '48')")], Occasion(DAY, DAY))
    assert count_synthetic(book, 400, 1) == count_synthetic(book, 400, 1)
    assert count_synthetic(book, 400, 1) != count_synthetic(book, 400, 2)


def test_a_rule_that_asks_nothing_of_anybody_lets_all_through():
    counted = count_synthetic(open_rulebook([("all", "true")], Occasion(DAY, DAY)), 50, 1)
    assert (counted.rules[0].passes, counted.eligible) == (50, 50)
