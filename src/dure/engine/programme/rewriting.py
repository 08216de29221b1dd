"""A programme file with a rule changed or added, everything else to the letter: comments, order, layout.

Only the value itself is replaced in the text. What comes out is read again, and must be the old document with
this one change and the same comments; where that cannot be done, nothing is changed and the officer is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.text import text_of
from dure.engine.programme.reading.tree import Node, Path, Plain, plain

_BOM = b"\xef\xbb\xbf"
_WIDTH = 110
"""Longer rules are folded, as the files that ship are."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a scalar stands in the text, and where its key does (its own place, in a list)."""

    start: int
    end: int
    key: int
    flow: bool


def with_rule(raw: bytes, place: int, *, rule: str, reason: Mapping[str, str]) -> bytes:
    """Return a file with another rule text and reason at a place of ``eligibility``.

    ``reason`` is the text of each language that it has. Raises Refused where the file cannot be changed
    safely.
    """
    text = after = text_of(raw)
    wanted = _document(text)
    base: Path = ("eligibility", place)
    for path, value in {(*base, "rule"): rule, **_reasons(wanted, base, reason)}.items():
        if _at(wanted, path) != value:
            after = _with_value(after, path, value)
            _put(wanted, path, value)
    return raw if after == text else _proved(raw, text, after, wanted)


def with_new_rule(raw: bytes, id_: str, *, rule: str, reason: Mapping[str, str]) -> bytes:
    """Return a file with one more rule at the end of ``eligibility``; raises Refused as :func:`with_rule`."""
    text = text_of(raw)
    new_line = "\r\n" if "\r\n" in text else "\n"
    spans = dict(_spans(text))
    items = [path for path in spans if path[0] == "eligibility" and len(path) > 2]
    last = max((path[1] for path in items if isinstance(path[1], int)), default=-1)
    if last < 0:
        at, indent, head = len(text.rstrip()), 2, [] if ("eligibility",) in spans else ["eligibility:"]
    else:
        inside = [spans[path] for path in items if path[1] == last]
        at = text.find("\n", max(_end(text, span) for span in inside))
        at = len(text.rstrip()) if at < 0 else at - (text[at - 1 : at] == "\r")
        first = min(span.key for span in inside)
        indent, head = max(0, text[text.rfind("\n", 0, first) + 1 : first].find("-")), []
    dash, deeper = " " * indent + "- ", " " * (indent + 2)
    lines = [
        *head,
        f"{dash}id: {id_}",
        f"{deeper}rule: {_scalar(rule, indent + 2, new_line)}",
        f"{deeper}reason:",
        *(
            f"{deeper}  {language}: {_scalar(told, indent + 4, new_line)}"
            for language, told in reason.items()
        ),
    ]
    after = text[:at] + new_line + new_line.join(lines) + (text[at:] or new_line)
    wanted = _document(text)
    listed = wanted.setdefault("eligibility", []) if isinstance(wanted, dict) else None
    if not isinstance(listed, list):
        raise _unsafe()
    listed.append({"id": id_, "rule": rule, "reason": dict(reason)})
    return _proved(raw, text, after, wanted)


def _reasons(document: Plain, base: Path, reason: Mapping[str, str]) -> dict[Path, str]:
    """Return the changes of a reason, which files write as one text or as one in each language."""
    if isinstance(_at(document, (*base, "reason")), str):
        return {(*base, "reason"): told for told in list(reason.values())[:1]}
    return {(*base, "reason", language): told for language, told in reason.items()}


def _with_value(text: str, path: Path, value: str) -> str:
    """Return the text with one value replaced; a missing key is written after its sister's value."""
    spans = dict(_spans(text))
    new_line = "\r\n" if "\r\n" in text else "\n"
    span = spans.get(path)
    if span is not None:
        column = span.key - text.rfind("\n", 0, span.key) - 1
        written = _scalar(value, column, new_line, flow=span.flow)
        return text[: span.start] + written + text[_end(text, span) :]
    sisters = [one for known, one in spans.items() if known[:-1] == path[:-1]]
    if not sisters:
        raise _unsafe()
    last = max(sisters, key=lambda one: one.end)
    end = _end(text, last)
    column = last.key - text.rfind("\n", 0, last.key) - 1
    before = ", " if last.flow else new_line + " " * column
    return (
        text[:end] + f"{before}{path[-1]}: " + _scalar(value, column, new_line, flow=last.flow) + text[end:]
    )


def _end(text: str, span: _Span) -> int:
    """Return where a value ends; the reader lets a block end behind the empty lines below it."""
    return span.start + len(text[span.start : span.end].rstrip())


# --- writing a value ------------------------------------------------------------------------------


def _scalar(value: str, column: int, new_line: str, *, flow: bool = False) -> str:
    """Return a value as YAML, in the plainest way that reads as the same text."""
    single = "'" + value.replace("'", "''") + "'"
    plain_ways = [value, single] if "\n" not in value else []
    if not flow and plain_ways and len(value) + column > _WIDTH:
        plain_ways.insert(0, _folded(value, column + 2, new_line))
    for written in plain_ways:
        if _reads_as(written, value, flow=flow):
            return written
    return json.dumps(value, ensure_ascii=False)


def _folded(value: str, indent: int, new_line: str) -> str:
    lines, line = [], ""
    for word in value.split(" "):
        if line and len(line) + len(word) + 1 > _WIDTH - indent:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return new_line.join([">-", *(" " * indent + one for one in [*lines, line])])


def _reads_as(written: str, value: str, *, flow: bool) -> bool:
    text = f"{{k: {written}, l: 1}}" if flow else f"k: {written}\nl: 1\n"
    root, faults = read_tree(text)
    return not faults and root is not None and plain(root) == {"k": value, "l": 1}


# --- where values stand, and the proof ------------------------------------------------------------


def _spans(text: str) -> Iterator[tuple[Path, _Span]]:
    """Yield where each scalar value stands, by its path; an empty list or map ends at its own end."""
    open_: list[tuple[bool, bool]] = []  # is a map, is written in brackets
    steps: list[tuple[str | int | None, int]] = []  # the key or number that waits, and where it stands
    for event in _events(text):
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            open_.pop()
            steps.pop()
            _next(open_, steps)
        elif isinstance(event, CollectionStartEvent):
            a_map = isinstance(event, MappingStartEvent)
            open_.append((a_map, bool(event.flow_style)))
            steps.append((None if a_map else 0, event.start_mark.index))
        elif isinstance(event, ScalarEvent):
            if open_ and open_[-1][0] and steps[-1][0] is None:
                steps[-1] = (event.value, event.start_mark.index)
                continue
            path = tuple(step for step, _ in steps if step is not None)
            flow = any(brackets for _, brackets in open_)
            yield (
                path,
                _Span(event.start_mark.index, event.end_mark.index, steps[-1][1] if steps else 0, flow),
            )
            _next(open_, steps)


def _next(open_: list[tuple[bool, bool]], steps: list[tuple[str | int | None, int]]) -> None:
    """Go on after a value: to the next number of a list, or to wait for the next key of a map."""
    if steps:
        step, start = steps[-1]
        steps[-1] = (None, start) if open_[-1][0] else (step + 1 if isinstance(step, int) else 0, start)


def _events(text: str) -> Iterator[Event]:
    parser = YAML(typ="safe", pure=True)
    try:
        yield from parser.parse(text)
    except MarkedYAMLError:
        raise _unsafe() from None


def _document(text: str) -> Plain:
    root, faults = read_tree(text)
    if root is None or faults:
        raise _unsafe()
    return plain(root)


def _at(document: Plain, path: Path) -> Plain:
    found = document
    for step in path:
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def _put(document: Plain, path: Path, value: str) -> None:
    parent = _at(document, path[:-1])
    if isinstance(parent, dict):
        parent[str(path[-1])] = value
        return
    raise _unsafe()


def _proved(raw: bytes, text: str, after: str, wanted: Plain) -> bytes:
    """Return the bytes of a changed text; raises Refused unless only what is wanted has changed."""
    root: Node | None
    root, faults = read_tree(after)
    if faults or root is None or plain(root) != wanted or _comments(text) != _comments(after):
        raise _unsafe()
    return (_BOM if raw.startswith(_BOM) else b"") + after.encode()


def _comments(text: str) -> list[str]:
    """Return the lines that are a comment, and no part of a value."""
    inside = [(span.start, span.end) for _, span in _spans(text)]
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        mark = start + len(line) - len(line.lstrip())
        if line.lstrip().startswith("#") and not any(a <= mark < b for a, b in inside):
            found.append(line.strip())
        start += len(line)
    return found


def _unsafe() -> Refused:
    return refuse(
        "rewrite.unsafe",
        msg("the file is written in a way that cannot be changed in place: copy the rule into it by hand"),
    )
