"""What unemployment benefit would a closed, insured self-employed person get? Nothing typed is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.law.dated import MissingParameter
from dure.engine.law.unemployment import (
    BASE_PAY,
    BENEFIT_DAYS,
    REPLACEMENT_BP,
    Allowance,
    calculate,
)
from dure.engine.problems import Refused
from dure.language import sentence
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text
from dure.web.words import page_language

REASONS = {
    "insured_too_short": lazy("You were insured as self-employed for less than a completed year."),
    "own_will": lazy("The business was closed by your own will."),
}


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _grades() -> list[tuple[str, Any]]:
    latest = BASE_PAY.periods[-1].value
    return [("", _("Choose one")), *((str(n), _grade(n, won)) for n, won in latest.items())]


def _grade(number: int, won: int) -> str:
    return _("Grade %(n)s: %(won)s a month") % {"n": number, "won": money(won)}


class BenefitForm(forms.Form):
    """What the calculation needs."""

    insured_since = _day(
        lazy("First day insured as self-employed"), lazy("It stands in the record of insurance.")
    )
    closed_on = _day(lazy("Day of the closure"), lazy("It stands in the certificate of closure."))
    grade = forms.TypedChoiceField(
        label=lazy("Grade of base pay"),
        help_text=lazy("It stands on the notice of premiums. If you changed it, the latest one."),
        choices=_grades,
        coerce=int,
    )
    forced = forms.ChoiceField(
        label=lazy("Why did you close?"),
        choices=[
            ("yes", lazy("I had to: losses, a disaster, illness, loss of the premises or the like")),
            ("no", lazy("By my own will")),
        ],
        widget=forms.RadioSelect,
    )

    def found(self) -> dict[str, Any] | None:
        """Return what the page shows of the answer; None where the form, or the law, has no answer."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        try:
            answer = calculate(
                insured_since=told["insured_since"],
                closed_on=told["closed_on"],
                grade=told["grade"],
                own_will=told["forced"] == "no",
            )
        except MissingParameter:
            first = {"day": day_text(BASE_PAY.periods[0].start)}
            self.add_error("closed_on", _("The figures begin on %(day)s. Ask the job centre.") % first)
            return None
        except Refused as refused:
            for problem in refused.problems:
                self.add_error(problem.code, sentence(problem, page_language()))
            return None
        if isinstance(answer, Allowance):
            return {"answer": answer, "items": _items(answer)}
        return {"reasons": [REASONS[reason] for reason in answer.reasons]}


def _items(answer: Allowance) -> list[dict[str, str]]:
    """Return the calculation line by line."""
    pairs = (
        (_("A day"), money(answer.daily_won)),
        (_("Days"), _("%(n)s days") % {"n": count(answer.days)}),
        (_("In all, if every day is drawn"), money(answer.total_won)),
        (_("Share of the base pay"), f"{answer.replacement_bp // 100} %"),
        (_("Base pay a month"), money(answer.base_pay_won)),
        (
            _("Months insured"),
            _("%(all)s, of which the last %(n)s count")
            % {"all": count(answer.insured_months), "n": count(answer.counted_months)},
        ),
        (_("To be drawn until"), day_text(answer.draw_until)),
    )
    return [{"term": term, "text": text} for term, text in pairs]


def _periods() -> dict[str, Any]:
    """Return both periods side by side: the share, and the days by completed years insured."""
    periods = list(zip(REPLACEMENT_BP.periods, BENEFIT_DAYS.periods, strict=True))
    names = [
        _("Closed from %(day)s") % {"day": day_text(share.start)}
        if share.end is None
        else _("Closed until %(day)s") % {"day": day_text(_before(share.end))}
        for share, _days in periods
    ]
    rows = [(_("Share of the base pay"), [f"{share.value // 100} %" for share, _days in periods])]
    rows += [
        (
            _("Insured for %(n)s years or more") % {"n": years},
            [_("%(n)s days") % {"n": days.value[years]} for _share, days in periods],
        )
        for years in periods[0][1].value
    ]
    what = _("What")
    return {"headers": headers(what, *names, numeric=tuple(names)), "rows": rows}


def _before(day: date) -> date:
    return day - timedelta(days=1)


def unemployment_benefit(request: HttpRequest) -> HttpResponse:
    """Ask for four facts and calculate by the law of the day of closure. POST keeps nothing."""
    form = BenefitForm(request.POST if request.method == "POST" else None)
    found = form.found() if request.method == "POST" else None
    page = {
        "form": form,
        "found": found,
        "periods": _periods(),
        "crumbs": crumbs((_("Unemployment benefit of the self-employed"), "")),
    }
    invalid = request.method == "POST" and found is None
    return render(request, "public/unemployment_benefit.html", page, status=422 if invalid else 200)
