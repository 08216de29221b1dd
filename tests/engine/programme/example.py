"""A small valid programme file, and ways to spoil it and read what is said."""

from __future__ import annotations

import pytest

from dure.engine.problems import Problem, Refused
from dure.engine.programme import load

SMALL = """\
id: small
title: {ko: 작은 사업, en: Small}
year: 2025
window:
  opens_at: 2025-03-18T09:00:00+09:00
  closes_at: 2025-04-18T18:00:00+09:00
reference_day: 2025-03-18
executors:
  - id: one
    name: {ko: 하나, en: One}
  - id: two
    name: {ko: 둘, en: Two}
eligibility:
  - id: open_shop
    rule: NOT closed()
    reason: {ko: 폐업, en: Closed}
stages:
  - id: first
    title: {ko: 첫째, en: First}
    quota: {total: 20, per_executor: 10}
    set_asides:
      - id: female
        title: {ko: 여성, en: Women}
        share_bp: 1000
        rule: owner_female
  - id: second
    title: {ko: 둘째, en: Second}
    over: all
    chosen_by: score
    quota: {total: 5}
"""


def spoiled(*changes: tuple[str, str], add: str = "") -> str:
    """Return the small file with texts replaced (each must be there once) and lines added at the end."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text + add


def said(text: str | bytes) -> list[str]:
    """Return every problem of a file as ``line:column: sentence``, warnings marked, accepted or not."""
    return [_line(problem) for problem in problems(text)]


def problems(text: str | bytes) -> tuple[Problem, ...]:
    raw = text.encode() if isinstance(text, str) else text
    try:
        return load(raw).problems
    except Refused as refused:
        return refused.problems


def refused(text: str) -> list[str]:
    """Return the problems of a file that must not be accepted."""
    with pytest.raises(Refused) as caught:
        load(text.encode())
    return [_line(problem) for problem in caught.value.problems]


def warned(text: str) -> list[str]:
    """Return the warnings of a file that must be accepted."""
    return [_line(problem) for problem in load(text.encode()).problems]


def _line(problem: Problem) -> str:
    mark = "" if problem.is_error else "warning: "
    return f"{problem.line}:{problem.column}: {mark}{problem.message.format(**problem.params)}"
