"""Forms of the money of programmes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.funds.queries import FundCase
from dure.web.agreements.fields import Grouped, day, reason_field, won, words
from dure.web.funds.words import line_title, source_title

Choices = Sequence[tuple[Any, Any]]


class _Once(Grouped):
    """A form that counts once, however often it is sent."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, files: Any = None, **initial: Any) -> None:
        super().__init__(data, files, initial={"nonce": secrets.token_hex(8)} | initial)


def _choice(label: Any, choices: Choices, *, coerce: Any = str, empty: bool = True) -> forms.TypedChoiceField:
    some = [("", _("Choose")), *choices] if empty else list(choices)
    return forms.TypedChoiceField(label=label, choices=some, coerce=coerce, empty_value="")


def _years(case: FundCase) -> forms.TypedChoiceField:
    return _choice(_("Year of the plan"), [(year, str(year)) for year in case.years], coerce=int)


def _add_year(form: forms.Form, case: FundCase) -> None:
    if case.fund.years:
        form.fields["year"] = _years(case)


def year_of(given: dict[str, Any]) -> int:
    """Return the year that was chosen, 0 where the fund has none."""
    return int(given.get("year") or 0)


class AllotForm(_Once):
    """Which source brings how much into which line."""

    def __init__(self, case: FundCase, data: Any = None) -> None:
        super().__init__(data)
        self.case = case
        self.fields["source"] = _choice(
            _("Source of the money"), [(one.id, source_title(case, one.id)) for one in case.drawn]
        )
        _add_year(self, case)
        names = []
        for line in case.lines:
            names.append(f"won_{line}")
            self.fields[names[-1]] = won(line_title(case, line), required=False)
        self.fields["reason"] = reason_field()
        self.groups = ((_("Amounts in won, by budget line"), names),)

    def won_by_line(self) -> dict[str, int]:
        """Return the amounts that were typed."""
        return {line: self.cleaned_data.get(f"won_{line}") or 0 for line in self.case.lines}


class CarryForm(Grouped):
    """What is left of which year goes to the next."""

    def __init__(self, case: FundCase, data: Any = None) -> None:
        super().__init__(data)
        self.fields["year"] = _years(case)
        self.fields["reason"] = reason_field()


class ReallocateForm(_Once):
    """From which line to which line how much moves."""

    def __init__(self, case: FundCase, data: Any = None) -> None:
        super().__init__(data)
        lines = [(line, line_title(case, line)) for line in case.lines]
        _add_year(self, case)
        self.fields |= {
            "line": _choice(_("From budget line"), lines),
            "to_line": _choice(_("To budget line"), lines),
            "won": won(_("Amount in won")),
            "reason": reason_field(help_text=_("The officer who decides reads it.")),
        }


class WithdrawForm(_Once):
    """How much of which source goes back from which line."""

    def __init__(self, case: FundCase, data: Any = None) -> None:
        super().__init__(data)
        self.fields["source"] = _choice(
            _("Source of the money"), [(one.id, source_title(case, one.id)) for one in case.drawn]
        )
        _add_year(self, case)
        if case.fund.lines:
            self.fields["line"] = _choice(
                _("Budget line"), [(line, line_title(case, line)) for line in case.lines]
            )
        self.fields |= {
            "won": won(_("Amount in won")),
            "reason": reason_field(help_text=_("The officer who decides reads it.")),
        }


class AdvanceForm(_Once):
    """Which executor is handed how much from which line."""

    def __init__(self, case: FundCase, executors: Choices, data: Any = None) -> None:
        super().__init__(data)
        _add_year(self, case)
        self.fields["executor"] = _choice(_("Executor"), executors)
        if case.fund.lines:
            self.fields["line"] = _choice(
                _("Budget line"), [(line, line_title(case, line)) for line in case.lines]
            )
        self.fields |= {
            "won": won(_("Amount in won")),
            "reason": reason_field(help_text=_("The officer who decides reads it.")),
        }


class SettleForm(Grouped):
    """Whose account is settled, with what interest."""

    def __init__(self, case: FundCase, executors: Choices, data: Any = None) -> None:
        super().__init__(data)
        _add_year(self, case)
        self.fields |= {
            "executor": _choice(_("Executor"), executors),
            "interest_won": won(_("Interest that the money bore, in won")),
            "reason": reason_field(),
        }


class DeliverForm(_Once):
    """What an executor gave of its promise."""

    what = forms.CharField(label=lazy("What was given"), max_length=200)
    won = won(lazy("Value in won"))
    basis = forms.CharField(
        label=lazy("On what the value rests"),
        max_length=200,
        required=False,
        help_text=lazy("Needed for what was given in kind. Example: published price list"),
    )
    delivered_on = day(lazy("Day on which it was given"))
    file = forms.FileField(label=lazy("Evidence handed in"))

    def __init__(self, case: FundCase, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        sources = [(one.id, source_title(case, one.id)) for one in case.promised]
        self.fields = {"source": _choice(_("Part of the promise"), sources), **self.fields}


class AnswerForm(Grouped):
    """A decision with words."""

    answer = words(
        lazy("Reason, where you refuse or cut"),
        rows=3,
        required=False,
        help_text=lazy("The other side reads it."),
    )
