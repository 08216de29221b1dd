"""The proof of a change: the old document with what was asked for comes out, and the same comments."""

from __future__ import annotations

from collections.abc import Iterable

from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.tree import Path, Plain, plain
from dure.engine.programme.rewriting.spans import comments_of, unsafe

_BOM = b"\xef\xbb\xbf"


def document_of(text: str) -> Plain:
    """Return what a text says; raises Refused for one that cannot be read."""
    root, faults = read_tree(text)
    if root is None or faults:
        raise unsafe()
    return plain(root)


def at(document: Plain, path: Path) -> Plain:
    """Return the value at a path, None where there is none."""
    found = document
    for step in path:
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def proved(
    raw: bytes, text: str, after: str, wanted: Plain, *, gone: Iterable[str] = (), moved: bool = False
) -> bytes:
    """Return the bytes of a changed text; raises Refused unless only what is wanted has changed.

    ``gone`` are comments that went with what was taken away; ``moved``: their order may be another one.
    """
    root, faults = read_tree(after)
    if faults or root is None or plain(root) != wanted:
        raise unsafe()
    before, now = comments_of(text), comments_of(after)
    for comment in gone:
        before.remove(comment)
    if (sorted(before) != sorted(now)) if moved else (before != now):
        raise unsafe()
    return (_BOM if raw.startswith(_BOM) else b"") + after.encode()
