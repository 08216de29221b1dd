"""Columns of a parquet file carried into another as they are encoded: no value of them is read or written
anew.

Where new columns were written in groups of the same rows, the pieces of the old columns are put behind the
new ones and one footer tells of both. Whatever is unusual is declined, and the caller writes all columns
anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dure.files.compact import BINARY, I32, LIST, STRUCT, Items, Struct
from dure.files.footers import (
    BYTES,
    COLUMNS,
    CREATED_BY,
    GROUPS,
    INDEXES,
    MAGIC,
    ORDERS,
    ROWS_OF_GROUP,
    SCHEMA,
    Footer,
    copy_pieces,
    footer_of,
    group_of,
    move_piece,
    told_of,
    write_footer,
)

MOST_ROWS_IN_GROUP = 262_144
"""Groups of more rows would need too much memory to write beside them."""
_VECTOR = 2_048
"""DuckDB writes groups of a multiple of so many rows as they are asked for."""

# Numbers of fields in parquet.thrift, beside those that footers share.
_NAME, _CHILDREN = 4, 5
_PATH, _STATISTICS, _BLOOM = 3, 12, (14, 15)


class Groups(NamedTuple):
    """The groups of rows of a file: the rows of each, and the size to ask for that gives the same groups."""

    rows: list[int]
    size: int


def groups_beside(path: Path) -> Groups | None:
    """Return in what groups of rows columns are written beside those of a file; None: they cannot be."""
    footer = footer_of(path)
    if footer is None or not footer.group_rows:
        return None
    rows = footer.group_rows
    first, *others = rows
    usual = all(rows == first for rows in others[:-1]) and all(rows <= first for rows in others[-1:])
    if not usual or first > MOST_ROWS_IN_GROUP or (others and first % _VECTOR):
        return None
    return Groups(rows, -(-first // _VECTOR) * _VECTOR)


def carry_columns(source: Path, target: Path, names: Mapping[str, str], order: Sequence[str]) -> bool:
    """Put the columns of ``source`` into ``target``, a parquet file with as many rows; False: declined.

    ``names`` says how each column of the source is called in the target; ``order`` names all columns of the
    result. The target is changed only where nothing was declined.
    """
    old, new = footer_of(source), footer_of(target)
    if old is None or new is None or old.group_rows != new.group_rows:
        return False
    shift = new.begins - len(MAGIC)
    try:
        merged = _merged(old, new, names, order, shift)
    except ValueError:
        return False
    with target.open("r+b") as write:
        write.seek(new.begins)
        copy_pieces(source, old.begins, write)
        write_footer(merged, write)
    return True


def _merged(old: Footer, new: Footer, names: Mapping[str, str], order: Sequence[str], shift: int) -> Struct:
    """Return the footer that tells of the columns of both."""
    carried, written = _Columns(old.tree), _Columns(new.tree)
    if set(names) != set(carried.leaves):
        raise ValueError("columns are not those of the file")
    places = {names[name]: (carried, name) for name in carried.leaves}
    places |= {name: (written, name) for name in written.leaves}
    if sorted(order) != sorted([*names.values(), *written.leaves]) or len(places) != len(order):
        raise ValueError("columns are not those that were to be put together")
    same_writer = old.tree.get(CREATED_BY) == new.tree.get(CREATED_BY)
    elements = [written.root]
    for name in order:
        of, own = places[name]
        first, *others = of.elements[own]
        renamed = Struct(dict(first.fields))
        renamed.put(_NAME, BINARY, name.encode())
        elements += [renamed, *others]
    written.root.put(_CHILDREN, I32, len(order))
    groups: list[Struct] = []
    for theirs, ours in zip(old.tree.structs(GROUPS), new.tree.structs(GROUPS), strict=True):
        chunks_of = {id(carried): theirs.structs(COLUMNS), id(written): ours.structs(COLUMNS)}
        chunks: list[Struct] = []
        for name in order:
            of, own = places[name]
            for leaf in of.leaves[own]:
                chunk = chunks_of[id(of)][leaf]
                if of is carried:
                    _move(chunk, shift, name, keeps_statistics=same_writer)
                chunks.append(chunk)
        groups.append(group_of(chunks, ours.whole(ROWS_OF_GROUP), ours.whole(BYTES) + theirs.whole(BYTES)))
    tree = Struct(dict(new.tree.fields))
    tree.fields.pop(ORDERS, None)
    leaves = [(of is carried, of.leaves[own]) for of, own in (places[name] for name in order)]
    orders = _orders(old.tree, new.tree, leaves)
    if orders is not None:
        tree.put(ORDERS, LIST, orders)
    tree.put(SCHEMA, LIST, Items(STRUCT, list(elements)))
    tree.put(GROUPS, LIST, Items(STRUCT, list(groups)))
    return tree


class _Columns:
    """The columns of a footer: by name their elements of the schema, and the places of their pieces."""

    def __init__(self, tree: Struct) -> None:
        self.root, *rest = tree.structs(SCHEMA)
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
    told = told_of(chunk)
    move_piece(chunk, shift)
    # What tells of pages by their places is left out: it is not needed to read them.
    for struct, number in (*((chunk, index) for index in INDEXES), *((told, bloom) for bloom in _BLOOM)):
        struct.fields.pop(number, None)
    if not keeps_statistics:
        # Readers know some writers for wrong statistics by their name, and the footer names one only.
        told.fields.pop(_STATISTICS, None)
    path = told.get(_PATH)
    if not isinstance(path, Items):
        raise ValueError("a piece has no path")
    told.put(_PATH, LIST, Items(BINARY, [name.encode(), *path.values[1:]]))


def _orders(old: Struct, new: Struct, leaves: Sequence[tuple[bool, Sequence[int]]]) -> Items | None:
    """Return how the values of each piece are ordered, where both files say so."""
    if old.get(ORDERS) is None or new.get(ORDERS) is None:
        return None
    of = {True: old.structs(ORDERS), False: new.structs(ORDERS)}
    if any(leaf >= len(of[is_old]) for is_old, places in leaves for leaf in places):
        return None
    return Items(STRUCT, [of[is_old][leaf] for is_old, places in leaves for leaf in places])
