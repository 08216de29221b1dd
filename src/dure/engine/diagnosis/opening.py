"""A form made ready: its conditions and the rules of its ways, read and bound to the programme's days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dure.engine.profile.fields import Field
from dure.engine.programme.form_fields import fields_before, fields_of_ways, item_field, items_of
from dure.engine.programme.models.diagnosis import DiagnosisForm, Item
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, open_rulebook


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition on which an item is asked, with the items of the form that it names."""

    screener: MerchantScreener
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with its conditions by item and the screener of its ways."""

    form: DiagnosisForm
    conditions: Mapping[str, Condition]
    way_rules: MerchantScreener

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(items_of(self.form))

    def fields(self) -> dict[str, Field]:
        """Return the columns of its items."""
        return {item.id: item_field(item) for item in items_of(self.form)}


def open_forms(programme: Programme) -> dict[str, OpenForm]:
    """Return the forms of a programme by id, in the order of the file; compile once, score often.

    Raises RuleError where a rule is not in the language (a file that was loaded has none).
    """
    occasion = Occasion(programme.reference_day, programme.opens_on)
    return {form.id: _open(programme, form, occasion) for form in programme.diagnosis}


def _open(programme: Programme, form: DiagnosisForm, occasion: Occasion) -> OpenForm:
    own = {item.id for item in items_of(form)}
    conditions = {}
    for item in items_of(form):
        if item.asked_if is None:
            continue
        book = open_rulebook([(item.id, item.asked_if)], occasion, fields_before(programme, form, item))
        named = frozenset(field.name for field in book.columns()) & own
        conditions[item.id] = Condition(MerchantScreener(book), named)
    rules = [(way.id, way.rule) for way in form.ways]
    book = open_rulebook(rules, occasion, fields_of_ways(programme, form))
    return OpenForm(form, conditions, MerchantScreener(book))
