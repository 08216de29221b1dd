"""The base of every part of a programme file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen part of a programme: unknown keys are refused, nothing is cast.

    The docstring under a field is its description in the JSON Schema, so editors show it.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        use_attribute_docstrings=True,
    )
