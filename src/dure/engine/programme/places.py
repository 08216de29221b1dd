"""Where a key, a value, or a character inside a value stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.programme.reading.tree import MapNode, Node, Path, Place, ScalarNode, child


@dataclass(frozen=True, slots=True)
class Places:
    """Looks places up by path; a path that is not written stands where its nearest written parent stands."""

    root: Node
    lines: Sequence[str]

    def node(self, path: Path) -> Node | None:
        """Return the node at a path, None where nothing is written."""
        node: Node | None = self.root
        for step in path:
            node = child(node, step)
        return node

    def nearest(self, path: Path) -> tuple[Path, Node]:
        """Return the longest beginning of a path that is written, and its node.

        Steps that do not exist in between are passed over: the validator names alternatives
        of a union inside its paths.
        """
        node: Node = self.root
        real: Path = ()
        for step in path:
            below = child(node, step)
            if below is not None:
                node, real = below, (*real, step)
        return real, node

    def of_value(self, path: Path) -> Place:
        """Return the place of the value at a path, or of its nearest written parent."""
        return self.nearest(path)[1].place

    def of_key(self, path: Path) -> Place:
        """Return the place of the last key of a path; the value's place where it is no key of a map."""
        node = self.nearest(path[:-1])[1]
        if isinstance(node, MapNode) and path and path[-1] in node.keys:
            return node.keys[str(path[-1])]
        return self.of_value(path)

    def inside(self, path: Path, offset: int) -> Place:
        """Return the place of the character at an offset of a text value, as exactly as its style allows."""
        node = self.node(path)
        if not isinstance(node, ScalarNode):
            return self.of_value(path)
        if node.style == "|":
            return self._in_block(node, offset)
        if not node.one_line or node.style == ">":
            return node.place
        if not node.style:
            return Place(node.place.line, node.place.column + offset)
        if node.style == "'":
            doubled = node.written[:offset].count("'")
            return Place(node.place.line, node.place.column + 1 + offset + doubled)
        raw = self.lines[node.place.line - 1][node.place.column :]
        if raw.startswith(node.written):
            return Place(node.place.line, node.place.column + 1 + offset)
        return node.place  # escapes inside the quotes: only the value's place is certain

    def _in_block(self, node: ScalarNode, offset: int) -> Place:
        before = node.written[:offset].split("\n")
        line = node.place.line + len(before)
        # The first line that is not empty sets the indentation; what it keeps of it stands in the value.
        first = next((text for text in self.lines[node.place.line :] if text.strip()), "")
        kept = next((text for text in node.written.split("\n") if text.strip()), "")
        return Place(line, _indent(first) - _indent(kept) + len(before[-1]) + 1)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
