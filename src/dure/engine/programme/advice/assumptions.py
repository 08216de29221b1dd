"""The places that a file marks as assumed."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.reading.tree import ListNode, MapNode, Node, Path, ScalarNode, child


def find_path(root: Node, dotted: str) -> Path | None:
    """Return the path that a text names: keys joined by dots, items of lists by id; None if not there."""
    node: Node = root
    path: Path = ()
    for step in dotted.split("."):
        found = _item(node, step) if isinstance(node, ListNode) else step
        below = child(node, found) if found is not None else None
        if found is None or below is None:
            return None
        node, path = below, (*path, found)
    return path


def _item(node: ListNode, name: str) -> int | None:
    for index, item in enumerate(node.items):
        named = child(item, "id")
        if isinstance(named, ScalarNode) and named.value == name:
            return index
    return None


def assumptions_are_there(root: Node) -> Iterator[Finding]:
    """Find assumptions about places that are not in the file."""
    listed = child(root, "assumed") if isinstance(root, MapNode) else None
    for index, item in enumerate(listed.items if isinstance(listed, ListNode) else ()):
        named = child(item, "path")
        if (
            isinstance(named, ScalarNode)
            and isinstance(named.value, str)
            and find_path(root, named.value) is None
        ):
            yield warning(
                "programme.assumed_nothing",
                msg("“{path}” is assumed, but is not in this file"),
                ("assumed", index, "path"),
                path=named.value,
            )
