"""Columns of a parquet file carried into another as they are encoded: no value of them is read or written
anew.

A parquet file is pieces, one for each column and group of rows, and a footer that says where each piece is.
Where new columns were written in groups of the same rows, the pieces of the old columns are put behind the
new ones and one footer tells of both. Whatever is unusual is declined, and the caller writes all columns
anew.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dure.files.compact import BINARY, I32, I64, LIST, STRUCT, Items, Struct, read_struct, write_struct

MAGIC = b"PAR1"
MOST_ROWS_IN_GROUP = 262_144
"""Groups of more rows would need too much memory to write beside them."""
_VECTOR = 2_048
"""DuckDB writes groups of a multiple of so many rows as they are asked for."""
_MOST_FOOTER = 1 << 26
_COPIED = 1 << 20

# Numbers of fields in parquet.thrift.
_SCHEMA, _ROWS, _GROUPS, _METADATA, _CREATED_BY, _ORDERS, _ENCRYPTED = 2, 3, 4, 5, 6, 7, 8
_NAME, _CHILDREN = 4, 5
_COLUMNS, _BYTES, _ROWS_OF_GROUP, _COMPRESSED = 1, 2, 3, 6
_FILE_PATH, _CHUNK_OFFSET, _CHUNK, _INDEXES, _SECRETS = 1, 2, 3, (4, 5, 6, 7), (8, 9)
_PATH, _SIZE, _OFFSETS, _DATA, _DICTIONARY, _STATISTICS, _BLOOM = 3, 7, (9, 10, 11), 9, 11, 12, (14, 15)


@dataclass(frozen=True, slots=True)
class Footer:
    """The footer of a parquet file, and where it begins."""

    tree: Struct
    begins: int

    @property
    def group_rows(self) -> list[int]:
        """Return the rows of each group."""
        return [group.whole(_ROWS_OF_GROUP) for group in self.tree.structs(_GROUPS)]


def rows_in_group(path: Path) -> int | None:
    """Return in what groups of rows columns are written beside those of a file; None: they cannot be."""
    footer = _footer_of(path)
    if footer is None or not footer.group_rows:
        return None
    first, *others = footer.group_rows
    usual = all(rows == first for rows in others[:-1]) and all(rows <= first for rows in others[-1:])
    if not usual or first > MOST_ROWS_IN_GROUP or (others and first % _VECTOR):
        return None
    return -(-first // _VECTOR) * _VECTOR


def carry_columns(source: Path, target: Path, names: Mapping[str, str], order: Sequence[str]) -> bool:
    """Put the columns of ``source`` into ``target``, a parquet file with as many rows; False: declined.

    ``names`` says how each column of the source is called in the target; ``order`` names all columns of the
    result. The target is changed only where nothing was declined.
    """
    old, new = _footer_of(source), _footer_of(target)
    if old is None or new is None or old.group_rows != new.group_rows:
        return False
    shift = new.begins - len(MAGIC)
    try:
        merged = _merged(old, new, names, order, shift)
    except ValueError:
        return False
    footer = write_struct(merged)
    with source.open("rb") as read, target.open("r+b") as write:
        write.seek(new.begins)
        read.seek(len(MAGIC))
        left = old.begins - len(MAGIC)
        while left:
            piece = read.read(min(left, _COPIED))
            if not piece:
                raise OSError(f"{source.name} became shorter while it was read")
            write.write(piece)
            left -= len(piece)
        write.write(footer + len(footer).to_bytes(4, "little") + MAGIC)
    return True


def _footer_of(path: Path) -> Footer | None:
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
    metadata = tree.structs(_METADATA) if tree.get(_METADATA) is not None else []
    if any(pair.get(1) == b"geo" for pair in metadata):
        raise ValueError("shapes are described beside the columns")
    for group in tree.structs(_GROUPS):
        for chunk in group.structs(_COLUMNS):
            if any(chunk.get(number) is not None for number in (_FILE_PATH, *_SECRETS)):
                raise ValueError("encrypted, or in another file")
            told = _told(chunk)
            begins = told.whole(_DATA)
            dictionary = told.get(_DICTIONARY)
            if isinstance(dictionary, int) and 0 < dictionary < begins:
                begins = dictionary
            if not len(MAGIC) <= begins <= begins + told.whole(_SIZE) <= end:
                raise ValueError("a piece stands outside the file")


def _told(chunk: Struct) -> Struct:
    found = chunk.get(_CHUNK)
    if not isinstance(found, Struct):
        raise ValueError("a piece is not described")
    return found


def _merged(old: Footer, new: Footer, names: Mapping[str, str], order: Sequence[str], shift: int) -> Struct:
    """Return the footer that tells of the columns of both."""
    carried, written = _Columns(old.tree), _Columns(new.tree)
    if set(names) != set(carried.leaves):
        raise ValueError("columns are not those of the file")
    places = {names[name]: (carried, name) for name in carried.leaves}
    places |= {name: (written, name) for name in written.leaves}
    if sorted(order) != sorted([*names.values(), *written.leaves]) or len(places) != len(order):
        raise ValueError("columns are not those that were to be put together")
    same_writer = old.tree.get(_CREATED_BY) == new.tree.get(_CREATED_BY)
    elements = [written.root]
    for name in order:
        of, own = places[name]
        first, *others = of.elements[own]
        renamed = Struct(dict(first.fields))
        renamed.put(_NAME, BINARY, name.encode())
        elements += [renamed, *others]
    written.root.put(_CHILDREN, I32, len(order))
    groups: list[Struct] = []
    for theirs, ours in zip(old.tree.structs(_GROUPS), new.tree.structs(_GROUPS), strict=True):
        chunks_of = {id(carried): theirs.structs(_COLUMNS), id(written): ours.structs(_COLUMNS)}
        chunks: list[Struct] = []
        for name in order:
            of, own = places[name]
            for leaf in of.leaves[own]:
                chunk = chunks_of[id(of)][leaf]
                if of is carried:
                    _move(chunk, shift, name, keeps_statistics=same_writer)
                chunks.append(chunk)
        groups.append(_group(ours, theirs, chunks))
    tree = Struct(dict(new.tree.fields))
    tree.fields.pop(_ORDERS, None)
    leaves = [(of is carried, of.leaves[own]) for of, own in (places[name] for name in order)]
    orders = _orders(old.tree, new.tree, leaves)
    if orders is not None:
        tree.put(_ORDERS, LIST, orders)
    tree.put(_SCHEMA, LIST, Items(STRUCT, list(elements)))
    tree.put(_GROUPS, LIST, Items(STRUCT, list(groups)))
    return tree


class _Columns:
    """The columns of a footer: by name their elements of the schema, and the places of their pieces."""

    def __init__(self, tree: Struct) -> None:
        self.root, *rest = tree.structs(_SCHEMA)
        self.elements: dict[str, list[Struct]] = {}
        self.leaves: dict[str, list[int]] = {}
        place = leaf = 0
        while place < len(rest):
            start, open_ = place, 1
            leaves: list[int] = []
            while open_:
                children = rest[place].get(_CHILDREN) if place < len(rest) else None
                if place >= len(rest):
                    raise ValueError("the schema ends too early")
                open_ += children - 1 if isinstance(children, int) else -1
                if not children:
                    leaves.append(leaf)
                    leaf += 1
                place += 1
            told = rest[start].get(_NAME)
            name = told.decode() if isinstance(told, bytes) else ""
            if name in self.elements:
                raise ValueError("two columns have one name")
            self.elements[name], self.leaves[name] = rest[start:place], leaves


def _move(chunk: Struct, shift: int, name: str, *, keeps_statistics: bool) -> None:
    """Tell of a piece where it stands now, under the name that its column has now."""
    told = _told(chunk)
    for struct, number in ((chunk, _CHUNK_OFFSET), *((told, offset) for offset in _OFFSETS)):
        offset = struct.get(number)
        if isinstance(offset, int) and offset > 0:
            struct.put(number, I64, offset + shift)
    # What tells of pages by their places is left out: it is not needed to read them.
    for struct, number in (*((chunk, index) for index in _INDEXES), *((told, bloom) for bloom in _BLOOM)):
        struct.fields.pop(number, None)
    if not keeps_statistics:
        # Readers know some writers for wrong statistics by their name, and the footer names one only.
        told.fields.pop(_STATISTICS, None)
    path = told.get(_PATH)
    if not isinstance(path, Items):
        raise ValueError("a piece has no path")
    told.put(_PATH, LIST, Items(BINARY, [name.encode(), *path.values[1:]]))


def _group(ours: Struct, theirs: Struct, chunks: list[Struct]) -> Struct:
    group = Struct()
    group.put(_COLUMNS, LIST, Items(STRUCT, list(chunks)))
    group.put(_BYTES, I64, ours.whole(_BYTES) + theirs.whole(_BYTES))
    group.put(_ROWS_OF_GROUP, I64, ours.whole(_ROWS_OF_GROUP))
    group.put(_COMPRESSED, I64, sum(_told(chunk).whole(_SIZE) for chunk in chunks))
    return group


def _orders(old: Struct, new: Struct, leaves: Sequence[tuple[bool, Sequence[int]]]) -> Items | None:
    """Return how the values of each piece are ordered, where both files say so."""
    if old.get(_ORDERS) is None or new.get(_ORDERS) is None:
        return None
    of = {True: old.structs(_ORDERS), False: new.structs(_ORDERS)}
    if any(leaf >= len(of[is_old]) for is_old, places in leaves for leaf in places):
        return None
    return Items(STRUCT, [of[is_old][leaf] for is_old, places in leaves for leaf in places])
