"""Forms of recoveries."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.web.agreements.fields import Grouped, WholeNumber, day, reason_field, won, words
from dure.web.recoveries.words import GROUNDS, SCOPES


class OpenForm(Grouped):
    """What a case is about."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any, paid: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"nonce": secrets.token_hex(8)})
        self.fields |= {
            "causes": forms.MultipleChoiceField(
                label=_("What was paid"), choices=paid, required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None is needed where only a ban is considered."),
            ),
            "ground": forms.ChoiceField(
                label=_("Ground of the case"), choices=[(code, str(word)) for code, word in GROUNDS.items()],
                widget=forms.RadioSelect,
            ),
            "basis": forms.CharField(
                label=_("Article"), max_length=200, help_text=_("Of the law, the agreement or the call.")
            ),
            "facts": words(
                _("What happened"), rows=8, max_length=5_000, help_text=_("The party reads it in the notice.")
            ),
        }  # fmt: skip


class FileForm(Grouped):
    file = forms.FileField(label=lazy("File"))


class NoticeForm(Grouped):
    until = day(lazy("Last day to answer"))


class ReasonForm(Grouped):
    reason = reason_field()


class AnswerForm(Grouped):
    words = words(lazy("What you have to say"), rows=8, max_length=5_000)


class ObjectForm(Grouped):
    grounds = words(lazy("What you object to, and why"), rows=8, max_length=5_000)


class DecideForm(Grouped):
    """How much is taken back, and whether there is a ban."""

    back_won = won(lazy("Amount taken back"), help_text=lazy("0 where only a ban is imposed."))
    surcharge = WholeNumber(
        label=lazy("Surcharge in percent of it"), most=500, required=False,
        help_text=lazy("The law lets 500 % at most for false claims, 300 % for misuse, 200 % for breaches and"
                       " 100 % for conditions not met."),
    )  # fmt: skip
    due_on = day(lazy("To be paid until"), required=False)
    ban_until = day(
        lazy("Banned until"), required=False, help_text=lazy("Empty: no ban. Five years at most.")
    )
    ban_scope = forms.ChoiceField(
        label=lazy("Where the ban holds"), choices=[(code, word) for code, word in SCOPES.items()],
        widget=forms.RadioSelect, initial="programme",
    )  # fmt: skip
    considered = words(
        lazy("How the statement was taken up"), max_length=1_000, help_text=lazy("The party is told it.")
    )


class ReceiptForm(Grouped):
    won = won(lazy("Amount that came"))
    on = day(lazy("Day on the bank account"))
    reference = forms.CharField(label=lazy("Number of the bank entry"), max_length=60)


class InstalmentsForm(Grouped):
    count = WholeNumber(label=lazy("Number of instalments"), most=60)
    first_on = day(lazy("Day of the first one"))
    reason = reason_field()


class YesNoForm(Grouped):
    """A question that is answered with a reason."""

    def __init__(self, *args: Any, yes: str, no: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields |= {
            "answer": forms.ChoiceField(
                label=_("Your answer"), choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect
            ),
            "reason": reason_field(required=False),
        }


class HandoverForm(Grouped):
    """How tax was handed over."""

    handed_on = day(lazy("Day on which it was paid"))
    reference = forms.CharField(label=lazy("Number of the tax office's receipt"), max_length=60)
