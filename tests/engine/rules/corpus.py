"""The conformance corpus (``conformance.yaml``), read: groups of cases that every executor must pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.rows import row_of

_ANSWERS = {True: True, False: False, "unknown": None}


@dataclass(frozen=True)
class Group:
    """One rule on its days with its cases; or the parameter and the day that the law has no value for."""

    title: str
    rule: str
    days: Days
    rows: tuple[dict[str, Any], ...]
    replies: tuple[Reply, ...]
    error: dict[str, str] | None


@cache
def corpus() -> tuple[Group, ...]:
    return tuple(_groups())


def _groups() -> Iterator[Group]:
    document = YAML(typ="safe").load(Path(__file__).with_name("conformance.yaml").read_text(encoding="utf-8"))
    for group in document["groups"]:
        cases = [(answer, cells, missing) for answer, cells, *missing in group.get("cases", ())]
        yield Group(
            group["title"],
            group["rule"],
            Days(**group.get("days", document["days"])),
            tuple(row_of(cells) for _, cells, _ in cases),
            tuple(Reply(_ANSWERS[answer], frozenset(*missing)) for answer, _, missing in cases),
            group.get("error"),
        )
