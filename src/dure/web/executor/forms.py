"""Forms of the executors' pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.domains.applications.queries_executor import WantedApplicants
from dure.web.places import SECTIONS, provinces_of


class NominationForm(forms.Form):
    """A promising merchant and why."""

    business_no = forms.CharField(
        label=_("Business number"),
        help_text=_("Ten digits, with or without hyphens. Example: 123-45-67890"),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Business name"), max_length=100)
    email = forms.CharField(
        label=_("E-mail of the business"),
        help_text=_(
            "The letter goes there. Where we know the business already, it goes to the address that we have."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone of the business"),
        help_text=_("Digits, with or without hyphens. Example: 010-1234-5678"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why you nominate it"),
        help_text=_("The business reads this in the letter."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"nonce": secrets.token_urlsafe(16)})


class OrderForm(forms.Form):
    """Why nominations stand in this order; that there is a reason is asked by the act."""

    reason = forms.CharField(max_length=1000, required=False)


class FilterForm(forms.Form):
    """What a list of applicants is filtered by; whatever is wrong in it counts as not asked."""

    q = forms.CharField(
        label=_("Name, number or first consonants"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    province = forms.ChoiceField(label=_("Province"), required=False)
    section = forms.ChoiceField(
        label=_("Industry"), required=False, choices=[("", _("All")), *SECTIONS.items()]
    )
    scored = forms.ChoiceField(
        label=_("Scores"),
        required=False,
        choices=[("", _("All")), ("no", _("Still to score")), ("yes", _("Scored"))],
    )

    def __init__(self, data: Mapping[str, Any], day: date) -> None:
        super().__init__(data)
        self.fields["province"].choices = [("", _("All")), *provinces_of(day).items()]  # type: ignore[attr-defined]

    def wanted(self) -> WantedApplicants:
        """Return the filter."""
        self.is_valid()
        told = self.cleaned_data
        return WantedApplicants(told.get("q", ""), told.get("province", ""), told.get("section", ""))

    def scored_only(self) -> bool | None:
        """Return whether only those are asked for who are scored, or still to score."""
        self.is_valid()
        return {"yes": True, "no": False}.get(self.cleaned_data.get("scored", ""))


class ReasonForm(forms.Form):
    """Why personal data are downloaded."""

    reason = forms.CharField(
        label=_("Reason for the download"),
        help_text=_("Kept in the access log, with who downloaded what and when."),
        max_length=300,
    )


class ScoreFileForm(forms.Form):
    """A filled-in workbook of scores."""

    file = forms.FileField(label=_("Filled-in workbook"))
