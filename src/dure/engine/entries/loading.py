"""Load an entry file: bytes in, typed values out, or every problem with its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dure.engine.entries.abilities import unmet_needs
from dure.engine.entries.checks import findings_in_entry
from dure.engine.entries.models import Council, Data, Entry, Evidence
from dure.engine.problems import Problem, Refused
from dure.engine.programme.canonical import canonical_hash
from dure.engine.programme.places import Places
from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.text import text_of
from dure.engine.programme.reading.tree import MapNode, Plain, plain
from dure.engine.programme.schema import SCHEMA_DIALECT, known_keys
from dure.engine.programme.surprises import findings_in_text
from dure.engine.programme.wording import Fault, problem_of

_ADAPTER: TypeAdapter[Council | Data | Evidence] = TypeAdapter(Entry)


@dataclass(frozen=True)
class LoadedEntry:
    """An entry, with the text it came from; ``hash`` and ``problems`` are those of a loaded programme."""

    entry: Council | Data | Evidence
    document: dict[str, Plain]
    hash: str
    raw: bytes
    problems: tuple[Problem, ...]

    @property
    def unmet_needs(self) -> tuple[str, ...]:
        """Ids of what the entry asks for and this version does not run."""
        return unmet_needs(self.entry)


@lru_cache(maxsize=1)
def entry_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an entry file."""
    return {"$schema": SCHEMA_DIALECT, **_ADAPTER.json_schema()}


def is_entry(text_bytes: bytes) -> bool:
    """Say whether a file means to be an entry: only entries have a ``kind`` at the top."""
    try:
        root, _ = read_tree(text_of(text_bytes))
    except Refused:
        return False
    return isinstance(root, MapNode) and "kind" in root.values


def load_entry(text_bytes: bytes) -> LoadedEntry:
    """Return the entry of a file's bytes.

    Raises Refused with all problems that were found, in the order of their places, warnings among them.
    """
    text = text_of(text_bytes)
    root, faults = read_tree(text)
    if faults or not isinstance(root, MapNode):
        raise Refused(faults)
    places = Places(root, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    document = {key: plain(value) for key, value in root.values.items()}
    found = [finding.problem(places) for finding in findings_in_text(root)]
    try:
        entry = _ADAPTER.validate_json(json.dumps(document), strict=True)
    except ValidationError as error:
        found += [problem_of(fault, places) for fault in _faults(error, places)]
        raise Refused(_in_order(found)) from None
    found += [finding.problem(places) for finding in findings_in_entry(entry)]
    if any(problem.is_error for problem in found):
        raise Refused(_in_order(found))
    return LoadedEntry(entry, document, canonical_hash(document), text_bytes, _in_order(found))


def normalised_entry(loaded: LoadedEntry) -> dict[str, Any]:
    """Return an entry as plain JSON, every key present, with its hash and what is not run of it."""
    values = {"hash": loaded.hash, **loaded.entry.model_dump(mode="json")}
    ordered = {key: values[key] for key in ("id", "hash", "kind", "title", "system", "year")} | values
    return {**ordered, "unmet_needs": list(loaded.unmet_needs)}


def _faults(error: ValidationError, places: Places) -> Iterator[Fault]:
    for line in error.errors(include_url=False):
        kind, loc = line["type"], tuple(line["loc"])
        context: dict[str, Any] = dict(line.get("ctx", {}))
        if kind in ("missing", "extra_forbidden"):
            names = known_keys(loc[:-1], entry_schema()) if kind == "extra_forbidden" else ()
            yield Fault(kind, (*places.nearest(loc[:-1])[0], loc[-1]), context, names)
        else:
            yield Fault(kind, places.nearest(loc)[0], context)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.line or 0, p.column or 0, not p.is_error)))
