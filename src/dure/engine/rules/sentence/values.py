"""Values of a rule in words: what both languages share; each says for itself how its parts are put."""

from __future__ import annotations

from abc import ABC, abstractmethod

from dure.engine.profile.fields import Field
from dure.engine.rules import tree
from dure.engine.rules.binding import Occasion
from dure.engine.rules.sentence.words import Words, field_beside, fixed, is_years, law

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


class Values(ABC):
    """Words values for one occasion."""

    def __init__(self, words: Words, occasion: Occasion) -> None:
        self.words = words
        self.occasion = occasion

    @abstractmethod
    def field(self, label: str, assumed: str | None) -> str:
        """Return the value of a field, and what stands in where it is not known."""

    @abstractmethod
    def years(self, count: int | float) -> str: ...

    @abstractmethod
    def years_since(self, since: str) -> str: ...

    @abstractmethod
    def day(self, name: str, day: str) -> str:
        """Return a day that the call gives: ``as_of`` or ``opens_on``."""

    @abstractmethod
    def nothing(self) -> str:
        """Return what a value is called that no rule as written has."""

    def label(self, name: str) -> str:
        return self.words.field(name)

    def entry(self, field: Field, entry: str) -> str:
        """Return an entry of a list in words, in quotes where it has none."""
        word = self.words.value(field, entry)
        return f"“{entry}”" if word == entry else word

    def beside(self, value: tree.Value, other: tree.Value) -> str:
        """Return a value with the unit of what it stands beside."""
        if isinstance(value, tree.Literal):
            if is_years(other) and isinstance(value.value, int | float):
                return self.years(value.value)
            return fixed(value.value, field_beside(other), self.words)
        return self.value(value)

    def value(self, value: tree.Value) -> str:
        """Return a value in words."""
        match value:
            case tree.Literal(one, _):
                return fixed(one, None, self.words)
            case tree.FieldValue(field, assumed):
                stands_in = None if assumed is None else fixed(assumed, field, self.words)
                return self.field(self.label(field.name), stands_in)
            case tree.YearsSince(since):
                return self.years_since(self.value(since))
            case tree.DaySymbol(name):
                on = self.occasion.as_of if name == "as_of" else self.occasion.opens_on
                return self.day(name, self.words.day(on))
            case tree.ParameterSymbol(name):
                return f"{self.words.parameter(name)} ({law(name, self.occasion)})"
            case tree.Arithmetic(sign, left, right):
                return f"({self.value(left)} {_SIGNS[sign]} {self.value(right)})"
            case _:
                return self.nothing()
