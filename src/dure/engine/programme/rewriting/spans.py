"""Where every value of a YAML text begins and ends, and where its key does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.reading.tree import Path


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in the text; of a list or map without brackets, from its first to its last value.

    ``key`` is where its key begins, or its own place in a list. ``inside``: it stands in somebody's brackets;
    ``brackets``: it is written in brackets of its own.
    """

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    key: int
    inside: bool
    brackets: bool


@dataclass(slots=True)
class _Open:
    """A list or map that has begun: what comes next in it, and where what stands in it has ended so far."""

    path: Path
    is_map: bool
    brackets: bool
    start: int
    key: int
    end: int
    step: str | int | None
    step_at: int


def spans_of(text: str) -> Mapping[Path, Span]:
    """Return where each value stands, by its path; raises Refused for what is no YAML."""
    return dict(_spans(text))


def _spans(text: str) -> Iterator[tuple[Path, Span]]:
    open_: list[_Open] = []
    for event in _events(text):
        if isinstance(event, CollectionStartEvent):
            a_map, at = isinstance(event, MappingStartEvent), event.start_mark.index
            path, key = _place(open_, at)
            brackets = bool(event.flow_style)
            open_.append(_Open(path, a_map, brackets, at, key, at, None if a_map else 0, at))
        elif isinstance(event, CollectionEndEvent):
            done = open_.pop()
            end = event.end_mark.index if done.brackets else done.end
            inside = any(one.brackets for one in open_)
            kind: Literal["map", "list"] = "map" if done.is_map else "list"
            yield done.path, Span(kind, done.start, end, done.key, inside, done.brackets)
            _after(open_, end)
        elif isinstance(event, ScalarEvent):
            at = event.start_mark.index
            if open_ and open_[-1].is_map and open_[-1].step is None:
                open_[-1].step, open_[-1].step_at = event.value, at
                open_[-1].end = max(open_[-1].end, event.end_mark.index)
                continue
            path, key = _place(open_, at)
            # The reader lets a block end behind the empty lines below it.
            end = at + len(text[at : event.end_mark.index].rstrip())
            yield path, Span("scalar", at, end, key, any(one.brackets for one in open_), False)
            _after(open_, end)


def _place(open_: list[_Open], at: int) -> tuple[Path, int]:
    """Return the path of the value that begins now, and where its key does."""
    if not open_:
        return (), at
    holder = open_[-1]
    step = holder.step if holder.step is not None else ""
    return (*holder.path, step), holder.step_at if holder.is_map else at


def _after(open_: list[_Open], end: int) -> None:
    """Go on after a value: to the next number of a list, or to wait for the next key of a map."""
    if open_:
        holder = open_[-1]
        holder.end = max(holder.end, end)
        holder.step = None if holder.is_map else (holder.step + 1 if isinstance(holder.step, int) else 0)


def _events(text: str) -> Iterator[Event]:
    parser = YAML(typ="safe", pure=True)
    try:
        yield from parser.parse(text)
    except MarkedYAMLError:
        raise unsafe() from None


def comments_of(text: str) -> list[str]:
    """Return the lines that are a comment, and no part of a value."""
    inside = [(span.start, span.end) for span in spans_of(text).values() if span.kind == "scalar"]
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        mark = start + len(line) - len(line.lstrip())
        if line.lstrip().startswith("#") and not any(a <= mark < b for a, b in inside):
            found.append(line.strip())
        start += len(line)
    return found


def unsafe() -> Refused:
    """Return the refusal of a file that cannot be changed in its text."""
    return refuse(
        "rewrite.unsafe",
        msg("the file is written in a way that cannot be changed in place: copy the rule into it by hand"),
    )
