"""The controls of each fact, and the ways between what stands in them and what the engine reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.fields import Field, Kind
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import code_on
from dure.web.districts import districts_of
from dure.web.industries import DIVISIONS
from dure.web.places import SECTIONS, province_word
from dure.web.public.profile_words import CODES, DESIGNATIONS, NO, NOT_KNOWN, REVISIONS, YES
from dure.web.words import place

Controls = dict[str, forms.Field]
HUNDRED = Decimal(100)


class PlainNumber(forms.DecimalField):
    """A number as people write it: separators and spaces in between are no part of it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[,\s]", "", value)
        return super().to_python(value)


class PlainWholeNumber(forms.IntegerField):
    """A whole number as people write it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[,\s]", "", value)
        return super().to_python(value)


def _text(_field: Field, _known: Any) -> Controls:
    return {_field.name: forms.CharField(max_length=200)}


def _day(field: Field, _known: Any) -> Controls:
    return {field.name: forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))}


def _yes_no(field: Field, _known: Any) -> Controls:
    choices = [("true", YES), ("false", NO), ("", NOT_KNOWN)]
    return {field.name: forms.ChoiceField(choices=choices, widget=forms.RadioSelect)}


def _code(field: Field, _known: Any) -> Controls:
    words = REVISIONS if field.name == "ksic_revision" else CODES
    choices = [*((code, words[code]) for code in field.choices), ("", NOT_KNOWN)]
    return {field.name: forms.ChoiceField(choices=choices, widget=forms.RadioSelect)}


def _number(field: Field, _known: Any) -> Controls:
    widget = forms.TextInput(attrs={"inputmode": "numeric" if field.whole else "decimal"})
    if field.whole:
        return {
            field.name: PlainWholeNumber(
                min_value=int(field.low or 0), max_value=int(field.high or 0), widget=widget
            )
        }
    return {
        field.name: PlainNumber(
            min_value=0, max_value=Decimal(str(field.high)), decimal_places=2, widget=widget
        )
    }


def _percent(field: Field, _known: Any) -> Controls:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return {field.name: PlainNumber(min_value=0, max_value=HUNDRED, decimal_places=4, widget=widget)}


def _lines(field: Field, _known: Any) -> Controls:
    return {field.name: forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))}


def _designations(field: Field, known: Any) -> Controls:
    others = [(code, code) for code in known or () if code not in DESIGNATIONS]
    return {
        field.name: forms.MultipleChoiceField(
            choices=[*DESIGNATIONS.items(), *others], widget=forms.CheckboxSelectMultiple
        )
    }


def region_control(field: Field, known: Any, day: date) -> Controls:
    """A list of all districts of a day by province; a code that is known already stays as it was written."""
    places: list[Any] = [("", _("Choose one"))]
    here = code_on(known, day)[:5] if known else ""
    found = districts_of(day)
    for province, districts in found.items():
        choices = [(known if code == here else code, name) for code, name in districts.items()]
        places.append((province_word(province), choices))
    if known and here not in found.get(here[:2], {}):  # the code of a district that is not there on the day
        places.insert(1, (known, place(known)))
    return {field.name: forms.ChoiceField(choices=places)}


def _industry(field: Field, _known: Any) -> Controls:
    sections: dict[str, list[tuple[str, Any]]] = {}
    for code, name in DIVISIONS.items():
        sections.setdefault(SECTION_OF_DIVISION[code], []).append((code, name))
    groups: list[Any] = [("", _("Choose one"))]
    groups += [(f"{letter} {SECTIONS[letter]}", divisions) for letter, divisions in sections.items()]
    chosen = forms.ChoiceField(choices=groups, label=_("Industry"))
    code_widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return {"ksic_division": chosen, field.name: forms.CharField(max_length=10, widget=code_widget)}


CONTROLS: Mapping[str, Callable[[Field, Any], Controls]] = {
    "name": _text,
    "legal_form": _code,
    "ksic": _industry,
    "ksic_revision": _code,
    "opened_on": _day,
    "closed_on": _day,
    "business_status": _code,
    "employees": _number,
    "annual_sales": _number,
    "online_sales_share": _percent,
    "mail_order_no": _text,
    "owner_birth_year": _number,
    "owner_female": _yes_no,
    "tax_arrears": _yes_no,
    "sanctioned_until": _day,
    "credit_score": _number,
    "credit_bureau": _code,
    "channels": _lines,
    "market_id": _text,
    "designations": _designations,
    "business_no": _text,
}


def read_value(field: Field, cleaned: Mapping[str, Any]) -> Any:
    """Return what the engine reads from the controls of a fact; None: nothing is told."""
    given = cleaned.get(field.name)
    if field.name == "ksic":
        return (given or "").strip() or cleaned.get("ksic_division") or None
    if given in (None, "", []):
        return None
    if field.name == "online_sales_share":
        return float(given / HUNDRED)
    match field.kind:
        case Kind.BOOLEAN:
            return given == "true"
        case Kind.NUMBER:
            return int(given) if field.whole else float(given)
        case Kind.LIST if isinstance(given, str):
            return [part for line in re.split(r"[\n;]", given) if (part := line.strip())] or None
        case Kind.TEXT:
            return str(given).strip()
        case _:
            return given


def write_value(field: Field, value: Any) -> dict[str, Any]:
    """Return what stands in the controls of a fact for a value that the engine knows."""
    if value is None:
        return {}
    if field.name == "ksic":
        return {"ksic_division": value[:2], "ksic": value if len(value) > 2 else ""}
    if field.name == "online_sales_share":
        return {field.name: plain(Decimal(str(value)) * HUNDRED)}
    if field.name == "channels":
        return {field.name: "\n".join(value)}
    match field.kind:
        case Kind.BOOLEAN:
            return {field.name: "true" if value else "false"}
        case Kind.NUMBER:
            return {field.name: plain(Decimal(str(value)))}
        case _:
            return {field.name: value}


def plain(number: Decimal) -> str:
    """Return a number without a needless ending.

    >>> plain(Decimal("40.00")), plain(Decimal("4.90")), plain(Decimal("240000000"))
    ('40', '4.9', '240000000')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
