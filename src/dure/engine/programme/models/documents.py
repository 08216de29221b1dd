"""Documents an applicant hands in."""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Day, Days, Id, Text


class Document(Part):
    """A required or optional document, with how long it is good for."""

    id: Id
    title: Text
    required: bool = True
    issuer: Text | None = None
    stage: Id | None = None
    """The stage whose applicants hand it in: of the first stage (as null) with the application, of a later
    one once the place at the stage before is theirs, until ``due_on``."""
    due_on: Day | None = None
    """The last day to hand it in for a later stage."""
    validity_days: Days | None = None
    """It must have been issued within so many days before it is handed in."""
    validity_parameter: Id | None = None
    """The name of a dated parameter of the law that is these days, in place of ``validity_days``."""
    valid_from: Day | None = None
    valid_until: Day | None = None
    """It must be good on a day between these, where the document itself has dates."""
    answers_rule: Id | None = None
    """The eligibility rule that it overrides by a recorded act, once accepted at the document check."""
    proves: tuple[Id, ...] = ()
    """Columns of the profile that it shows: accepted, what was told takes it as its origin, and what it says
    otherwise is entered at the document check. A column that several required documents prove is shown by all
    of them together."""
    taken_from: Text | None = None
    """The public register it can be taken from instead of being handed in."""
    basis: Citation | None = None

    @model_validator(mode="after")
    def _one_validity(self) -> Document:
        if self.validity_days is not None and self.validity_parameter is not None:
            raise PydanticCustomError("dure.two_figures", "a figure and a parameter")
        return self
