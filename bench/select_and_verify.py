"""200,000 applicants, ten choices each over ten executors: selected with reasons, then proved.

Limits: 10 s each, whole processes with the command line. The ratio shows what proving costs beside
selecting, in the same run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from applications import write_applications
from measure import median, run_process, verdict


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, decisions = folder / "applications.csv", folder / "decisions.csv"
        write_applications(source, count)
        dure = [sys.executable, "-m", "dure.cli.main"]
        stage = ["tops-2025", "consult", str(source)]
        select = [*dure, "select", *stage, "-o", str(decisions), "--seed", "bench"]
        verify = [*dure, "verify", *stage, str(decisions), "--seed", "bench"]
        selected = median([run_process(select) for _ in range(3)])
        verified = median([run_process(verify) for _ in range(3)])
    print(f"{count:,} applicants x 10 executors x 10 choices")
    print(f"select  {selected.wall:6.2f} s wall {selected.cpu:6.2f} s CPU {selected.peak_mb:6.0f} MB")
    print(f"verify  {verified.wall:6.2f} s wall {verified.cpu:6.2f} s CPU {verified.peak_mb:6.0f} MB")
    print(verdict("select, wall", selected.wall, 10, " s"))
    print(verdict("verify, wall", verified.wall, 10, " s"))
    print(f"ratio verify / select, CPU: {verified.cpu / selected.cpu:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
