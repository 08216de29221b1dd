"""Structs as bytes and back: nothing is lost, and bytes that are none are refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.files.compact import (
    BINARY,
    BYTE,
    DOUBLE,
    FALSE,
    I16,
    I32,
    I64,
    LIST,
    MAP,
    SET,
    STRUCT,
    TRUE,
    Items,
    Struct,
    read_struct,
    write_struct,
)

WHOLE = {I16: 15, I32: 31, I64: 63}


def _plain(type_):
    if type_ in WHOLE:
        return st.integers(-(1 << WHOLE[type_]), (1 << WHOLE[type_]) - 1)
    return {
        BYTE: st.integers(0, 255),
        DOUBLE: st.binary(min_size=8, max_size=8),
        BINARY: st.binary(max_size=200),
    }[type_]


def _structs(inner):
    def items(type_):
        values = st.booleans() if type_ == TRUE else inner if type_ == STRUCT else _plain(type_)
        return st.lists(values, max_size=20).map(lambda found: Items(type_, found))

    lists = st.sampled_from((TRUE, I32, BINARY, STRUCT, DOUBLE)).flatmap(items)
    field = st.one_of(
        *(st.tuples(st.just(type_), _plain(type_)) for type_ in (*WHOLE, BYTE, DOUBLE, BINARY)),
        st.booleans().map(lambda found: (TRUE if found else FALSE, found)),
        st.tuples(st.sampled_from((LIST, SET)), lists),
        st.tuples(st.just(STRUCT), inner),
    )
    return st.dictionaries(st.integers(-5, 400), field, max_size=6).map(Struct)


STRUCTS = st.recursive(st.just(Struct()), _structs, max_leaves=8)


@given(STRUCTS)
def test_a_struct_comes_back_as_it_was(struct):
    assert read_struct(write_struct(struct)) == struct


@given(STRUCTS, st.integers(1, 60))
def test_bytes_cut_short_are_refused(struct, cut):
    data = write_struct(struct)
    with pytest.raises(ValueError, match=r"the bytes end too early|longer than the bytes"):
        read_struct(data[: max(len(data) - cut, 0)])


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(ValueError):
        assert isinstance(read_struct(data), Struct)


def test_maps_and_deep_nesting_are_refused():
    with pytest.raises(ValueError, match="type 11"):
        read_struct(bytes([0x10 | MAP, 0, 0]))
    with pytest.raises(ValueError, match="nested"):
        read_struct(bytes([0x10 | STRUCT]) * 40)
    with pytest.raises(ValueError, match="too long"):
        read_struct(bytes([0x10 | I64]) + b"\xff" * 11)


def test_fields_are_asked_for_by_what_they_must_be():
    struct = Struct({1: (I32, 7), 2: (LIST, Items(I32, [1]))})
    assert (struct.whole(1), struct.get(3)) == (7, None)
    for wrong in (lambda: struct.whole(2), lambda: struct.structs(2), lambda: struct.structs(3)):
        with pytest.raises(ValueError, match="is no"):
            wrong()
