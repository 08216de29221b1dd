"""The index that `dure library` reads is what the files say, and reading it loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys

from tools.library_index import TARGET, index_text

LOADED = """
import sys
from dure.cli.main import main
main(["library", "--json"])
heavy = ("pydantic", "ruamel.yaml", "duckdb", "sqlglot")
sys.stderr.write(" ".join(name for name in heavy if name in sys.modules))
"""


def test_the_index_is_what_the_files_say():
    assert TARGET.read_text(encoding="utf-8") == index_text(), "run: .venv/bin/python tools/library_index.py"


def test_the_list_reads_no_programme_file():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("[")
    assert done.stderr == ""
