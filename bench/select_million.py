"""A million applicants, 27 executors, three choices each, three set-asides and a cap: selected and proved.

Limits: 5 s from applications in memory to decisions with every reason written out, 5 s for the independent
checker on the rows of both files, each in a process of its own. The best assignment by OR-Tools stands beside
it in the same run: its time, and what the selection falls short of it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time

import numpy as np

from dure.engine.selection import Application, Decision, Share, StagePlan, plan_stage, select
from dure.engine.selection.optimum import optimum
from dure.engine.selection.plan import DECISION_COLUMNS, score_text
from dure.engine.verification.arrays import ArrayTools
from dure.engine.verification.checker import Columns, find_faults
from dure.files.decisions import decision_cells
from dure.files.selecting import stage_description
from measure import verdict

EXECUTORS, CHOICES, PLACES, SEED = 27, 3, 300, "bench"


def case(count: int) -> tuple[StagePlan, list[Application]]:
    """Return the plan and the applications, reproducible."""
    chance = np.random.default_rng(7)
    names = [f"e{i:02d}" for i in range(EXECUTORS)]
    plan = plan_stage(
        stage="bench",
        executors=tuple(names),
        capacities=dict.fromkeys(names, PLACES),
        quota=EXECUTORS * PLACES,
        choices_limit=CHOICES,
        reserve_length=60,
        set_asides=(Share("outside_capital", 4000), Share("female", 1000), Share("youth", 1000)),
        caps=(Share("retail", 3000),),
    )
    chosen = chance.random((count, EXECUTORS)).argpartition(CHOICES, axis=1)[:, :CHOICES]
    quality = chance.normal(70, 10, (count, 1))
    scores = np.clip((quality + chance.normal(0, 5, (count, CHOICES))) * 1000, 0, 100_000).astype(int)
    outside, female, youth, retail = (chance.random(count) < share for share in (0.25, 0.3, 0.15, 0.45))
    masks = (outside + 2 * female + 4 * youth).tolist()
    listed, marks, caps = chosen.tolist(), scores.tolist(), retail.astype(int).tolist()
    return plan, [
        Application(f"A{n:07d}", tuple([names[e] for e in listed[n]]), tuple(marks[n]), masks[n], caps[n])
        for n in range(count)
    ]


def rows_of(plan: StagePlan, applications: list[Application]) -> Columns:
    """Return the applications as the rows of their file, column by column."""
    columns: dict[str, list[str]] = {
        "application_no": [a.application_no for a in applications],
        "choices": [";".join(a.choices) for a in applications],
    }
    marks = {f"score.{executor}": [""] * len(applications) for executor in plan.executors}
    for n, a in enumerate(applications):
        for choice, score in zip(a.choices, a.scores, strict=True):
            marks[f"score.{choice}"][n] = score_text(score)
    truth = ("false", "true")
    traits = {
        f"trait.{share.id}": [truth[a.set_asides >> t & 1] for a in applications]
        for t, share in enumerate(plan.set_asides)
    }
    caps = {
        f"trait.{share.id}": [truth[a.caps >> c & 1] for a in applications]
        for c, share in enumerate(plan.caps)
    }
    return Columns(columns | marks | traits | caps)  # type: ignore[arg-type]


def decision_rows(decisions: list[Decision]) -> list[dict[str, str]]:
    return [dict(zip(DECISION_COLUMNS, decision_cells(d), strict=True)) for d in decisions]


def measure(what: str, count: int) -> None:
    """Measure one thing in this process and print its seconds."""
    plan, applications = case(count)
    gc.collect()
    gc.freeze()
    gc.disable()  # as the commands do: nothing here refers back to itself
    start = time.perf_counter()
    decisions = select(plan, applications, SEED)
    seconds = time.perf_counter() - start
    selected = sum(d.decision == "selected" for d in decisions)
    if what == "verify":
        rows, decided = rows_of(plan, applications), decision_rows(decisions)
        described = stage_description(plan)
        start = time.perf_counter()
        # With the tools that `dure verify` and `dure replay` give it; the program in a bundle has its own.
        several = os.cpu_count() or 1
        faults = find_faults(described, rows, decided, SEED, processes=several, tools=ArrayTools())
        seconds = time.perf_counter() - start
        assert not faults, faults[:3]
    if what == "optimum":
        start = time.perf_counter()
        best = optimum(plan, applications, decisions, SEED, most_choices=count * CHOICES)
        seconds = time.perf_counter() - start
        assert best is not None
        share = 100 * best.chosen / best.points
        print(f"{seconds:.3f} {selected} {share:.2f} {best.complaints}")
        return
    print(f"{seconds:.3f} {selected}")


def in_own_process(what: str, count: int) -> list[str]:
    command = [sys.executable, __file__, str(count), what]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def main(count: int) -> int:
    taken, selected = in_own_process("select", count)
    proved, _ = in_own_process("verify", count)
    print(f"{count:,} applicants x {CHOICES} choices, {EXECUTORS} executors, 3 set-asides, 1 cap")
    print(verdict(f"select, {int(selected):,} selected, reasons written", float(taken), 5, " s"))
    print(verdict("verify", float(proved), 5, " s"))
    flow, _, share, complaints = in_own_process("optimum", count)
    print(
        f"OR-Tools, greatest sum of scores: {float(flow):.2f} s; the selection has {share} % of it, without a"
    )
    print(f"justified complaint; the greatest sum would leave {int(complaints):,}")
    print(f"ratio OR-Tools / select: {float(flow) / float(taken):.2f}")
    return 0


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        measure(sys.argv[2], size)
    else:
        sys.exit(main(size))
