"""A file of applications to tops-2025 that has a little of everything, and its decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tests.files.commands import business_no, done, read_csv, write_csv

EXECUTORS = (
    "acorn", "otter", "pinecone", "firefly", "snail", "dandelion", "crane", "sparrow", "mackerel", "walnut",
)  # fmt: skip
HEADER = (
    "application_no", "business_no", "name", "choices", "score", "region", "owner_female", "owner_birth_year",
)  # fmt: skip
DECISIONS = (
    "application_no", "decision", "executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason",
)  # fmt: skip
SEED = "2025-03-18 첫 공"


def crowd() -> list[list[str]]:
    """Return applications at promote: 30 seats at each executor, 40 reserved and 55 more at one of them."""
    rows = [list(HEADER)]
    for i in range(90):
        rows.append(
            [
                f"A{i}",
                business_no(i + 1),
                f"상호 {i}",
                ["acorn", "acorn;otter", "acorn ; otter; crane"][i % 3] if i < 85 else "acorn",
                "" if i == 89 else str(50 + (i * 7 % 45) + (0.5 if i % 2 else 0)),
                "1111010100" if i % 3 else "5011010100",
                ("true", "false", "")[i % 3],
                str(1960 + i % 45) if i % 5 else "",
            ]
        )
    return rows


def small() -> list[list[str]]:
    """Return a few applications at consult that are all selected but for the last, who has no score."""
    return [
        list(HEADER),
        ["a1", business_no(1), "가", "acorn;otter", "90", "11110", "false", "1970"],
        ["A10", business_no(2), "나", "otter", "80.5", "50110", "true", "1990"],
        ["가", business_no(3), "다", "acorn", "70.125", "26110", "", ""],
        ["A2", business_no(4), "라", "acorn;crane", "70.124", "41110", "", "2001"],
        ["=1+1", business_no(5), "마", "crane", "0", "", "", ""],
        ["#8", business_no(6), "바", "otter;acorn", "", "", "", ""],
    ]


def selected(folder: Path, rows: Sequence[Sequence[str]], stage: str, *options: str) -> list[dict[str, str]]:
    """Select and return the decisions as written."""
    source = write_csv(folder / "applications.csv", rows)
    done("select", "tops-2025", stage, source, "-o", folder / "decisions.csv", *options)
    header, *cells = read_csv(folder / "decisions.csv")
    assert tuple(header) == DECISIONS
    return [dict(zip(header, row, strict=True)) for row in cells]


def draw(number: str, seed: str) -> str:
    """Return the place in the draw: the smaller text comes first among equal scores."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()
