"""Keys of one part of a file: other values, keys added, keys taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dure.engine.programme.reading.text import text_of
from dure.engine.programme.reading.tree import Path, Plain
from dure.engine.programme.rewriting.proof import at, document_of, proved
from dure.engine.programme.rewriting.spans import Span, comments_of, spans_of, unsafe
from dure.engine.programme.rewriting.writing import entry, inline


def with_keys(raw: bytes, part: Path, keys: Mapping[str, Plain]) -> bytes:
    """Return a file in which the part at a path has these values; None takes a key away.

    Raises Refused where there is no such part, and where the file cannot be changed safely.
    """
    text = after = text_of(raw)
    wanted = document_of(text)
    changes = list(_changes(at(wanted, part), part, keys))
    for path, value in changes:
        after = _with_value(after, path, value) if value is not None else _without(after, path)
        _put(wanted, path, value)
    if after == text:
        return raw
    gone = [] if all(value is not None for _, value in changes) else _missing(text, after)
    return proved(raw, text, after, wanted, gone=gone)


def _changes(document: Plain, base: Path, keys: Mapping[str, Plain]) -> list[tuple[Path, Plain]]:
    """Return what differs, as deep as both sides are maps, so that the rest stays as it is written."""
    if not isinstance(document, dict):
        raise unsafe()
    found: list[tuple[Path, Plain]] = []
    for key, value in keys.items():
        before = document.get(key)
        if before == value:
            continue
        if isinstance(before, dict) and isinstance(value, dict) and value:
            lacking: dict[str, Plain] = dict.fromkeys(before)
            found += _changes(before, (*base, key), {**lacking, **value})
        else:
            found.append(((*base, key), value))
    # What is added first keeps a map from being empty in between.
    return sorted(found, key=lambda change: change[1] is None)


def _put(document: Plain, path: Path, value: Plain) -> None:
    parent = at(document, path[:-1])
    if not isinstance(parent, dict):
        raise unsafe()
    if value is None:
        del parent[str(path[-1])]
    else:
        parent[str(path[-1])] = value


def _with_value(text: str, path: Path, value: Plain) -> str:
    """Return the text with one value replaced; a missing key is written after its last sister."""
    spans = spans_of(text)
    new_line = new_line_of(text)
    span, key = spans.get(path), str(path[-1])
    if span is not None:
        if span.kind == "scalar" or span.brackets:
            written = inline(value, column_of(text, span.key), new_line, flow=span.inside)
            # Behind a key without a value nothing stands, not even the space.
            space = " " if text[span.start - 1 : span.start] == ":" else ""
            return text[: span.start] + space + written + text[span.end :]
        return _without(text, path, instead=entry(key, value, column_of(text, span.key), new_line))
    holder = spans.get(path[:-1])
    sisters = [one for known, one in spans.items() if known[:-1] == path[:-1] and known]
    if holder is None or not sisters:
        raise unsafe()
    last = max(sisters, key=lambda one: one.end)
    column = column_of(text, last.key)
    if last.inside:
        return text[: last.end] + ", " + entry(key, value, column, new_line, flow=True) + text[last.end :]
    end = line_end(text, last.end)
    return text[:end] + new_line + " " * column + entry(key, value, column, new_line) + text[end:]


def _without(text: str, path: Path, instead: str = "") -> str:
    """Return the text without a key and its value, or with something else in their place."""
    span = spans_of(text)[path]
    if span.inside:
        before, behind = text[: span.key], text[span.end :]
        followed = re.match(r"\s*,\s*", behind)
        if followed:
            return before + behind[followed.end() :]
        return re.sub(r"\s*,\s*$", "", before) + behind
    if instead:
        return text[: span.key] + instead + text[line_end(text, span.end) :]
    start, end = line_start(text, span.key), line_end(text, span.end)
    if text[start : span.key].strip():
        raise unsafe()
    return text[:start] + text[end:].removeprefix("\r").removeprefix("\n")


def _missing(before: str, after: str) -> list[str]:
    """Return the comments that went with a key's value."""
    left = comments_of(after)
    gone = []
    for comment in comments_of(before):
        if comment in left:
            left.remove(comment)
        else:
            gone.append(comment)
    return gone


# --- places in a text -----------------------------------------------------------------------------


def new_line_of(text: str) -> str:
    """Return how lines end in a text."""
    return "\r\n" if "\r\n" in text else "\n"


def line_start(text: str, place: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Return where the line of a place ends, before its line end."""
    end = text.find("\n", place)
    if end < 0:
        return len(text)
    return end - (text[end - 1 : end] == "\r")


def column_of(text: str, place: int) -> int:
    """Return how far a place stands in its line."""
    return place - line_start(text, place)


def is_alone(text: str, span: Span) -> bool:
    """Say whether nothing but a dash stands before a value in its line."""
    return not text[line_start(text, span.key) : span.key].replace("-", "", 1).strip()
