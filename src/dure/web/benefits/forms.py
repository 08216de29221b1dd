"""Forms of benefits."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.benefits.queries import Asked, BenefitCase
from dure.web.agreements.fields import Grouped, WholeNumber, day, reason_field, won, words
from dure.web.benefits.words import ground_title
from dure.web.funds.words import line_title
from dure.web.templatetags.amounts import money

ONE_DAY = timedelta(days=1)
MOST_UNITS = 1_000


class GrantForm(Grouped):
    """By which stage, from which line, how much each, until when, and why."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, case: BenefitCase, most: int | None, *, has_end: bool, data: Any = None) -> None:
        super().__init__(data, initial={"nonce": secrets.token_hex(8)})
        self.case = case
        grounds = [(one, ground_title(case, one)) for one in case.grounds]
        self.fields["ground"] = forms.ChoiceField(label=_("Granted by"), choices=grounds)
        fund = case.fund
        if fund is not None and fund.fund.years:
            years = [(str(year), str(year)) for year in fund.years]
            self.fields["year"] = forms.ChoiceField(label=_("Year of the plan"), choices=years)
        if fund is not None and len(fund.lines) > 1:
            lines = [(line, line_title(fund, line)) for line in fund.lines]
            self.fields["line"] = forms.ChoiceField(label=_("Budget line"), choices=lines)
        if case.fixed_won is None or case.may_set_nothing:
            told = _("At most %(won)s.") % {"won": money(most)} if most else ""
            if case.may_set_nothing:
                told += " " + _("0 where the executor pays it from what it was handed.")
            self.fields["each_won"] = won(
                _("Amount for each"),
                help_text=told.strip(),
                initial=most,
                required=case.benefit.kind == "subsidy",
            )
        if not has_end:
            self.fields["last_on"] = day(
                _("Last day on which it can be used"), required=False, help_text=_("Empty: without end.")
            )
        if fund is not None:
            self.fields["as_far"] = forms.BooleanField(
                label=_("Grant as far as the money goes"),
                help_text=_("Best rank first. The others get theirs when more money has come."),
                required=False,
            )
        self.fields["reason"] = reason_field()

    @property
    def asked(self) -> Asked:
        """What was asked for, as the service takes it."""
        given, fund = self.cleaned_data, self.case.fund
        line = given.get("line", fund.lines[0] if fund is not None else "")
        last_on = given.get("last_on")
        return Asked(
            given["ground"],
            line,
            int(given.get("year") or 0),
            given.get("each_won"),
            None if last_on is None else last_on + ONE_DAY,
        )


class EndForm(Grouped):
    """Why a grant is ended."""

    reason = reason_field()


class ProviderForm(Grouped):
    """Who carries a grant out."""

    def __init__(self, providers: Sequence[tuple[str, str]], data: Any = None, initial: str = "") -> None:
        super().__init__(data, initial={"provider": initial})
        none = ("", _("The executor, or the agency itself"))
        self.fields["provider"] = forms.ChoiceField(
            label=_("Who carries it out"), choices=[none, *providers], required=False
        )


class PlanForm(Grouped):
    """When the next use is."""

    at = forms.DateTimeField(
        label=lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    what = forms.CharField(label=lazy("What it is about"), max_length=200, required=False)


class ReportForm(Grouped):
    """What took place."""

    used_on = day(lazy("Day on which it took place"))
    what = forms.CharField(label=lazy("What was done"), max_length=200)
    units = WholeNumber(label=lazy("How many of those granted"), most=MOST_UNITS, initial=1)
    worth_won = won(
        lazy("Value in won"), required=False, help_text=lazy("Where something is given that has a price.")
    )
    basis = forms.CharField(label=lazy("On what the value rests"), max_length=200, required=False)
    file = forms.FileField(label=lazy("What proves it"), required=False)


class DecideForm(Grouped):
    """What is said to a use or a device."""

    answer = words(
        lazy("What you say to it"),
        rows=3,
        required=False,
        help_text=lazy("Needed where you do not confirm it, and where you decide in place of the merchant."),
    )


class RemoveForm(Grouped):
    """On which day a device was taken away, and why."""

    removed_on = day(lazy("Day on which it was sold or taken away"))
    removal = words(lazy("Why it was taken away"), rows=2)


class InstallForm(Grouped):
    """A device with its proofs."""

    name = forms.CharField(label=lazy("Device and model"), max_length=100)
    serial = forms.CharField(
        label=lazy("Serial number"), max_length=60, help_text=lazy("As it stands on the device.")
    )
    installed_on = day(lazy("Day of the installation"))

    def __init__(self, proofs: Sequence[tuple[str, str]], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        for proof, title in proofs:
            self.fields[f"proof_{proof}"] = forms.FileField(label=title)


class ProofForm(Grouped):
    """More proofs of a device: one at least."""

    def __init__(self, proofs: Sequence[tuple[str, str]], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        for proof, title in proofs:
            self.fields[f"proof_{proof}"] = forms.FileField(label=title, required=False)


def files_in(form: forms.Form) -> dict[str, tuple[str, bytes]]:
    """Return the files that were sent, by the ids of their proofs."""
    found = {}
    for name, file in form.cleaned_data.items():
        if name.startswith("proof_") and file is not None:
            found[name.removeprefix("proof_")] = (file.name, file.read())
    return found


class VerifyForm(forms.Form):
    """The code of a certificate."""

    code = forms.CharField(
        label=lazy("Verification code"), max_length=24, help_text=lazy("It stands on the certificate.")
    )


class RenewForm(Grouped):
    """Why a title is renewed."""

    renewal = words(lazy("What was checked for the renewal"), rows=2)
