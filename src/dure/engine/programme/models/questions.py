"""Questions of the call beside the profile."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Id, Text


class Choice(Part):
    """One answer to choose."""

    id: Id
    title: Text


class Question(Part):
    """One question that the application form asks."""

    id: Id
    title: Text
    kind: Literal["text", "number", "whole_number", "yes_no", "day", "choice", "choices"]
    help: Text | None = None
    required: bool = True
    choices: tuple[Choice, ...] = ()
    """The answers to choose from; only for choice and choices."""
    longest: Count | None = None
    """The most characters of a text."""
    unit: Text | None = None
    """What a number counts; stands beside the field."""
