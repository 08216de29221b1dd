"""The footer of a parquet file: where the pieces of its columns stand, read, checked and told anew.

A parquet file is pieces, one for each column and group of rows, and a footer that says where each piece is.
Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dure.files.compact import I64, LIST, STRUCT, Items, Struct, read_struct, write_struct

MAGIC = b"PAR1"
_MOST_FOOTER = 1 << 26
_COPIED = 1 << 20

# Numbers of fields in parquet.thrift.
SCHEMA, ROWS, GROUPS, METADATA, CREATED_BY, ORDERS, _ENCRYPTED = 2, 3, 4, 5, 6, 7, 8
COLUMNS, BYTES, ROWS_OF_GROUP, _COMPRESSED = 1, 2, 3, 6
_FILE_PATH, _CHUNK, INDEXES, _SECRETS = 1, 3, (4, 5, 6, 7), (8, 9)
_SIZE, _DATA, _DICTIONARY = 7, 9, 11
_PLACES, _PLACES_TOLD = (2, 4, 6), (9, 10, 11, 14)
"""Where a piece, its indexes and its filter stand: told beside the piece, and in what is told of it."""


@dataclass(frozen=True, slots=True)
class Footer:
    """The footer of a parquet file, and where it begins."""

    tree: Struct
    begins: int

    @property
    def group_rows(self) -> list[int]:
        """Return the rows of each group."""
        return [group.whole(ROWS_OF_GROUP) for group in self.tree.structs(GROUPS)]


def footer_of(path: Path) -> Footer | None:
    """Return the footer of a file; None for what is no parquet file, or an unusual one."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < 12:
            return None
        file.seek(size - 8)
        end = file.read(8)
        length = int.from_bytes(end[:4], "little")
        begins = size - 8 - length
        if end[4:] != MAGIC or length > _MOST_FOOTER or begins < len(MAGIC):
            return None
        file.seek(begins)
        data = file.read(length)
    try:
        tree = read_struct(data)
        _refuse_unusual(tree, begins)
    except ValueError:
        return None
    return Footer(tree, begins)


def _refuse_unusual(tree: Struct, end: int) -> None:
    """Raise ValueError for what is encrypted, stands in another file, or where it cannot be."""
    if tree.get(_ENCRYPTED) is not None:
        raise ValueError("encrypted")
    metadata = tree.structs(METADATA) if tree.get(METADATA) is not None else []
    if any(pair.get(1) == b"geo" for pair in metadata):
        raise ValueError("shapes are described beside the columns")
    for group in tree.structs(GROUPS):
        for chunk in group.structs(COLUMNS):
            if any(chunk.get(number) is not None for number in (_FILE_PATH, *_SECRETS)):
                raise ValueError("encrypted, or in another file")
            told = told_of(chunk)
            begins = told.whole(_DATA)
            dictionary = told.get(_DICTIONARY)
            if isinstance(dictionary, int) and 0 < dictionary < begins:
                begins = dictionary
            if not len(MAGIC) <= begins <= begins + told.whole(_SIZE) <= end:
                raise ValueError("a piece stands outside the file")


def told_of(chunk: Struct) -> Struct:
    """Return what is told of a piece; raises ValueError where nothing is."""
    found = chunk.get(_CHUNK)
    if not isinstance(found, Struct):
        raise ValueError("a piece is not described")
    return found


def move_piece(chunk: Struct, shift: int) -> None:
    """Tell of a piece where it stands now."""
    told = told_of(chunk)
    for struct, number in (
        *((chunk, place) for place in _PLACES),
        *((told, place) for place in _PLACES_TOLD),
    ):
        offset = struct.get(number)
        if isinstance(offset, int) and offset > 0:
            struct.put(number, I64, offset + shift)


def group_of(chunks: Sequence[Struct], rows: int, size: int) -> Struct:
    """Tell of a group of rows: its pieces, how many rows it has, and its bytes before compression."""
    group = Struct()
    group.put(COLUMNS, LIST, Items(STRUCT, list(chunks)))
    group.put(BYTES, I64, size)
    group.put(ROWS_OF_GROUP, I64, rows)
    group.put(_COMPRESSED, I64, sum(told_of(chunk).whole(_SIZE) for chunk in chunks))
    return group


def copy_pieces(source: Path, end: int, write: BinaryIO) -> None:
    """Copy all pieces of a file, which stand before ``end``, as they are."""
    with source.open("rb") as read:
        read.seek(len(MAGIC))
        left = end - len(MAGIC)
        while left:
            piece = read.read(min(left, _COPIED))
            if not piece:
                raise OSError(f"{source.name} became shorter while it was read")
            write.write(piece)
            left -= len(piece)


def write_footer(tree: Struct, write: BinaryIO) -> None:
    """End a file with its footer."""
    footer = write_struct(tree)
    write.write(footer + len(footer).to_bytes(4, "little") + MAGIC)
