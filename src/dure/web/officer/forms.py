"""Forms of the officers' pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProgrammeFileForm(forms.Form):
    """A programme file."""

    file = forms.FileField(
        label=_("Programme file"), help_text=_("YAML. Every error is told with its line and column.")
    )


class PopulationForm(forms.Form):
    """A file of merchants to try the rules on."""

    population = forms.FileField(
        label=_("Population"), help_text=_("One row a merchant; Korean or English column names.")
    )


class SyntheticForm(forms.Form):
    """How many invented merchants, and which."""

    size = forms.IntegerField(
        label=_("How many merchants"),
        help_text=_("Invented merchants that keep to published figures; up to 1,000,000."),
        min_value=1,
        max_value=1_000_000,
        initial=100_000,
    )
    seed = forms.IntegerField(
        label=_("Which population"),
        help_text=_("The same number gives the same merchants again."),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
    )


class PublishForm(forms.Form):
    """Why a version is published."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the decision: who decided, when, and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
