"""Forms of the officers' pages about diagnoses."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.applications.deciding import LONGEST_REASON
from dure.domains.diagnosis.queries_officer import Expert, Wanted
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.web.diagnosis.words import STATES
from dure.web.templatetags.masks import masked_email
from dure.web.templatetags.programme import told
from dure.web.words import page_language

NAMES = ("words", "merchant", "expert", "level")


class DiagnosisFilter(forms.Form):
    """What the list of diagnoses is filtered by; whatever it does not know counts as everything."""

    words = forms.CharField(
        label=lazy("Name, business number or receipt number"),
        help_text=lazy("First consonants do too, such as ㄷㄹ for 두레."),
        required=False,
        max_length=100,
    )
    merchant = forms.ChoiceField(label=lazy("By the business"), required=False)
    expert = forms.ChoiceField(label=lazy("By an expert"), required=False)
    level = forms.ChoiceField(label=lazy("Level"), required=False)

    def __init__(self, data: Mapping[str, Any], form: DiagnosisForm) -> None:
        super().__init__(data)
        states = [(state or "none", word) for state, (word, _kind) in STATES.items()]
        levels = [(one.id, told(one.title)) for one in form.levels]
        for name, listed in (("merchant", states), ("expert", states), ("level", levels)):
            self.fields[name].choices = [("", _("All")), *listed]  # type: ignore[attr-defined]
        for side in ("merchant", "expert"):
            if side not in form.filled_by:
                del self.fields[side]

    def wanted(self) -> Wanted:
        """Return what is asked for; a value that no choice has is left out."""
        self.full_clean()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in NAMES})

    def kept(self) -> list[tuple[str, str]]:
        """Return what is filtered by, name and value, for a search that keeps it."""
        self.full_clean()
        return [(name, value) for name in NAMES if (value := self.cleaned_data.get(name, ""))]


class ExpectedForm(forms.Form):
    """How many were shown, and the mark by which an act is done once."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def fresh(number: int) -> dict[str, Any]:
        """Return what a page that is shown now begins with."""
        return {"nonce": secrets.token_hex(8), "expected": number}


def expert_name(one: Expert) -> str:
    """Return how an expert is named to officers: address masked, and whom they work for."""
    place = one.en if page_language() == "en" else one.ko
    return f"{masked_email(one.email)} ({place})"


class AssignForm(ExpectedForm):
    """Which experts the applications are given to."""

    experts = forms.MultipleChoiceField(
        label=lazy("Experts"),
        help_text=lazy("Staff of an executor get the applications that chose it, reviewers any."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one expert.")},
    )

    def __init__(self, data: Any = None, *, experts: Iterable[Expert], **more: Any) -> None:
        super().__init__(data, **more)
        by_user: dict[str, str] = {}
        for one in experts:
            by_user.setdefault(str(one.user_id), expert_name(one))
        self.fields["experts"].choices = list(by_user.items())  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """To which expert one application is given."""

    expert = forms.ChoiceField(label=lazy("Expert"))

    def __init__(self, data: Any = None, *, experts: Iterable[Expert], **more: Any) -> None:
        super().__init__(data, **more)
        by_user = {str(one.user_id): expert_name(one) for one in experts}
        self.fields["expert"].choices = [("", _("Choose one")), *by_user.items()]  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Why a sheet is opened again; a merchant is told."""

    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("The business is told it where it filled the sheet in itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )
