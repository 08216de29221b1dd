"""Forms of the page of one application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from dure.domains.applications.deciding import LONGEST_REASON
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.web.words import page_language

DOCUMENT_DAYS = ("issued_on", "valid_from", "valid_until")
_DAYS = {
    "issued_on": lazy("Issued on"),
    "valid_from": lazy("Good from"),
    "valid_until": lazy("Good until"),
}


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DocumentForm(forms.Form):
    """The check of one document: the days that it bears, and words for the applicant."""

    note = forms.CharField(
        label=lazy("Words for the applicant"),
        help_text=lazy("Needed where the document is refused: say what is wrong and what would do."),
        required=False,
        max_length=LONGEST_REASON,
        widget=_area(),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, told: Document | None, kept: Mapping[str, Any], prefix: str
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(kept))
        days = {}
        for name in DOCUMENT_DAYS if told is None else _asked(told):
            days[name] = forms.DateField(
                label=_DAYS[name],
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        self.fields = {**days, **self.fields}


def _asked(document: Document) -> Sequence[str]:
    issued = ("issued_on",) if document.validity_days is not None else ()
    bounded = document.valid_from is not None or document.valid_until is not None
    return (*issued, "valid_from", "valid_until") if bounded else issued


class AcceptForm(forms.Form):
    """An application is accepted; a reason is kept where one is given."""

    reason = forms.CharField(
        label=lazy("Note for the record"), required=False, max_length=LONGEST_REASON, widget=_area()
    )


class RefuseForm(forms.Form):
    """An application is refused, by rules or in words."""

    rules = forms.MultipleChoiceField(
        label=lazy("Rules that are not met"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=lazy("Reason in words"),
        help_text=lazy("The applicant reads this beside the rules."),
        required=False,
        max_length=LONGEST_REASON,
        widget=_area(3),
    )

    def __init__(self, data: Mapping[str, Any] | None, programme: Programme, failed: Sequence[str]) -> None:
        super().__init__(data, initial={"rules": list(failed)}, prefix="refuse")
        self.fields["rules"].choices = [  # type: ignore[attr-defined]
            (rule.id, rule.reason.to(page_language())) for rule in programme.eligibility
        ]


class ReopenForm(forms.Form):
    """A closed document check is taken up again, or a supplement taken back, with a reason."""

    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("Kept with the decision, and told to the applicant."),
        max_length=LONGEST_REASON,
        widget=_area(),
    )
