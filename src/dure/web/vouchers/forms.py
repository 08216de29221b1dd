"""Forms of vouchers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.vouchers.queries import VoucherCase
from dure.web.agreements.fields import Grouped, reason_field, won, words
from dure.web.funds.words import line_title
from dure.web.templatetags.programme import told

LONGEST_CODE = 40


class Keyed(Grouped):
    """A form with a key of its own: sent twice it is done once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, initial={"key": secrets.token_hex(12)} | initial)


class CounterForm(Keyed):
    """What a shop takes: a code that is typed or scanned, and an amount."""

    code = forms.CharField(
        label=lazy("Code"),
        max_length=LONGEST_CODE,
        help_text=lazy("16 digits, or scan the customer's QR code."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )
    won = won(lazy("Amount in won"))
    happened_at = forms.DateTimeField(
        label=lazy("When it was taken, if not now"),
        required=False,
        help_text=lazy("Only where there was no network: within three days."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class BackForm(Keyed):
    """What a shop gives back, and why."""

    won = won(lazy("Amount to give back"))
    reason = reason_field()


class ReasonForm(Grouped):
    """Why something is done."""

    reason = reason_field()


class DecideShopForm(Grouped):
    """What is said to a registration."""

    answer = words(
        lazy("What you say to it"), rows=3, required=False, help_text=lazy("Needed where you refuse it.")
    )


class RegisterForm(Grouped):
    """Which business takes which voucher."""

    def __init__(
        self, businesses: Sequence[tuple[str, str]], offers: Sequence[tuple[str, str]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["merchant"] = forms.ChoiceField(label=_("Business"), choices=businesses)
        self.fields["offer"] = forms.ChoiceField(label=_("Voucher or credit to take"), choices=offers)


class BuyForm(Keyed):
    """How much a citizen buys."""

    won = won(lazy("Face value in won"), help_text=lazy("In whole thousands of won."))


class ReceiptForm(Grouped):
    """Under which number the bank booked what was paid."""

    receipt = forms.CharField(label=lazy("Booking number of the bank"), max_length=80)


class IssueForm(Grouped):
    """How much an issuer puts on sale, and which line bears the discount."""

    def __init__(self, case: VoucherCase, data: Any = None) -> None:
        super().__init__(data)
        issuers = [(one.id, told(one.name)) for one in case.issuers]
        self.case = case
        self.fields["issuer"] = forms.ChoiceField(label=_("Issuer"), choices=issuers)
        if len(case.fund.lines) > 1:
            lines = [(line, line_title(case.fund, line)) for line in case.fund.lines]
            self.fields["line"] = forms.ChoiceField(label=_("Budget line"), choices=lines)
        if case.fund.fund.years:
            years = [(str(year), str(year)) for year in case.fund.years]
            self.fields["year"] = forms.ChoiceField(label=_("Year of the plan"), choices=years)
        self.fields["won"] = won(_("Face value in won"))
        self.fields["reason"] = reason_field()
