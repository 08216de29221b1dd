"""Rights of applicants and their clocks."""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Days, Id, Text


class Clock(Part):
    """A period in days: told by the file with its source, or read from the dated tables of the law."""

    days: Days | None = None
    parameter: Id | None = None
    """The name of a dated parameter of the law, in place of ``days``."""
    basis: Citation | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Clock:
        if (self.days is None) == (self.parameter is None):
            raise PydanticCustomError("dure.clock", "days or parameter")
        return self


class Objection(Part):
    """The right to object (이의신청) to a decision."""

    statutory: bool
    """Whether the clock of the law applies; whether a private platform's choice is an administrative
    decision is for the call to say."""
    file_within: Clock
    """From the notice of the decision."""
    answer_within: Clock
    extend_once_by: Clock | None = None
    answered_by: Text | None = None
    basis: Citation | None = None


class Rights(Part):
    """What applicants are entitled to."""

    objection: Objection | None = None
    withdraw: bool = True
    """An application may be withdrawn at any time."""
    supplement_days: Days | None = None
    """How long one has to mend what the document check asks for (보완요청)."""
