"""A crowd before one door: each gets its own outcome, and whoever comes meanwhile is done together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from dure.domains.events.crowd import Crowd


def test_whoever_is_alone_is_done_at_once():
    crowd: Crowd[int, int] = Crowd(lambda some: [2 * one for one in some], most=8)
    assert [crowd.join(1), crowd.join(5)] == [2, 10]


def test_what_comes_while_one_is_done_is_done_together_up_to_a_bound():
    came, go = Event(), Event()
    done: list[list[int]] = []

    def do(some: Sequence[int]) -> list[int]:
        if not done:
            came.set()
            assert go.wait(30)
        done.append(list(some))
        return [-one for one in some]

    crowd: Crowd[int, int] = Crowd(do, most=3)
    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(crowd.join, 1)
        assert came.wait(30)
        others = [threads.submit(crowd.join, n) for n in range(2, 7)]
        while len(crowd._waiting) < 5:
            Event().wait(0.01)
        go.set()
        assert [first.result(30), *(other.result(30) for other in others)] == [-1, -2, -3, -4, -5, -6]
    assert done[0] == [1]
    assert [len(some) for some in done] == [1, 3, 2]


def test_a_refusal_is_raised_to_whom_it_concerns_and_to_nobody_else():
    def do(some: Sequence[int]) -> list[int | Exception]:
        return [ValueError("odd") if one % 2 else one for one in some]

    crowd: Crowd[int, int] = Crowd(do, most=8)
    with pytest.raises(ValueError, match="odd"):
        crowd.join(3)
    assert crowd.join(4) == 4


def test_a_fault_of_the_door_itself_is_told_and_leaves_it_open():
    calls = []

    def do(some: Sequence[int]) -> list[int]:
        calls.append(some)
        if len(calls) == 1:
            raise RuntimeError("the disk is full")
        return list(some)

    crowd: Crowd[int, int] = Crowd(do, most=8)
    with pytest.raises(RuntimeError, match="disk"):
        crowd.join(1)
    assert crowd.join(2) == 2


def test_too_few_outcomes_are_a_fault_and_never_somebody_elses_outcome():
    crowd: Crowd[int, int] = Crowd(lambda some: [], most=8)
    with pytest.raises(AssertionError):
        crowd.join(1)
