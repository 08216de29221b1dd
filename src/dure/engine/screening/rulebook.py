"""A rulebook: the eligibility rules of a programme, read and bound to an occasion, in file order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dure.engine.profile.columns import owner_of
from dure.engine.profile.fields import PROFILE_FIELDS, Field
from dure.engine.rules import Rule, parse_rule, tree
from dure.engine.rules.binding import Occasion, bind
from dure.engine.rules.walk import compared_fields, walk


@dataclass(frozen=True, slots=True)
class BoundRule:
    """One rule of the book: its id, as written, and as bound to the occasion."""

    id: str
    rule: Rule
    test: tree.Test


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules in file order for one occasion, with the fields that they may name."""

    rules: tuple[BoundRule, ...]
    occasion: Occasion
    fields: Mapping[str, Field]

    def columns(self) -> tuple[Field, ...]:
        """Return the told fields that the rules read: in PROFILE order, those beside the profile after it.

        These are answers and levels in the order of the programme file, then earlier support by its name.
        """
        read = {field.name: field for bound in self.rules for field in bound.rule.named}
        listed = [*(name for name in self.fields if name in read), *sorted(set(read) - set(self.fields))]
        return tuple(read[name] for name in listed if not read[name].is_derived)

    def beside(self) -> tuple[Field, ...]:
        """Return those of the columns that others hand in: answers, levels, earlier support."""
        return tuple(field for field in self.columns() if owner_of(field.name))

    def compared(self) -> frozenset[str]:
        """Return the names of the fields whose values matter; of all others only whether there is one."""
        return frozenset(
            name for bound in self.rules for test in walk(bound.test) for name in compared_fields(test)
        )


def open_rulebook(
    texts: Iterable[tuple[str, str]], occasion: Occasion, fields: Mapping[str, Field] = PROFILE_FIELDS
) -> Rulebook:
    """Read (id, text) pairs and bind them.

    Raises RuleError for a text that is not in the language, MissingParameter where the law tables lack
    a value for the occasion's day.
    """
    rules = tuple((id_, parse_rule(text, fields=fields)) for id_, text in texts)
    bound = tuple(BoundRule(id_, rule, bind(rule, occasion)) for id_, rule in rules)
    return Rulebook(bound, occasion, fields)
