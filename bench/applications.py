"""Invented applications for benches, reproducible by seed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from dure.engine.profile.business_number import check_digit
from dure.files.programmes import open_programme


def write_applications(path: Path, count: int, seed: int = 1, choices: int = 10) -> None:
    """Write applications to tops-2025's ``consult``: each chooses up to ``choices`` executors with scores."""
    chance = random.Random(seed)
    executors = [executor.id for executor in open_programme("tops-2025").programme.executors]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        marks = [f"score.{executor}" for executor in executors]
        writer.writerow(
            ["application_no", "business_no", "choices", *marks, "region", "owner_female", "owner_birth_year"]
        )
        for number in range(count):
            chosen = chance.sample(executors, min(choices, len(executors)))
            quality = chance.gauss(70, 10)
            scores = {e: f"{min(100.0, max(0.0, quality + chance.gauss(0, 5))):.3f}" for e in chosen}
            nine = f"{100000000 + number * 89 % 900000000}"
            writer.writerow(
                [
                    f"A{number:07d}",
                    nine + str(check_digit(nine)),
                    ";".join(chosen),
                    *(scores.get(e, "") for e in executors),
                    chance.choice(["11110", "28110", "41110", "26110", "51110", "48110"]),
                    chance.choice(["true", "false", "false"]),
                    chance.randint(1955, 2002),
                ]
            )
