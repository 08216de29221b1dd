"""A national round for the checker's stopwatch: 200,000 applications, ten executors, all ten chosen.

    python large_case.py [FOLDER]    # writes a bundle to FOLDER if one is named, prints the times

The decisions are written by the checker's own second half (what it expects), so that no selector is needed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from dure.engine.verification import checker

Row = dict[str, str]
EXECUTORS = ["naru", "dasom", "garam", "maru", "nuri", "haneul", "bora", "sol", "byeol", "onnuri"]
SEED = "a text drawn in public"


def stage(per_executor: int = 300, *, caps: int = 0) -> dict[str, Any]:
    set_asides = [("outside_capital", 4000), ("female", 1000), ("youth", 1000)]
    return {
        "id": "consult",
        "executors": [{"id": name, "capacity": per_executor} for name in EXECUTORS],
        "pooled": False,
        "quota": per_executor * len(EXECUTORS),
        "choices_limit": 10,
        "reserve_length": 60,
        "set_asides": [{"id": name, "share_bp": share} for name, share in set_asides],
        "caps": [{"id": "retail", "share_bp": 3000}][:caps],
    }


def applications(count: int, *, per_executor_scores: bool, caps: int = 0, seed: int = 7) -> list[Row]:
    drawn = random.Random(seed)  # noqa: S311 (made-up data)
    rows = []
    for k in range(count):
        row = {
            "application_no": f"2025-{k:06d}",
            "choices": ";".join(drawn.sample(EXECUTORS, len(EXECUTORS))),
            "trait.outside_capital": "true" if drawn.random() < 0.45 else "false",
            "trait.female": "true" if drawn.random() < 0.4 else "false",
            "trait.youth": drawn.choice(["true", "false", "false", ""]),
        }
        if caps:
            row["trait.retail"] = "true" if drawn.random() < 0.5 else "false"
        ability = drawn.gauss(65, 10)
        for column in [f"score.{name}" for name in EXECUTORS] if per_executor_scores else ["score"]:
            row[column] = f"{min(100, max(0, drawn.gauss(ability, 6))):.3f}"
        rows.append(row)
    return rows


def decisions(described: dict[str, Any], rows: list[Row], seed: str) -> list[Row]:
    rules, _ = checker.read_stage(described)
    assert rules is not None
    people, _ = checker.read_applications(rules, rows, seed)
    assert people is not None
    optimal, ranking = checker.optimal_and_ranked(rules, people, 1)
    choices, _ = checker.certificate(rules, people, ranking, optimal)
    expected = checker.Expected(rules, people, ranking, optimal, choices).rows(0, len(rows))
    columns = checker.DECISION_COLUMNS
    decided = [
        dict(zip(columns, (number, *cells), strict=True))
        for number, cells in zip(people.numbers, expected, strict=True)
    ]
    return sorted(decided, key=lambda row: row["application_no"])


def write_bundle(
    folder: Path, described: dict[str, Any], applied: list[Row], decided: list[Row], seed: str | None
) -> None:
    """Write the files of an unzipped bundle: data, checker, manifest with the SHA-256 of each."""
    (folder / "stage.json").write_text(json.dumps(described), encoding="utf-8")
    for name, rows in (("applications.csv", applied), ("decisions.csv", decided)):
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    shutil.copy(checker.__file__, folder / "checker.py")
    write_manifest(folder, described["id"], seed)


def write_manifest(folder: Path, stage_id: str, seed: str | None) -> None:
    names = sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    manifest = {
        "format": "dure-bundle/1",
        "programme": {"id": "tops-2025", "hash": "0" * 64},
        "stage": stage_id,
        "seed": seed,
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def main(arguments: list[str]) -> None:
    for per_executor_scores, caps in ((False, 0), (True, 1)):
        described = stage(caps=caps)
        applied = applications(200_000, per_executor_scores=per_executor_scores, caps=caps)
        decided = decisions(described, applied, SEED)
        start, cpu = time.perf_counter(), time.process_time()
        faults = checker.find_faults(described, applied, decided, SEED)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        what = "a score per executor, one cap" if per_executor_scores else "one score"
        print(f"{what}: {len(faults)} faults, {wall:.1f} s wall, {cpu:.1f} s CPU, peak {peak} MB")  # noqa: T201
        if arguments and per_executor_scores:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            write_bundle(folder, described, applied, decided, SEED)


if __name__ == "__main__":
    main(sys.argv[1:])
