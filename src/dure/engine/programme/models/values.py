"""Small values that many parts share: identifiers, texts in two languages, days, instants, won, shares."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from dure.engine.programme.models.part import Part

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""A short name in small letters, digits and underscores; it becomes a column name and part of reasons."""

ProgrammeId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A programme's name in small letters, digits and hyphens, such as tops-2025."""

Line = Annotated[str, Field(min_length=1, max_length=4000)]
"""A text that is not empty."""

RuleText = Annotated[str, Field(min_length=1, max_length=4000)]
"""A rule: a SQL boolean expression over the merchant's profile (docs/rules.md)."""

Won = Annotated[int, Field(ge=0, le=10**15)]
"""An amount in whole won."""

Count = Annotated[int, Field(ge=1, le=10**8)]
Days = Annotated[int, Field(ge=1, le=36500)]
Months = Annotated[int, Field(ge=1, le=600)]

Share = Annotated[int, Field(ge=1, le=10000)]
"""A share in basis points: 10000 is the whole, 4000 is 40 %."""

ShareOrNone = Annotated[int, Field(ge=0, le=10000)]
"""A share in basis points that may be nothing."""

RegionCode = Annotated[str, Field(pattern=r"^[0-9]{2}([0-9]{3}([0-9]{5})?)?$")]
"""A province, a city or district, or a place: two, five or ten digits, in quotes."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
_NO_OFFSET = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?")


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("dure.day", "not a day")


def _instant(value: object) -> object:
    if isinstance(value, str):
        if _NO_OFFSET.fullmatch(value):
            raise PydanticCustomError("dure.no_offset", "an instant without offset")
        if _INSTANT.fullmatch(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
    raise PydanticCustomError("dure.instant", "not an instant")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day such as 2025-03-18."""

Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A date and time with its offset, such as 2025-03-18T09:00:00+09:00."""


class Text(Part):
    """A text for people, in Korean and English; at least one of them."""

    ko: Line | None = None
    """Korean."""
    en: Line | None = None
    """English."""

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if self.ko is None and self.en is None:
            raise PydanticCustomError("dure.no_text", "neither language")
        return self

    def to(self, language: Literal["ko", "en"]) -> str:
        """Return the text in a language, or in the other where it is missing."""
        return (self.ko or self.en or "") if language == "ko" else (self.en or self.ko or "")


def _shape(value: object) -> str:
    return "line" if isinstance(value, str) else "text"


Citation = Annotated[Annotated[Line, Tag("line")] | Annotated[Text, Tag("text")], Discriminator(_shape)]
"""A legal basis or a source: one text as the law writes it, or a text in each language."""
