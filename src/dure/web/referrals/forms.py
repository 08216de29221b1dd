"""Forms of referrals."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.referrals.answering import Answer
from dure.domains.referrals.queries import WITH_AMOUNT, FinanceCase, Referral
from dure.domains.referrals.services.ask_referral import Asked
from dure.domains.referrals.states import REFERRAL_STATES
from dure.engine.money.repayment import MOST_MONTHS, WHOLE_BP, Change, Loan
from dure.web.agreements.fields import Grouped, WholeNumber, day, reason_field, won, words
from dure.web.funds.words import line_title
from dure.web.public.loan import METHODS
from dure.web.referrals.words import ANSWERS, ASKED, body_title
from dure.web.templatetags.amounts import money

LOAN = ("principal_won", "rate_percent", "drawn_on", "months", "grace_months", "method", "after")
CHANGE = ("deferred_months", "added_months", "new_rate_percent")


def _percent(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, **more)


def _months(label: Any, **more: Any) -> WholeNumber:
    return WholeNumber(label=label, most=MOST_MONTHS, **more)


class AskForm(Grouped):
    """How much is asked of which body; for a change of a loan, the loan and the change."""

    def __init__(self, finance: FinanceCase, data: Any = None) -> None:
        super().__init__(data)
        self.finance = finance
        product = finance.finance.product
        if len(finance.bodies) > 1:
            bodies = [(body, body_title(finance, body)) for body in finance.bodies]
            self.fields["body"] = forms.ChoiceField(label=_("Which body"), choices=bodies)
        if product in WITH_AMOUNT:
            most = finance.finance.most_each_won
            told = _("At most %(won)s.") % {"won": money(most)} if most else ""
            self.fields["won"] = won(ASKED[product], help_text=told)
        if product == "loan_extension":
            self._loan()

    def _loan(self) -> None:
        self.fields |= {
            "principal_won": won(_("Loan, in won")),
            "rate_percent": _percent(_("Interest rate of the year, %")),
            "drawn_on": day(_("Day on which it was paid out")),
            "months": _months(_("Term in months")),
            "grace_months": _months(_("Months with interest only"), initial=0),
            "method": forms.ChoiceField(
                label=_("How it is repaid"), choices=METHODS, widget=forms.RadioSelect
            ),
            "after": _months(_("Instalments paid so far")),
        }
        change = self.finance.finance.loan_change
        if change is not None and change.deferred_for_months:
            self.fields["deferred_months"] = _months(_("Months of deferral"), initial=0)
        if change is not None and change.extended_by_months:
            self.fields["added_months"] = _months(_("Months by which the term grows"), initial=0)
        self.fields["new_rate_percent"] = _percent(
            _("Interest rate after the change, %"), required=False, help_text=_("Leave it empty if it stays.")
        )

    @property
    def asked(self) -> Asked:
        """What was asked for, as the service takes it."""
        given = self.cleaned_data
        body = given.get("body") or next(iter(self.finance.bodies))
        if "principal_won" not in self.fields:
            return Asked(body, given.get("won") or 0)
        rate = given.get("new_rate_percent")
        loan = Loan(
            given["principal_won"], int(given["rate_percent"] * WHOLE_BP / 100), given["drawn_on"],
            given["months"], given["grace_months"], given["method"],
        )  # fmt: skip
        change = Change(
            given["after"], given.get("deferred_months") or 0, given.get("added_months") or 0,
            None if rate is None else int(rate * WHOLE_BP / 100),
        )  # fmt: skip
        return Asked(body, 0, loan, change)


class ConsentForm(Grouped):
    """That data may go to the body."""

    agree = forms.BooleanField(
        label=lazy("I agree that these data are given to the body"),
        help_text=lazy("You may refuse; then nothing is handed over. You can take it back later."),
    )


class LossForm(Grouped):
    """What happened, and what the insurer is asked for."""

    happened_on = day(lazy("Day on which it happened"))
    what = forms.CharField(label=lazy("What happened"), max_length=200)
    loss_won = won(lazy("Asked of the insurer, in won"))


class HandForm(Grouped):
    """To which body, from which line, and why."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, finance: FinanceCase, data: Any = None) -> None:
        super().__init__(data, initial={"nonce": secrets.token_hex(8)})
        bodies = [(body, body_title(finance, body)) for body in finance.bodies]
        self.fields["body"] = forms.ChoiceField(label=_("Body"), choices=bodies)
        fund = finance.fund if finance.finance.product == "insurance" else None
        if fund is not None and fund.fund.years:
            years = [(str(year), str(year)) for year in fund.years]
            self.fields["year"] = forms.ChoiceField(label=_("Year of the plan"), choices=years)
        if fund is not None and len(fund.lines) > 1:
            lines = [(line, line_title(fund, line)) for line in fund.lines]
            self.fields["line"] = forms.ChoiceField(label=_("Budget line"), choices=lines)
        self.fields["reason"] = reason_field()


class AnswersForm(Grouped):
    """The file in which a body answered."""

    file = forms.FileField(label=lazy("File of the body"))


class AnswerForm(Grouped):
    """One answer of the body."""

    def __init__(self, one: Referral, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        possible = [name for name in REFERRAL_STATES.possible(one.state) if name in ANSWERS]
        self.fields["move"] = forms.ChoiceField(
            label=_("What the body answers"),
            choices=[(name, ANSWERS[name]) for name in possible],
            widget=forms.RadioSelect,
        )
        self.fields["on"] = day(_("Day of the answer"))
        if one.product in WITH_AMOUNT and {"approve", "take_up"} & set(possible):
            self.fields["won"] = won(
                _("Amount in won"), required=False, help_text=_("Granted, lent, guaranteed, or the premium.")
            )
        if "take_up" in possible:
            self.fields["starts_on"] = day(_("From"), required=False)
            self.fields["ends_on"] = day(
                _("Good until before"),
                required=False,
                help_text=_("The first day on which it is good no more."),
            )
            self.fields["contract_no"] = forms.CharField(
                label=_("Contract number"), max_length=60, required=False
            )
        self.fields["reason"] = words(
            _("What the body says"), rows=3, required=False, help_text=_("Needed for a refusal.")
        )
        self.fields["file"] = forms.FileField(label=_("What proves it"), required=False)

    @property
    def answer(self) -> Answer:
        """The answer as the service takes it."""
        given = self.cleaned_data
        return Answer(
            given["move"], given["on"], given.get("won"), given.get("starts_on"), given.get("ends_on"),
            given.get("contract_no") or "", given["reason"],
        )  # fmt: skip


class RepayForm(Grouped):
    """A repayment of which the body told."""

    repay_nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)
    repaid_won = won(lazy("Repaid, in won"))
    repaid_on = day(lazy("Day of the repayment"))
    rests_on = forms.CharField(label=lazy("On what it rests"), max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"repay_nonce": secrets.token_hex(8)})


class PayoutForm(Grouped):
    """What the insurer paid."""

    paid_won = won(lazy("Paid by the insurer, in won"), help_text=lazy("0: nothing, with its reason."))
    paid_on = day(lazy("Day of the answer"))
    answer = words(lazy("What the insurer says"), rows=3, required=False)
