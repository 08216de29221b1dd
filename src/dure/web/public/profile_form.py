"""A form over facts about a merchant: what is asked for, one control or two each; empty is *not known*.

Six facts can also be *none*: beside their control stands a box that says so. What a person writes (percent,
lines, separators) and what the engine reads (shares, lists, integers) are brought together in
:mod:`dure.web.public.profile_controls`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.domains.merchants.facts import problems_of
from dure.engine.profile.fields import PROFILE_COLUMNS, Field
from dure.language import sentence
from dure.web.public.profile_controls import CONTROLS, read_value, region_control, write_value
from dure.web.public.profile_words import HINTS, LABELS, NONE_LABELS, UNITS

LONGEST_ADDRESS = 200
CONTACT_LABELS = {
    "owner_name": _("Owner's name"),
    "phone": _("Telephone of the business"),
    "email": _("E-mail of the business"),
    "address": _("Address of the business"),
}


@dataclass(frozen=True, slots=True)
class FactControls:
    """The controls of one fact as they stand on the page: its own, one before it, and the box for none."""

    field: BoundField
    before: BoundField | None
    none: BoundField | None
    unit: Any


class ProfileForm(forms.Form):
    """Facts about one merchant, places as of ``day``.

    ``known`` fills it in; ``required`` names what must not stay empty; ``notes`` say more at a fact's first
    control, such as where its value came from.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        day: date,
        fields: Sequence[Field],
        known: Mapping[str, Any] | None = None,
        required: Iterable[str] = (),
        contacts: Mapping[str, str] | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.asked = tuple(fields)
        must = frozenset(required)
        known = known or {}
        for field in self.asked:
            value = known.get(field.name)
            controls = (
                region_control(field, value, day)
                if field.name == "region"
                else CONTROLS[field.name](field, value)
            )
            for name, made in controls.items():
                is_first = name == ("ksic_division" if field.name == "ksic" else field.name)
                made.required = is_first and field.name in must
                made.label = made.label or LABELS[field.name]
                hints = [made.help_text or (HINTS.get(name, "") if name == field.name else "")]
                hints += [(notes or {}).get(name, "")] if is_first else []
                made.help_text = " ".join(str(hint) for hint in hints if hint)
                self.fields[name] = made
            self.initial.update(write_value(field, known.get(field.name)))
            if field.none_able:
                self.fields[f"none_{field.name}"] = forms.BooleanField(
                    required=False, label=NONE_LABELS[field.name]
                )
                self.initial[f"none_{field.name}"] = known.get(field.companion) is False
        self.contacts = tuple(contacts or ())
        for name in self.contacts:
            self.fields[name] = _contact(name, name in must)
            self.initial[name] = (contacts or {})[name]

    def facts(self) -> Iterator[FactControls]:
        """Return the controls of each fact, in order."""
        for field in self.asked:
            yield FactControls(
                self[field.name],
                self["ksic_division"] if field.name == "ksic" else None,
                self[f"none_{field.name}"] if field.none_able else None,
                UNITS.get(field.name, ""),
            )

    def contact_controls(self) -> list[BoundField]:
        """Return the controls of the contacts."""
        return [self[name] for name in self.contacts]

    def clean(self) -> dict[str, Any]:
        """Say at each field what the subject itself would refuse."""
        cleaned = super().clean() or {}
        told = self._told(cleaned)
        for problem in problems_of(told):
            name = problem.code.removeprefix("fact.")
            if name not in self.errors:
                self.add_error(name, _sentence(problem))
        division, code = cleaned.get("ksic_division"), cleaned.get("ksic")
        if division and code and not code.startswith(division) and "ksic" not in self.errors:
            self.add_error("ksic", _("This code does not belong to the industry chosen above."))
        if code and "ksic_division" in self.errors:
            del self.errors["ksic_division"]  # the code says it
        return cleaned

    def told(self) -> dict[str, Any]:
        """Return what was told as a part of an engine's row, with companions: only what was asked for."""
        return self._told(self.cleaned_data)

    def told_contacts(self) -> dict[str, str]:
        """Return the contacts as written."""
        return {name: self.cleaned_data.get(name) or "" for name in self.contacts}

    def row(self, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return a whole row of the engine: what was told, over what is known, over not known."""
        row: dict[str, Any] = {}
        for field in PROFILE_COLUMNS:
            for name in (field.name, field.companion) if field.none_able else (field.name,):
                row[name] = (known or {}).get(name)
        return row | self.told()

    def _told(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for field in self.asked:
            if field.name not in cleaned:
                continue  # its control has said already what is wrong
            value = read_value(field, cleaned)
            told[field.name] = value
            if field.none_able:
                is_none = bool(cleaned.get(f"none_{field.name}"))
                told[field.companion] = False if is_none else True if value is not None else None
        return told


def typed_data(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    """Return what was typed and kept as the data of a form."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def _contact(name: str, required: bool) -> forms.Field:
    if name == "email":
        made: forms.Field = forms.EmailField(max_length=254)
    elif name == "phone":
        made = forms.RegexField(r"^[0-9+() -]{8,20}$", max_length=20)
        made.error_messages["invalid"] = _("Write a telephone number, such as 010-1234-5678.")
    else:
        made = forms.CharField(max_length=LONGEST_ADDRESS if name == "address" else 100)
    kinds = {"owner_name": "name", "phone": "tel", "email": "email", "address": "street-address"}
    made.widget.attrs |= {"autocomplete": kinds[name]} | ({"inputmode": "tel"} if name == "phone" else {})
    made.label, made.help_text, made.required = CONTACT_LABELS[name], HINTS.get(name, ""), required
    return made


def _sentence(problem: Any) -> str:
    text = sentence(problem, "en" if get_language() == "en" else "ko")
    return text[:1].upper() + text[1:]
