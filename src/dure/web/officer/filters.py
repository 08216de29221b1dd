"""The filter over applicants: its form, what it asks for, and the address that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.applications.queries_officer import Wanted
from dure.domains.merchants.queries_officer import WantedMerchants
from dure.engine.programme.models.programme import Programme
from dure.web.officer.words import DOCUMENTS, ENTRIES, STATES, SUPPLEMENTS, VERDICTS, executor_names
from dure.web.places import SECTIONS, provinces_of

NAMES = tuple(field.name for field in fields(Wanted))
SORTS = ("number", "-number", "time", "-time")


def _regions(day: date) -> list[tuple[str, Any]]:
    return [*provinces_of(day).items(), ("?", lazy("Not known"))]


def _sections() -> list[tuple[str, Any]]:
    return [*((letter, f"{letter} {name}") for letter, name in SECTIONS.items()), ("?", lazy("Not known"))]


class ApplicantFilter(forms.Form):
    """What the list of applicants is filtered by; whatever it does not know counts as everything."""

    words = forms.CharField(
        label=lazy("Name, business number or receipt number"),
        help_text=lazy("First consonants do too, such as ㄷㄹ for 두레."),
        required=False,
        max_length=100,
    )
    state = forms.ChoiceField(label=lazy("State"), required=False)
    verdict = forms.ChoiceField(label=lazy("Verdict of the rules"), required=False)
    documents = forms.ChoiceField(label=lazy("Documents"), required=False)
    supplement = forms.ChoiceField(label=lazy("Supplement"), required=False)
    executor = forms.ChoiceField(label=lazy("Executor chosen"), required=False)
    province = forms.ChoiceField(label=lazy("Province"), required=False)
    section = forms.ChoiceField(label=lazy("Industry"), required=False)
    entry = forms.ChoiceField(label=lazy("Way in"), required=False)

    def __init__(self, data: Mapping[str, Any], programme: Programme, day: date) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": list(STATES.items()),
            "verdict": list(VERDICTS.items()),
            "documents": list(DOCUMENTS.items()),
            "supplement": list(SUPPLEMENTS.items()),
            "executor": [*executor_names(programme).items(), ("none", _("None chosen"))],
            "province": _regions(day),
            "section": _sections(),
            "entry": list(ENTRIES.items()),
        }
        for name, listed in choices.items():
            self.fields[name].choices = [("", _("All")), *listed]  # type: ignore[attr-defined]

    @property
    def more(self) -> bool:
        """Say whether one of the filters that are folded away is in use."""
        return any(self[name].value() for name in ("supplement", "executor", "province", "section", "entry"))

    def wanted(self) -> Wanted:
        """Return what is asked for; a value that no choice has is left out."""
        self.full_clean()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in NAMES})

    def told(self) -> list[str]:
        """Return the filters in use, in words."""
        return told_of(self)


class MerchantFilter(forms.Form):
    """What the list of merchants is filtered by."""

    words = forms.CharField(
        label=lazy("Name or business number"),
        help_text=lazy("First consonants do too, such as ㄷㄹ for 두레."),
        required=False,
        max_length=100,
    )
    province = forms.ChoiceField(label=lazy("Province"), required=False)
    section = forms.ChoiceField(label=lazy("Industry"), required=False)

    def __init__(self, data: Mapping[str, Any], day: date) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.fields["province"].choices = [everything, *_regions(day)]  # type: ignore[attr-defined]
        self.fields["section"].choices = [everything, *_sections()]  # type: ignore[attr-defined]

    def wanted(self) -> WantedMerchants:
        """Return what is asked for; a value that no choice has is left out."""
        self.full_clean()
        return WantedMerchants(
            **{name: self.cleaned_data.get(name, "") for name in ("words", "province", "section")}
        )


def told_of(form: forms.Form) -> list[str]:
    """Return the filters of a form that are in use, in words."""
    form.full_clean()
    found = []
    for name, field in form.fields.items():
        if value := form.cleaned_data.get(name):
            found.append(f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}")
    return found


def query_of(data: QueryDict, *more: str) -> str:
    """Return the part of an address that keeps the filter, with more names; empty where there is none."""
    return kept_of(data, *NAMES, *more)


def kept_of(data: QueryDict, *names: str) -> str:
    """Return the part of an address that keeps these names; empty where none of them is asked for."""
    kept = QueryDict(mutable=True)
    for name in names:
        if value := data.get(name, ""):
            kept[name] = value[:100]
    return kept.urlencode()


def sort_of(data: QueryDict) -> tuple[str, bool]:
    """Return the column by which a list is sorted, and whether the last comes first."""
    sort = data.get("sort", "")
    sort = sort if sort in SORTS else "number"
    return ("submitted_at" if sort.endswith("time") else "application_no", sort.startswith("-"))
