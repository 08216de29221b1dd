"""`dure --help` as a whole process, at most 0.5 s, beside a Python that does nothing, in the same run."""

from __future__ import annotations

import sys

from measure import in_turn, median, verdict


def main() -> int:
    nothing = [sys.executable, "-c", "pass"]
    help_ = [sys.executable, "-m", "dure.cli.main", "--help"]
    idle, asked = map(median, in_turn(nothing, help_, runs=7))
    print(verdict("dure --help, wall", asked.wall, 0.5, " s"))
    print(f"ratio to an empty Python: {asked.wall / idle.wall:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
