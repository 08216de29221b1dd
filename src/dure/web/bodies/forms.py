"""Forms of associations and regional centres."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.domains.bodies.words import LONGEST
from dure.web.bodies.words import AFFILIATION
from dure.web.districts import DISTRICTS
from dure.web.places import PROVINCES


def _written(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}))


class MemberFilter(forms.Form):
    """What a list of members is filtered by; whatever is wrong in it counts as not asked."""

    words = forms.CharField(
        label=_("Name or first consonants"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((code, word) for code, (word, _kind) in AFFILIATION.items())],
    )

    def told(self, name: str) -> str:
        """Return what is asked for in a field."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class AskForm(forms.Form):
    """Which business is a member."""

    business_no = forms.CharField(
        label=_("Business number"),
        help_text=_("Ten digits, with or without hyphens. Example: 123-45-67890"),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class RecommendForm(forms.Form):
    """For which programme a member is recommended, and why."""

    programme = forms.ChoiceField(label=_("Programme"))
    reason = _written(
        _("Why you recommend it"), _("The business and whoever checks its application read this.")
    )

    def __init__(self, data: Any, programmes: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["programme"].choices = [("", _("Choose a programme")), *programmes]  # type: ignore[attr-defined]


class ApplicantFilter(forms.Form):
    """What a list of applicants of a region is filtered by; whatever is wrong in it counts as not asked."""

    words = forms.CharField(
        label=_("Name, number or first consonants"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    which = forms.ChoiceField(
        label=_("Which businesses"),
        required=False,
        choices=[("", _("All who applied")), ("supported", _("Those who hold a place"))],
    )

    def told(self, name: str) -> str:
        """Return what is asked for in a field."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class VisitForm(forms.Form):
    """A visit to plan."""

    planned_on = _day(_("Day of the visit"), _("Today or later. Example: 2025-04-02"))
    purpose = _written(_("Purpose of the visit"), _("The business is told."))


class ReportForm(forms.Form):
    """What came of a visit."""

    visited_on = _day(_("Day on which you were there"), _("Example: 2025-04-02"))
    report = _written(_("What was found and agreed"), _("The business reads it too."))


class CancelForm(forms.Form):
    """Why a visit does not take place."""

    report = _written(_("Why the visit is called off"), _("The business reads it too."))


class AreaForm(forms.Form):
    """For which region a centre works."""

    provinces = forms.MultipleChoiceField(
        label=_("Whole provinces"),
        required=False,
        choices=list(PROVINCES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    districts = forms.CharField(
        label=_("Single districts"),
        help_text=_("Codes of five digits, with commas between them. Example: 41110, 41130"),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = _written(_("Reason"), _("Kept with the change: it decides whose applications the centre sees."))

    def clean_districts(self) -> list[str]:
        """Return the codes; each must be that of a district."""
        known = {code for some in DISTRICTS.values() for code in some}
        codes = [one.strip() for one in self.cleaned_data["districts"].split(",") if one.strip()]
        if unknown := [one for one in codes if one not in known]:
            raise forms.ValidationError(
                _("There is no district %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return codes
