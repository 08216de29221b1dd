"""Names that stand twice, at the level of the text: no meaning is needed to see them."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import ListNode, MapNode, Node, Path, ScalarNode, child


def doubled_names(node: Node, path: Path = ()) -> Iterator[Finding]:
    """Find ids and plain values that stand twice in one list, anywhere in the document."""
    if isinstance(node, MapNode):
        for key, value in node.values.items():
            yield from doubled_names(value, (*path, key))
    elif isinstance(node, ListNode):
        yield from _doubled_in(node, path)
        for index, item in enumerate(node.items):
            yield from doubled_names(item, (*path, index))


def _doubled_in(node: ListNode, path: Path) -> Iterator[Finding]:
    first_lines: dict[str, int] = {}
    for index, item in enumerate(node.items):
        at: Path = (*path, index)
        named = item
        if isinstance(item, MapNode):
            found = child(item, "id")
            if found is None:
                continue
            named, at = found, (*at, "id")
        if not isinstance(named, ScalarNode) or not isinstance(named.value, str):
            continue
        if named.value not in first_lines:
            first_lines[named.value] = named.place.line
        else:
            yield error(
                "programme.doubled_id",
                msg("“{name}” stands in this list twice: first in line {first}"),
                at,
                name=named.value,
                first=first_lines[named.value],
            )


def reserved_names(programme: Programme) -> Iterator[Finding]:
    """Find set-asides called ``open``: decisions write that word for a seat of no set-aside."""
    for s, stage in enumerate(programme.stages):
        for a, set_aside in enumerate(stage.set_asides):
            if set_aside.id == "open":
                yield error(
                    "programme.reserved_id",
                    msg("a set-aside cannot be called “{name}”: decisions use the word for all other seats"),
                    ("stages", s, "set_asides", a, "id"),
                    name="open",
                )
