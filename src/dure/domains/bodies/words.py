"""Words that people write, checked alike by all services of this subject."""

from __future__ import annotations

from dure.engine.problems import Problem, msg

LONGEST = 1000


def faults(code: str, text: str) -> list[Problem]:
    """Return what is wrong with a text that has to be written."""
    if not text:
        return [Problem(code, msg("write the reason"))]
    if len(text) > LONGEST:
        return [Problem(code, msg("at most {most} letters"), {"most": f"{LONGEST:,}"})]
    return []
