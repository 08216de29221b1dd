"""From a tree to a typed programme: every fault with its place, in our own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from dure.engine.problems import Problem
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.places import Places
from dure.engine.programme.reading.tree import MapNode, Plain, plain
from dure.engine.programme.repair import Broken, copied, leave_out, remove
from dure.engine.programme.schema import known_keys
from dure.engine.programme.wording import Fault, problem_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A programme as far as it could be read.

    ``places`` knows the places of exactly what ``programme`` holds; ``broken`` is what had to be left
    out, and ``problems`` say why.
    """

    programme: Programme
    places: Places
    problems: tuple[Problem, ...]
    broken: Broken


def read_programme(places: Places) -> Reading:
    """Return the programme of a tree; unknown keys are left out and hide nothing else."""
    try:
        return Reading(_validated(places.root), places, (), Broken())
    except ValidationError as error:
        faults = list(_faults(error, places))
    problems = tuple(problem_of(fault, places) for fault in faults)
    broken = Broken()
    root = copied(places.root)
    assert isinstance(root, MapNode)
    rest = Places(root, places.lines)
    while True:
        for fault in faults:
            if fault.kind == "extra_forbidden":
                remove(root, fault.path)
        around = [fault for fault in faults if fault.kind != "extra_forbidden"]
        # Without a required section nothing more can be left out: the others are read one by one.
        lost = {(str(fault.path[0]),) for fault in around if fault.kind == "missing" and len(fault.path) == 1}
        broken.parts |= lost
        leave_out(root, [_around(fault) for fault in around if fault.path[:1] not in lost], broken)
        try:
            return Reading(_validated(root), rest, problems, broken)
        except ValidationError as error:
            faults = list(_faults(error, rest))
        if all(fault.kind == "missing" and len(fault.path) == 1 for fault in faults):
            broken.parts |= {(str(fault.path[0]),) for fault in faults}
            return Reading(_of_sections(root), rest, problems, broken)


def _validated(root: object) -> Programme:
    assert isinstance(root, MapNode)
    return Programme.model_validate_json(json.dumps(plain(root)))


def _around(fault: Fault) -> tuple[str | int, ...]:
    """Return what is wrong as a whole: the map that lacks a key, or the value itself."""
    return fault.path[:-1] if fault.kind == "missing" else fault.path


def _faults(error: ValidationError, places: Places) -> Iterator[Fault]:
    for line in error.errors(include_url=False):
        kind, loc = line["type"], tuple(line["loc"])
        context: dict[str, Any] = dict(line.get("ctx", {}))
        if kind in ("missing", "extra_forbidden") and loc:
            real = places.nearest(loc[:-1])[0]
            names = known_keys(loc[:-1]) if kind == "extra_forbidden" else ()
            yield Fault(kind, (*real, loc[-1]), context, names)
        else:
            yield Fault(kind, places.nearest(loc)[0], context)


def _of_sections(root: MapNode) -> Programme:
    """Return a programme of the sections that are there; a required one that is not has no value."""
    values: dict[str, Any] = {}
    for name, field in Programme.model_fields.items():
        if name in root.values:
            adapter = TypeAdapter(_annotated(field.annotation, field.metadata))
            values[name] = adapter.validate_json(json.dumps(_section(root, name)), strict=True)
    return Programme.model_construct(None, **values)


def _section(root: MapNode, name: str) -> Plain:
    return plain(root.values[name])


def _annotated(annotation: Any, metadata: Iterable[Any]) -> Any:
    return Annotated[annotation, *metadata] if metadata else annotation
