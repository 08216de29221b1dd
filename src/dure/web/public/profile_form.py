"""A form over profile fields: only those that the rules read are asked for; an empty one is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.business_number import is_business_number
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind

LABELS = {
    "business_no": _("Business number"),
    "name": _("Business name"),
    "legal_form": _("Legal form"),
    "ksic": _("Industry code (KSIC)"),
    "region": _("Region code"),
    "opened_on": _("Opened on"),
    "closed_on": _("Closed on"),
    "business_status": _("Business status"),
    "employees": _("Regular employees"),
    "annual_sales": _("Mean annual sales"),
    "online_sales_share": _("Share of sales made online"),
    "mail_order_no": _("Mail-order registration number"),
    "owner_birth_year": _("Owner's year of birth"),
    "owner_female": _("Led by a woman"),
    "tax_arrears": _("National or local taxes in arrears"),
    "sanctioned_until": _("Banned from programmes until"),
    "credit_score": _("Personal credit score"),
    "credit_bureau": _("Credit bureau"),
    "channels": _("Online sales channels"),
    "market_id": _("Market or street code"),
    "designations": _("Designations"),
}
HINTS = {
    "ksic": _("Two to five digits; five tell most. It stands on the business registration certificate."),
    "region": _("Five or ten digits of the legal-district code."),
    "employees": _("Mean of the month-ends of the year; fractions count, such as 4.9."),
    "annual_sales": _("Mean of up to three years, in won."),
    "online_sales_share": _("From 0 to 1; 0.35 is 35 %."),
    "channels": _("Joined by semicolons. Leave empty if there are none."),
    "closed_on": _("Leave empty if the business is not closed."),
    "mail_order_no": _("Leave empty if there is none."),
    "sanctioned_until": _("Leave empty if there is no ban."),
}
UNITS = {"employees": _("people"), "annual_sales": _("won")}
CODES = {
    "sole": _("Sole owner"),
    "corporation": _("Corporation"),
    "active": _("In business"),
    "suspended": _("Suspended"),
    "closed": _("Closed"),
    "NICE": "NICE",
    "KCB": "KCB",
}
_NOT_KNOWN = ("", _("Not known"))


class ProfileForm(forms.Form):
    """Facts about one merchant; every field may stay empty."""

    def __init__(self, data: Any = None, *, fields: Sequence[Field]) -> None:
        super().__init__(data)
        self._asked = tuple(fields)
        for field in fields:
            made = _form_field(field)
            made.label = LABELS[field.name]
            made.help_text = HINTS.get(field.name, "")
            made.required = False
            made.unit = UNITS.get(field.name, "")  # type: ignore[attr-defined]
            self.fields[field.name] = made

    def row(self) -> dict[str, Any]:
        """Return the facts as a row of the engine, with companions; what was not asked for is not known."""
        row: dict[str, Any] = {}
        for field in PROFILE_COLUMNS:
            asked = field in self._asked
            value = _value(field, self.cleaned_data.get(field.name)) if asked else None
            row[field.name] = value
            if field.none_able:
                row[field.companion] = (value is not None) if asked else None
        return row


def _form_field(field: Field) -> forms.Field:
    match field.kind:
        case Kind.BOOLEAN:
            choices = [_NOT_KNOWN, ("true", _("Yes")), ("false", _("No"))]
            return forms.ChoiceField(choices=choices)
        case Kind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
        case Kind.NUMBER if field.whole:
            return forms.IntegerField(min_value=int(field.low or 0), max_value=int(field.high or 0))
        case Kind.NUMBER:
            return forms.DecimalField(min_value=0, max_value=field.high, decimal_places=6)
        case Kind.TEXT if field.choices:
            return forms.ChoiceField(choices=[_NOT_KNOWN, *((code, CODES[code]) for code in field.choices)])
        case _:
            made = forms.CharField(max_length=200)
            pattern = {"ksic": r"^\d{2,5}$", "region": r"^(\d{5}|\d{10})$"}.get(field.name)
            if pattern:
                made = forms.RegexField(pattern, max_length=10)
            if field.name == "business_no":
                made.validators.append(_business_number)
            return made


def _business_number(text: str) -> None:
    if not is_business_number(text.replace("-", "")):
        raise forms.ValidationError(_("This is not a business number: ten digits whose check digit holds."))


def _value(field: Field, given: Any) -> Any:
    if given in (None, ""):
        return None
    match field.kind:
        case Kind.BOOLEAN:
            return given == "true"
        case Kind.NUMBER:
            return int(given) if field.whole else float(given)
        case Kind.LIST:
            return [part for p in given.split(";") if (part := p.strip())] or None
        case _:
            return given
