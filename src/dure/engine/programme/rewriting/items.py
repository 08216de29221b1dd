"""Items of a list of a file: one more, one less, another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.programme.reading.text import text_of
from dure.engine.programme.reading.tree import Path, Plain
from dure.engine.programme.rewriting.keys import (
    column_of,
    is_alone,
    line_end,
    line_start,
    new_line_of,
    with_keys,
)
from dure.engine.programme.rewriting.proof import at, document_of, proved
from dure.engine.programme.rewriting.spans import comments_of, spans_of, unsafe
from dure.engine.programme.rewriting.writing import entry
from dure.engine.programme.rewriting.writing import item as written_item


def with_item(raw: bytes, path: Path, item: Plain) -> bytes:
    """Return a file with one more item at the end of the list at a path, which is made where it lacks.

    Raises Refused where the file cannot be changed safely.
    """
    text = text_of(raw)
    new_line, wanted = new_line_of(text), document_of(text)
    holder, key = at(wanted, path[:-1]), str(path[-1])
    if not isinstance(holder, dict):
        raise unsafe()
    listed = holder.setdefault(key, [])
    if not isinstance(listed, list):
        raise unsafe()
    blocks = _blocks(text, path)
    if blocks:
        end = blocks[-1].end
        added = new_line + written_item(item, blocks[-1].column, new_line)
        after = text[:end] + added + (text[end:] or new_line)
    elif key not in _document_at(text, path[:-1]):
        after = _with_list(text, path, item, new_line)
    else:
        span = spans_of(text)[path]
        if span.inside or not span.brackets or not is_alone(text, span):
            raise unsafe()
        column = column_of(text, span.key)
        after = text[: span.key] + entry(key, [item], column, new_line) + text[line_end(text, span.end) :]
    listed.append(item)
    return proved(raw, text, after, wanted)


def without_item(raw: bytes, path: Path, place: int) -> bytes:
    """Return a file without one item of a list, the comment right above it and those in it.

    The list's key goes with its last item. Raises Refused where the file cannot be changed safely.
    """
    text = text_of(raw)
    wanted = document_of(text)
    listed = at(wanted, path)
    if not isinstance(listed, list) or place >= len(listed):
        raise unsafe()
    if len(listed) == 1:
        return with_keys(raw, path[:-1], {str(path[-1]): None})
    blocks = _blocks(text, path)
    if not blocks:
        raise unsafe()
    start, end = blocks[place].start, blocks[place].end
    rest = text[end:].removeprefix("\r").removeprefix("\n")
    # Between two empty lines nothing is left but one of them.
    if text[:start].endswith(("\n\n", "\n\r\n")) and rest.startswith(("\n", "\r\n")):
        rest = rest.removeprefix("\r").removeprefix("\n")
    gone = comments_of(text[start:end])
    del listed[place]
    return proved(raw, text, text[:start] + rest, wanted, gone=gone)


def with_order(raw: bytes, path: Path, order: Sequence[int]) -> bytes:
    """Return a file with the items of a list in another order, each with the comment right above it.

    Raises Refused unless ``order`` names each place once, and where the file cannot be changed safely.
    """
    text = text_of(raw)
    wanted = document_of(text)
    listed, blocks = at(wanted, path), _blocks(text, path)
    if not isinstance(listed, list) or sorted(order) != list(range(len(listed))) or not blocks:
        raise unsafe()
    if list(order) == sorted(order):
        return raw
    pieces, done = [], 0
    for block, place in zip(blocks, order, strict=True):
        pieces += [text[done : block.start], text[blocks[place].start : blocks[place].end]]
        done = block.end
    listed[:] = [listed[place] for place in order]
    return proved(raw, text, "".join([*pieces, text[done:]]), wanted, moved=True)


# --- the lines of an item -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one item, from the comment right above it to the end of its last line."""

    start: int
    end: int
    column: int


def _blocks(text: str, path: Path) -> list[_Block]:
    """Return the lines of each item of a list; none where it has none. Raises Refused for brackets."""
    spans = spans_of(text)
    span = spans.get(path)
    if span is None or span.kind != "list":
        return []
    if span.brackets and (*path, 0) in spans:
        raise unsafe()
    blocks: list[_Block] = []
    while (inner := spans.get((*path, len(blocks)))) is not None:
        start = line_start(text, inner.start)
        before = text[start : inner.start]
        if before.strip() != "-":
            raise unsafe()
        column = before.index("-")
        least = blocks[-1].end if blocks else span.key
        blocks.append(_Block(_with_comment(text, start, least, column), line_end(text, inner.end), column))
    return blocks


def _with_comment(text: str, start: int, least: int, column: int) -> int:
    """Return where the comment begins that stands right above a line, at the same column."""
    while start > least:
        above = line_start(text, start - 1)
        line = text[above:start]
        if above < least or not line.startswith(" " * column + "#"):
            break
        start = above
    return start


def _document_at(text: str, path: Path) -> dict[str, Plain]:
    found = at(document_of(text), path)
    return found if isinstance(found, dict) else {}


def _with_list(text: str, path: Path, item: Plain, new_line: str) -> str:
    """Return the text with a list that was not there: at the end of what it belongs to."""
    spans, key = spans_of(text), str(path[-1])
    holder = spans.get(path[:-1])
    sisters = [span for known, span in spans.items() if known and known[:-1] == path[:-1]]
    if holder is None or holder.brackets or holder.inside or not sisters:
        raise unsafe()
    last = max(sisters, key=lambda span: span.end)
    column, end = column_of(text, last.key), line_end(text, last.end)
    if not path[:-1]:
        end = len(text.rstrip())  # behind the comments that close a file
    added = new_line + " " * column + entry(key, [item], column, new_line)
    return text[:end] + added + (text[end:] or new_line)
