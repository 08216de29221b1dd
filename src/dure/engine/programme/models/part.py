"""The base of every part of a programme file."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from dure.engine.programme.models.described import described_fields


class Part(BaseModel):
    """A frozen part of a programme: unknown keys are refused, nothing is cast.

    The docstring under a field is its description in the JSON Schema, so editors show it.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        # Not ``use_attribute_docstrings``: it reads the source of every class whenever a command starts.
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in described_fields(cls).items():
            alias = cls.model_fields[name].alias or name
            properties[alias].setdefault("description", text)
        return schema
