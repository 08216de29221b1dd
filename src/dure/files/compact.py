"""Thrift's compact protocol, in which the footer of a parquet file is written: bytes to values and back.

Nothing is named here: a struct is its fields by number, each with its type, so that what a newer writer
adds is kept as it came. Source:
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
MOST_NESTED = 32
_WHOLE = (I16, I32, I64)


@dataclass(slots=True)
class Struct:
    """A struct: type and value of each field, by its number."""

    fields: dict[int, tuple[int, Value]] = field(default_factory=dict)

    def get(self, number: int) -> Value | None:
        """Return the value of a field, None where it is not there."""
        found = self.fields.get(number)
        return None if found is None else found[1]

    def whole(self, number: int) -> int:
        """Return a field that must be a whole number."""
        found = self.get(number)
        if not isinstance(found, int):
            raise ValueError(f"field {number} is no number")
        return found

    def structs(self, number: int) -> list[Struct]:
        """Return a field that must be a list of structs."""
        found = self.get(number)
        if not isinstance(found, Items) or found.type != STRUCT:
            raise ValueError(f"field {number} is no list of structs")
        return [item for item in found.values if isinstance(item, Struct)]

    def put(self, number: int, type_: int, value: Value) -> None:
        """Set a field."""
        self.fields[number] = (type_, value)


@dataclass(slots=True)
class Items:
    """A list or set: the type of its values, and these."""

    type: int
    values: list[Value]


Value: TypeAlias = "bool | int | bytes | Struct | Items"
"""Doubles stay the eight bytes that they are."""


def read_struct(data: bytes) -> Struct:
    """Read one struct; raises ValueError where the bytes are none, or hold a map."""
    try:
        reader = _Reader(data)
        return reader.struct(0)
    except IndexError as error:
        raise ValueError("the bytes end too early") from error


def write_struct(struct: Struct) -> bytes:
    """Return a struct as bytes.

    >>> write_struct(Struct({1: (I32, -3), 3: (TRUE, True)})).hex()
    '15052100'
    """
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def struct(self, depth: int) -> Struct:
        if depth > MOST_NESTED:
            raise ValueError("nested too deeply")
        fields: dict[int, tuple[int, Value]] = {}
        number = 0
        while head := self.byte():
            step, type_ = head >> 4, head & 15
            number = number + step if step else self.signed()
            fields[number] = (type_, self.value(type_, depth))
        return Struct(fields)

    def value(self, type_: int, depth: int) -> Value:
        if type_ in (TRUE, FALSE):
            return type_ == TRUE
        if type_ in _WHOLE:
            return self.signed()
        if type_ == BYTE:
            return self.byte()
        if type_ == DOUBLE:
            return self.taken(8)
        if type_ == BINARY:
            return self.taken(self.varint())
        if type_ in (LIST, SET):
            return self.items(depth)
        if type_ == STRUCT:
            return self.struct(depth + 1)
        raise ValueError(f"type {type_} is not read")

    def items(self, depth: int) -> Items:
        head = self.byte()
        size, type_ = head >> 4, head & 15
        if size == 15:
            size = self.varint()
        if size > len(self.data) - self.place:
            raise ValueError("a list is longer than the bytes")
        if type_ in (TRUE, FALSE):
            return Items(type_, [self.byte() == TRUE for _ in range(size)])
        return Items(type_, [self.value(type_, depth + 1) for _ in range(size)])

    def byte(self) -> int:
        found = self.data[self.place]
        self.place += 1
        return found

    def taken(self, size: int) -> bytes:
        if size > len(self.data) - self.place:
            raise ValueError("a text is longer than the bytes")
        self.place += size
        return self.data[self.place - size : self.place]

    def varint(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
            if shift > 63:
                raise ValueError("a number is too long")

    def signed(self) -> int:
        found = self.varint()
        return (found >> 1) ^ -(found & 1)


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for number, (type_, value) in sorted(struct.fields.items()):
        if type_ in (TRUE, FALSE):
            type_ = TRUE if value else FALSE
        step = number - before
        if 0 < step < 16:
            out.append(step << 4 | type_)
        else:
            out.append(type_)
            _write_signed(out, number)
        if type_ not in (TRUE, FALSE):
            _write_value(out, type_, value)
        before = number
    out.append(0)


def _write_value(out: bytearray, type_: int, value: Value) -> None:
    match value:
        case bytes():
            if type_ == BINARY:
                _write_varint(out, len(value))
            out += value
        case Struct():
            _write_struct(out, value)
        case Items():
            _write_items(out, value)
        case _ if type_ == BYTE:
            out.append(value)
        case _:
            _write_signed(out, value)


def _write_items(out: bytearray, items: Items) -> None:
    size = len(items.values)
    if size < 15:
        out.append(size << 4 | items.type)
    else:
        out.append(0xF0 | items.type)
        _write_varint(out, size)
    for value in items.values:
        if items.type in (TRUE, FALSE):
            out.append(TRUE if value else FALSE)
        else:
            _write_value(out, items.type, value)


def _write_signed(out: bytearray, value: int) -> None:
    _write_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _write_varint(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
