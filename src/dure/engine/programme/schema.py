"""The JSON Schema of the programme file: editors complete and check with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from dure.engine.programme.models.programme import Programme

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a programme file."""
    return {"$schema": SCHEMA_DIALECT, **Programme.model_json_schema()}


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return json_schema()


def known_keys(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that the map at a path may have; empty where any key is possible or none.

    >>> known_keys(("stages", 0, "quota"))
    ('total', 'per_executor')
    """
    return tuple(dict.fromkeys(key for schema in _schemas(path) for key in schema.get("properties", ())))


def required_keys(path: tuple[str | int, ...]) -> frozenset[str]:
    """Return the keys that the map at a path must have, in any of the alternatives it may be.

    >>> sorted(required_keys(("window",)))
    ['closes_at', 'opens_at']
    """
    return frozenset(key for schema in _schemas(path) for key in schema.get("required", ()))


def _schemas(path: tuple[str | int, ...]) -> list[Mapping[str, Any]]:
    at = list(_alternatives(_schema()))
    for step in path:
        below = [found for schema in at for found in _below(schema, step)]
        at = below or at  # a step that is no key names an alternative of a union
    return at


def _below(schema: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        found = schema.get("properties", {}).get(step) or schema.get("additionalProperties")
    if isinstance(found, Mapping):
        yield from _alternatives(found)


def _alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "$ref" in schema:
        yield from _alternatives(_schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
    elif "anyOf" in schema or "oneOf" in schema:
        for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from _alternatives(option)
    else:
        yield schema
