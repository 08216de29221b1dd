"""Write the ``needs`` of every shipped file anew: exactly what it uses and this version does not run.

    .venv/bin/python tools/library_needs.py

Run it after a line of ``capabilities.py`` has changed: all else in the files stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from pathlib import Path

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.capabilities import CAPABILITIES

LIBRARY = Path(__file__).resolve().parent.parent / "src/dure/library"
REMARK = "# 이 버전의 Dure가 아직 실행하지 않는 기능. What this version of Dure does not run yet.\n"
SECTION = re.compile(rf"({re.escape(REMARK)})?^needs:\n(?:  - \w+\n)+\n?", re.MULTILINE)
BEFORE = "assumed:\n"


def with_needs(text: str) -> str:
    """Return a programme file with its needs as they are now, the section before ``assumed``."""
    rest = SECTION.sub("", text)
    every = [c.id for c in CAPABILITIES.values() if not c.runs]
    unmet = load(_with(rest, every).encode()).unmet_needs
    return _with(rest, unmet) if unmet else rest


def _with(text: str, needs: list[str] | tuple[str, ...]) -> str:
    section = f"{REMARK}needs:\n" + "".join(f"  - {need}\n" for need in needs) + "\n"
    head, found, tail = text.partition(f"\n{BEFORE}")
    if not found:
        raise ValueError(f"no line “{BEFORE.strip()}” to stand before")
    return f"{head}\n{section}{BEFORE}{tail}"


if __name__ == "__main__":
    changed = 0
    for path in sorted(LIBRARY.glob("*.yaml")):
        old = path.read_text(encoding="utf-8")
        try:
            new = with_needs(old)
        except Refused as refused:
            print(f"{path.name}: not written: {refused}")
            continue
        if new != old:
            changed += 1
            path.write_text(new, encoding="utf-8", newline="\n")
            print(path.name)
    print(f"needs: {changed} files written")
