"""The forms of an objection, and of the answer to a notice."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.domains.selection.receiving import MOST_LETTERS


class ObjectionForm(forms.Form):
    """What somebody objects to and why, and what proves it."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    grounds = forms.CharField(
        label=_("What you object to, and why"),
        help_text=_("Name the decision or the score that you hold to be wrong, and what it should be."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("What proves it"), help_text=_("One file, if you have one."), required=False
    )

    @classmethod
    def fresh(cls) -> ObjectionForm:
        return cls(initial={"nonce": secrets.token_hex(8)})


class AnswerNoticeForm(forms.Form):
    """What somebody answers who is to lose a place."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "What is not so, and why; or what should be taken into account. Another answer replaces it."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("What proves it"), help_text=_("One file, if you have one."), required=False
    )

    @classmethod
    def fresh(cls, answer: str) -> AnswerNoticeForm:
        return cls(initial={"nonce": secrets.token_hex(8), "answer": answer})
