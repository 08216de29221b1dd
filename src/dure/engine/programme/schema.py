"""The JSON Schema of the programme file: editors complete and check with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from dure.engine.programme.models.programme import Programme

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema: TypeAlias = Mapping[str, Any]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a programme file."""
    return {"$schema": SCHEMA_DIALECT, **Programme.model_json_schema()}


@lru_cache(maxsize=1)
def _programme() -> Schema:
    return json_schema()


def known_keys(path: tuple[str | int, ...], schema: Schema | None = None) -> tuple[str, ...]:
    """Return the keys that the map at a path may have; empty where any key is possible or none.

    ``schema`` is the schema of the whole document, a programme's where none is given.

    >>> known_keys(("stages", 0, "quota"))
    ('total', 'per_executor')
    """
    found = _schemas(path, schema or _programme())
    return tuple(dict.fromkeys(key for one in found for key in one.get("properties", ())))


def required_keys(path: tuple[str | int, ...]) -> frozenset[str]:
    """Return the keys that the map at a path of a programme must have, in any alternative it may be.

    >>> sorted(required_keys(("window",)))
    ['closes_at', 'opens_at']
    """
    return frozenset(key for one in _schemas(path, _programme()) for key in one.get("required", ()))


def _schemas(path: tuple[str | int, ...], whole: Schema) -> list[Schema]:
    at = list(_alternatives(whole, whole))
    for step in path:
        below = [found for one in at for found in _below(one, step, whole)]
        at = below or at  # a step that is no key names an alternative of a union
    return at


def _below(schema: Schema, step: str | int, whole: Schema) -> Iterator[Schema]:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        found = schema.get("properties", {}).get(step) or schema.get("additionalProperties")
    if isinstance(found, Mapping):
        yield from _alternatives(found, whole)


def _alternatives(schema: Schema, whole: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], whole)
    elif "anyOf" in schema or "oneOf" in schema:
        for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from _alternatives(option, whole)
    else:
        yield schema
