"""Leave out what is broken, so that the rest can still be checked and all errors come at once.

What is left out is the smallest part whose absence is allowed: an optional key, or an item of a list.
Checks that read a part of which something was left out are not run: their answer would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dure.engine.programme.reading.tree import ListNode, MapNode, Node, Path, child
from dure.engine.programme.schema import required_keys


@dataclass(slots=True)
class Broken:
    """The parts that were left out, as keys without list indexes: ``("stages", "set_asides")``."""

    parts: set[tuple[str, ...]] = field(default_factory=set)

    def spoils(self, reads: Iterable[str]) -> bool:
        """Say whether something was left out of a part that is read (dotted keys), or the part itself.

        >>> broken = Broken({("stages", "set_asides")})
        >>> [broken.spoils([part]) for part in ("stages.quota", "stages", "stages.set_asides.rule")]
        [False, True, True]
        """
        wanted = [tuple(name.split(".")) for name in reads]
        return any(part[: len(want)] == want[: len(part)] for part in self.parts for want in wanted)


def copied(node: Node) -> Node:
    """Return a copy of a tree whose lists and maps can be changed."""
    if isinstance(node, MapNode):
        return MapNode(node.place, dict(node.keys), {k: copied(v) for k, v in node.values.items()})
    if isinstance(node, ListNode):
        return ListNode(node.place, [copied(item) for item in node.items])
    return node


def leave_out(root: MapNode, paths: Iterable[Path], broken: Broken) -> None:
    """Take the smallest parts around the paths out of a tree and note them."""
    parts = {_removable(root, path) for path in paths}
    # From behind, so that the index of an item that is still to go does not move.
    for part in sorted(
        parts, key=lambda p: [(0, s, "") if isinstance(s, int) else (1, 0, s) for s in p], reverse=True
    ):
        broken.parts.add(tuple(step for step in part if isinstance(step, str)))
        remove(root, part)


def remove(root: MapNode, path: Path) -> None:
    """Take the node at a path out of its list or map; nothing happens where it is gone already."""
    parent: Node | None = root
    for step in path[:-1]:
        parent = child(parent, step)
    last = path[-1]
    if isinstance(parent, MapNode) and isinstance(last, str):
        parent.values.pop(last, None)
        parent.keys.pop(last, None)
    elif isinstance(parent, ListNode) and isinstance(last, int) and last < len(parent.items):
        del parent.items[last]


def _removable(root: MapNode, path: Path) -> Path:
    while len(path) > 1:
        parent: Node | None = root
        for step in path[:-1]:
            parent = child(parent, step)
        if isinstance(parent, ListNode):
            return path
        if isinstance(parent, MapNode) and path[-1] not in required_keys(path[:-1]):
            return path
        path = path[:-1]
    return path
