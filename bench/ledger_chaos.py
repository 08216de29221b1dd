"""The ledger under kill -9: clients and the database are killed at random points, again and again.

    python bench/ledger_chaos.py [KILLS] [SEED]

What is done and what must hold at the end: ``chaos.py``. Making the database and its tables comes first and
takes longer than a dozen kills; it is not part of the time that is told.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import service


def main(kills: int, seed: int) -> int:
    with service.running(), tempfile.TemporaryDirectory(prefix="dure-chaos-") as name:
        # Its imports need Django.
        import chaos

        found = chaos.run(Path(name), Path(os.environ["DURE_DATA_DIR"]) / "postgres", kills, seed)
    print("\n".join(found.told()))
    return 0 if found.sound else 1


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 200, numbers[1] if len(numbers) > 1 else 1))
