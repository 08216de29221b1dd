"""Forms of payments."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.adapters.payout.codes import BANKS
from dure.web.agreements.fields import Grouped, day, words
from dure.web.list_files import ListFileForm
from dure.web.payments.words import INCOMES, KINDS, REASONS, WAYS, bank_name


class DraftForm(Grouped):
    """How, when and which of what waits goes to the bank together."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any, funds: list[tuple[str, str]], ways: list[str], today: date) -> None:
        super().__init__(data, initial={"nonce": secrets.token_hex(8), "pay_on": today, "way": ways[0]})
        self.fields |= {
            "way": forms.ChoiceField(
                label=_("How it goes to the bank"), choices=[(way, str(WAYS[way])) for way in ways],
                widget=forms.RadioSelect,
            ),
            "pay_on": day(
                _("Day of the transfers"),
                help_text=_("Tax is withheld by the law of this day."),
            ),
            "fund": forms.ChoiceField(
                label=_("Fund"), choices=[("", _("Every fund")), *funds], required=False
            ),
            "kind": forms.ChoiceField(
                label=_("Kind of payee"), required=False,
                choices=[("", _("Every kind")), *((kind, str(word)) for kind, word in KINDS.items())],
            ),
            "until": day(
                _("Owed until"), required=False, help_text=_("Empty: everything that waits."),
            ),
        }  # fmt: skip


class DropForm(Grouped):
    """Why a batch is dropped."""

    reason = words(lazy("Why the batch is dropped"), rows=3)


class ResultsForm(Grouped):
    """The file that the bank gave back."""

    file = forms.FileField(
        label=lazy("File that the bank gave back"),
        help_text=lazy("Every answer in it is kept, or none. The same file again changes nothing."),
    )


class AccountForm(Grouped):
    """The bank account on which a payee is to be paid."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        banks = sorted(((code, bank_name(code)) for code in BANKS), key=lambda one: one[1])
        self.fields |= {
            "bank": forms.ChoiceField(label=_("Bank"), choices=[("", _("Choose")), *banks]),
            "account_no": forms.CharField(
                label=_("Account number"),
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                help_text=_("7 to 16 digits, with or without hyphens."),
            ),
            "holder": forms.CharField(
                label=_("Account holder"), max_length=40, help_text=_("As the bank has it.")
            ),
        }


class ReturnForm(Grouped):
    """What the bank's statement says of a transfer that came back."""

    on = day(lazy("Back on the account since"))
    reference = forms.CharField(label=lazy("Number of the bank entry"), max_length=60)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [(code, f"{word} ({code})") for code, word in REASONS.items()]
        self.fields["code"] = forms.ChoiceField(
            label=_("Reason of the bank"), choices=[("", _("Choose")), *choices]
        )
        self.order_fields(["on", "code", "reference"])


class DecideReturnForm(Grouped):
    """What a second officer found of a transfer that came back."""

    answer = words(
        lazy("What you found"), rows=3, required=False,
        help_text=lazy("Needed where it did not come back."),
    )  # fmt: skip


class IncomeForm(Grouped):
    """As what a payee is paid for its work."""

    def __init__(self, data: Any, income: str) -> None:
        super().__init__(data, initial={"income": income})
        self.fields["income"] = forms.ChoiceField(
            label=_("Tax is withheld as"), required=False, widget=forms.RadioSelect,
            choices=[("", _("No tax is withheld")), *((code, str(word)) for code, word in INCOMES.items())],
            help_text=_("It counts for what is owed from now on; what is owed already stays as it is."),
        )  # fmt: skip


class DecideForm(Grouped):
    """Why an account is confirmed or refused."""

    answer = words(
        lazy("What you found"), rows=3, required=False,
        help_text=lazy("Needed to refuse it, or where the bank names another holder. The payee reads it."),
    )  # fmt: skip


class PaymentsFileForm(ListFileForm):
    """Which payments, or the statement of what was withheld, and of which year."""

    content = forms.ChoiceField(
        label=lazy("What the file holds"),
        choices=[
            ("payments", lazy("Payments, one line each")),
            ("withheld", lazy("Tax withheld in a year, by payee")),
            ("handed", lazy("Tax handed to the tax office in a year")),
        ],
        widget=forms.RadioSelect,
        initial="payments",
    )
    year = forms.TypedChoiceField(label=lazy("Year of payment"), coerce=int)
    field_order = ("content", "year", "kind", "reason")

    def __init__(self, *args: Any, years: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class FileReasonForm(Grouped):
    """Why the transfer file is taken: it holds accounts and names."""

    reason = words(
        lazy("Reason of the download"), rows=3, max_length=500,
        help_text=lazy("The law asks for it: it is kept with your name and the time."),
    )  # fmt: skip
