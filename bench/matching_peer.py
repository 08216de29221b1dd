"""Residents and ten hospitals: ours beside `matching` (PyPI), equal results, in the same run.

The peer takes much longer for more residents. It is stopped once it has taken STOP times the processor
seconds of ours: then it is at least so many times slower, which is what is printed. Before, its growth is
shown on smaller sizes. Both are one thread; processor seconds are counted, so that a busy machine is fair to
both.
"""

from __future__ import annotations

import math
import multiprocessing
import random
import resource
import signal
import sys
import time
import warnings
from multiprocessing.connection import Connection
from typing import Any

from dure.engine.selection import Application, plan_stage, select

STOP = 110
"""A little more than the hundred times that are asked for, so that a slow moment of ours does not decide."""
HOSPITALS = tuple(f"h{i}" for i in range(10))


def case(residents: int) -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    """Return whom residents prefer, best first, and their scores: no two equal ones at one hospital."""
    chance = random.Random(7)
    prefers = {f"r{i:05d}": chance.sample(HOSPITALS, len(HOSPITALS)) for i in range(residents)}
    scores = {r: dict(zip(HOSPITALS, chance.sample(range(100_000), 10), strict=True)) for r in prefers}
    for h in HOSPITALS:
        for place, r in enumerate(sorted(prefers, key=lambda r: (scores[r][h], r))):
            scores[r][h] = place
    return prefers, scores


def ours(residents: int) -> tuple[dict[str, str], float]:
    """Return who is placed where by the selection, reasons included, and its seconds."""
    prefers, scores = case(residents)
    capacity = residents // 20
    start = time.process_time()
    plan = plan_stage(
        stage="match",
        executors=HOSPITALS,
        capacities=dict.fromkeys(HOSPITALS, capacity),
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
    seconds = time.process_time() - start
    return {d.application_no: d.executor for d in decisions if d.decision == "selected"}, seconds


def theirs(residents: int, limit: float, to: Connection) -> None:
    """Send who is placed where by the peer with its seconds; end without a word at the limit."""
    from matching.games import HospitalResident

    prefers, scores = case(residents)
    ranked = {h: sorted(prefers, key=lambda r: -scores[r][h]) for h in HOSPITALS}
    warnings.simplefilter("ignore")
    start = time.process_time()
    most = math.ceil(start + limit)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    seats = dict.fromkeys(HOSPITALS, residents // 20)
    game = HospitalResident.create_from_dictionaries(prefers, ranked, seats)
    solved: Any = game.solve(optimal="resident")
    seconds = time.process_time() - start
    to.send(({str(r): str(h) for h, placed in solved.items() for r in placed}, seconds))


def compare(residents: int) -> tuple[bool, float]:
    """Compare both on a size; return whether nothing differs, and how many times slower the peer is."""
    placed, seconds = min((ours(residents) for _ in range(3)), key=lambda run: run[1])
    limit = STOP * seconds
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    peer = context.Process(target=theirs, args=(residents, limit, sender), daemon=True)
    peer.start()
    sender.close()
    try:
        told = receiver.recv()
    except EOFError:  # stopped
        told = None
    peer.join()
    if told is None and peer.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"the peer failed: {peer.exitcode}")
    size = f"{residents:,} residents, 10 hospitals of {residents // 20}"
    if told is None:
        print(f"{size}: matching stopped at {limit:.1f} s, dure {seconds:.3f} s, reasons included")
        print(f"ratio: at least {STOP} times faster (the peer had not ended, results are not compared)")
        return True, STOP
    expected, long = told
    same = placed == expected
    print(f"{size}: {'equal' if same else 'DIFFERENT'} results")
    print(f"matching {long:7.3f} s   dure {seconds:7.3f} s, reasons included")
    print(f"ratio: {long / seconds:.1f} times faster")
    return same, long / seconds


def main(residents: int) -> int:
    sizes = [size for size in (1_250, 2_500) if size < residents]
    compared = [compare(size) for size in (*sizes, residents)]
    return 0 if all(same for same, _ in compared) and compared[-1][1] >= 100 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
