"""Nodes of a document as written: values with the places of keys and values, counted from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = bool | int | float | str | None
Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of the file, both counted from 1; columns count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value: ``written`` is its text before it was read, ``style`` is '' (plain), ' " | or >."""

    value: Value
    written: str
    style: str
    place: Place
    one_line: bool = True


@dataclass(slots=True)
class ListNode:
    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)


Node: TypeAlias = ScalarNode | ListNode | MapNode


def plain(node: Node) -> Plain:
    """Return the plain JSON value of a node."""
    if isinstance(node, MapNode):
        return {key: plain(value) for key, value in node.values.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return node.value


def child(node: Node | None, step: str | int) -> Node | None:
    """Return the node one step below, or None where there is none."""
    if isinstance(node, MapNode) and isinstance(step, str):
        return node.values.get(step)
    if isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None
