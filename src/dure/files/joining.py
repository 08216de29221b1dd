"""Rows of parquet files put one behind the other as they are encoded, under one footer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dure.files.compact import I64, LIST, STRUCT, Items, Struct
from dure.files.footers import (
    BYTES,
    COLUMNS,
    GROUPS,
    MAGIC,
    ROWS,
    ROWS_OF_GROUP,
    SCHEMA,
    copy_pieces,
    footer_of,
    group_of,
    move_piece,
    write_footer,
)


def append_rows(target: Path, others: Sequence[Path]) -> bool:
    """Put the rows of other parquet files behind those of ``target``, in order; False: declined.

    All have the same columns. The target is changed only where nothing was declined.
    """
    first, *rest = (footer_of(path) for path in (target, *others))
    if first is None:
        return False
    groups = list(first.tree.structs(GROUPS))
    rows, ends = first.tree.whole(ROWS), first.begins
    for footer in rest:
        if footer is None or footer.tree.get(SCHEMA) != first.tree.get(SCHEMA):
            return False
        shift = ends - len(MAGIC)
        for group in footer.tree.structs(GROUPS):
            chunks = group.structs(COLUMNS)
            for chunk in chunks:
                move_piece(chunk, shift)
            groups.append(group_of(chunks, group.whole(ROWS_OF_GROUP), group.whole(BYTES)))
        rows += footer.tree.whole(ROWS)
        ends = shift + footer.begins
    tree = Struct(dict(first.tree.fields))
    tree.put(ROWS, I64, rows)
    tree.put(GROUPS, LIST, Items(STRUCT, list(groups)))
    with target.open("r+b") as write:
        write.seek(first.begins)
        for path, footer in zip(others, rest, strict=True):
            assert footer is not None
            copy_pieces(path, footer.begins, write)
        write_footer(tree, write)
    return True
