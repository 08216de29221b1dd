"""The YAML reader's events to our tree; what a programme file may not contain is refused with its place.

Anchors, aliases, tags, merge keys, doubled keys, directives, several documents, numbers that are not
exact, and depth. The tree is built on a stack of our own, so a hostile file cannot exhaust Python's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dure.engine.problems import Problem, msg
from dure.engine.programme.canonical import LARGEST_EXACT_INTEGER
from dure.engine.programme.reading.scalars import core_value
from dure.engine.programme.reading.syntax import syntax_problem
from dure.engine.programme.reading.text import UNSEEN, UNSEEN_MESSAGE
from dure.engine.programme.reading.tree import ListNode, MapNode, Node, Place, ScalarNode, Value

MAX_DEPTH = 20
SHOWN = 60
"""How much of a value a sentence repeats."""


class Builder:
    """Collects the tree and the problems of one file."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[ListNode | MapNode] = []
        self._keys: list[
            tuple[str, Place, bool] | None
        ] = []  # the key that waits; False: its value is dropped
        self._documents = 0

    def take(self, event: Event) -> bool:
        """Take one event; False stops the reading."""
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, DocumentStartEvent):
            return self._document(event, place)
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
            return True
        if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
            self._marks(event, place)
            if isinstance(event, ScalarEvent | AliasEvent):
                return self._leaf(event, place)
            return self._branch(MapNode(place) if isinstance(event, MappingStartEvent) else ListNode(place))
        return True

    def _say(self, code: str, message: str, place: Place, /, **params: object) -> None:
        self.problems.append(Problem(code, message, params, line=place.line, column=place.column))

    def _document(self, event: DocumentStartEvent, place: Place) -> bool:
        self._documents += 1
        if event.version is not None or event.tags:
            self._say("yaml.directive", msg("directives (%) are not used here: delete the line"), Place(1, 1))
        if self._documents > 1:
            self._say(
                "yaml.documents", msg("a second document begins here: one file is one programme"), place
            )
            return False
        return True

    def _marks(self, event: ScalarEvent | CollectionStartEvent | AliasEvent, place: Place) -> None:
        if isinstance(event, AliasEvent):
            self._say("yaml.alias", msg("aliases (*) are not used here: write the value out"), place)
            return
        if event.anchor is not None:
            self._say("yaml.anchor", msg("anchors (&) are not used here: write the value out"), place)
        if event.ctag is not None:
            self._say("yaml.tag", msg("tags (!) are not used here: delete it"), place)

    def _leaf(self, event: ScalarEvent | AliasEvent, place: Place) -> bool:
        style = event.style or "" if isinstance(event, ScalarEvent) else ""
        written = event.value if isinstance(event, ScalarEvent) else ""
        if self._wants_key():
            self._key(written, style, place)
            return True
        key = self._keys[-1] if self._keys else None
        if key is not None and not written and not style:
            place = key[1]  # an empty value is marked at the next line: its key says more
        value: Value = written if style else core_value(written)
        value = self._checked(value, written, place)
        one_line = event.start_mark.line == event.end_mark.line
        self._add(ScalarNode(value, written, style, place, one_line))
        return True

    def _checked(self, value: Value, written: str, place: Place) -> Value:
        written = written if len(written) <= SHOWN else written[:SHOWN] + "…"
        if isinstance(value, float) and not math.isfinite(value):
            self._say("yaml.not_finite", msg("“{written}” is not a finite number"), place, written=written)
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_EXACT_INTEGER:
            self._say(
                "yaml.too_large",
                msg("“{written}” is larger than the largest whole number that is exact everywhere"),
                place,
                written=written,
            )
        elif isinstance(value, str) and (found := UNSEEN.search(value)):
            self._say("file.unseen", UNSEEN_MESSAGE, place, code=f"U+{ord(found[0]):04X}")
        else:
            return value
        return None

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], MapNode) and self._keys[-1] is None

    def _key(self, written: str, style: str, place: Place) -> None:
        mapping = self._open[-1]
        assert isinstance(mapping, MapNode)  # _wants_key said so
        kept = True
        if written == "<<" and not style:
            self._say("yaml.merge", msg("merge keys (<<) are not used here: write the values out"), place)
            kept = False
        elif written in mapping.keys:
            first = mapping.keys[written]
            self._say(
                "yaml.doubled_key",
                msg("“{key}” stands here twice: first in line {first}"),
                place,
                key=written,
                first=first.line,
            )
            kept = False
        elif not style and not isinstance(core_value(written), str):
            self._say("yaml.key", msg("the key “{key}” is not a word: put it in quotes"), place, key=written)
        elif found := UNSEEN.search(written):
            self._say("file.unseen", UNSEEN_MESSAGE, place, code=f"U+{ord(found[0]):04X}")
            kept = False
        if kept:
            mapping.keys[written] = place
        self._keys[-1] = (written, place, kept)

    def _branch(self, node: ListNode | MapNode) -> bool:
        if self._wants_key():
            self._say("yaml.key", msg("a list or a map cannot be a key"), node.place)
            return False
        if len(self._open) >= MAX_DEPTH:
            self._say(
                "yaml.depth",
                msg("more than {depth} levels stand inside each other"),
                node.place,
                depth=MAX_DEPTH,
            )
            return False
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        return True

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        key = self._keys[-1]
        assert key is not None  # a value follows its key
        if key[2]:
            parent.values[key[0]] = node
        self._keys[-1] = None


def read_tree(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text and everything in it that a programme file may not contain."""
    builder = Builder()
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except MarkedYAMLError as error:
        builder.problems.append(syntax_problem(error))
        return None, tuple(builder.problems)
    return builder.root, tuple(builder.problems)


def _events(text: str) -> Iterator[Event]:
    parser = YAML(typ="safe", pure=True)
    yield from parser.parse(text)
