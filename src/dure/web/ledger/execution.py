"""What became of the money by the end of a month (집행 현황): by budget line and source, by executor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.queries import agreements
from dure.domains.funds.queries import FundCase, fund_cases
from dure.domains.funds.queries_execution import execution
from dure.domains.ledger.queries_closing import closing_of
from dure.engine.money.executing import Executed, Where
from dure.web.actors import actor, asked_at
from dure.web.funds.words import SOURCE_KINDS, executor_name, in_year, line_title, source_title
from dure.web.ledger.menu import READERS
from dure.web.ledger.trial import MonthForm
from dure.web.ledger.words import amount, ledger_crumbs, month_of, months, title_of
from dure.web.list_files import ListFile
from dure.web.officer.guard import for_roles
from dure.web.tables import headers


@for_roles(*READERS)
@require_GET
def page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what came onto each line of each source, and what became of it."""
    title, now, who = title_of(programme), asked_at(request), actor(request)
    month = month_of(request.GET.get("month", ""), now)
    shown_month = f"{month:%Y-%m}"
    cases = _cases(programme)
    found = execution(who, programme, month)
    agency = [(where, what) for where, what in found.items() if not where.executor and _moved(what)]
    own = [(where, what) for where, what in found.items() if where.executor]
    names = {one.executor: executor_name(one) for one in agreements(who, programme)}
    shown = {
        "programme": programme,
        "title": title,
        "month": shown_month,
        "form": MonthForm({"month": shown_month}, choices=[(f"{one:%Y-%m}",) * 2 for one in months(now)]),
        "closing": closing_of(who, programme, month),
        "lines": [_agency_row(cases, where, what) for where, what in agency],
        "line_sums": _cells(_agency(_together([what for _where, what in agency]))),
        "line_headers": headers(
            _("Budget line"), _("Source of funds"), *_agency_words(), numeric=_agency_words()
        ),
        "executors": [_own_row(cases, names, where, what) for where, what in own],
        "executor_headers": headers(
            _("Executor"), _("Budget line"), _("Source of funds"), *_own_words(), numeric=_own_words()
        ),
        "crumbs": ledger_crumbs(programme, title, (_("Execution of the budget"), "")),
    }
    return render(request, "ledger/execution.html", shown)


def execution_file(who: SignedActor, programme: str, month: date) -> ListFile:
    """Return the same as one file, a row a place: what a national subsidy system is told of a month.

    No system publishes how it wants to be told; the columns are ours (docs/operations/subsidy-file.md).
    """
    cases = _cases(programme)
    closed = closing_of(who, programme, month)
    return ListFile(
        name=f"{programme}-execution-{month:%Y-%m}",
        what=f"execution of the budget, {programme}, {month:%Y-%m}",
        # Amounts by line, source and executor, and no person's name.
        subjects=0,
        headers=[
            _("Programme"), _("Month"), _("Month closed"), _("Fund"), _("Year"), _("Kind of funds"),
            _("Source of funds"), _("Budget line"), _("Executor"), _("Budget of the line"),
            _("Handed to executors"), _("Granted to merchants"), _("Spent in the month"), _("Spent so far"),
            _("Money given back"), _("Interest"), _("Asked back, not in yet"), _("Left"),
        ],
        rows=(
            [
                programme, f"{month:%Y-%m}", _("Yes") if closed else _("No"), where.fund,
                str(where.year or ""), _kind(cases, where), _source(cases, where), _line(cases, where),
                where.executor,
                *(
                    str(won)
                    for won in (
                        what.budget, what.handed, what.granted, what.spent_in_month, what.spent,
                        what.returned, what.interest, what.asked_back,
                        what.rest if where.executor else what.left,
                    )
                ),
            ]
            for where, what in execution(who, programme, month).items()
        ),
    )  # fmt: skip


def _cases(programme: str) -> Mapping[str, FundCase]:
    return {case.fund.id: case for case in fund_cases(programme)}


def _moved(what: Executed) -> bool:
    return what != Executed()


def _together(some: list[Executed]) -> Executed:
    whole = Executed()
    for one in some:
        whole.add(one)
    return whole


def _agency_words() -> tuple[str, ...]:
    return (
        _("Budget of the line"), _("Handed to executors"), _("Granted to merchants"), _("Spent in the month"),
        _("Spent so far"), _("Money given back"), _("Asked back, not in yet"), _("Left"),
    )  # fmt: skip


def _agency(what: Executed) -> tuple[int, ...]:
    return (
        what.budget, what.handed, what.granted, what.spent_in_month, what.spent, what.returned,
        what.asked_back, what.left,
    )  # fmt: skip


def _agency_row(cases: Mapping[str, FundCase], where: Where, what: Executed) -> dict[str, Any]:
    return {"line": _line(cases, where), "source": _source(cases, where), "cells": _cells(_agency(what))}


def _own_words() -> tuple[str, ...]:
    return (
        _("Handed over"),
        _("Spent in the month"),
        _("Spent so far"),
        _("Money given back"),
        _("Interest"),
        _("Asked back, not in yet"),
        _("Left"),
    )


def _own_row(
    cases: Mapping[str, FundCase], names: Mapping[str, str], where: Where, what: Executed
) -> dict[str, Any]:
    won = (
        what.handed, what.spent_in_month, what.spent, what.returned, what.interest, what.asked_back,
        what.rest,
    )  # fmt: skip
    return {
        "executor": names.get(where.executor, where.executor),
        "line": _line(cases, where) if where.line else "",
        "source": _source(cases, where),
        "cells": _cells(won),
    }


def _cells(won: tuple[int, ...]) -> list[str]:
    return [amount(one) for one in won]


def _source(cases: Mapping[str, FundCase], where: Where) -> str:
    case = cases.get(where.fund)
    return source_title(case, where.source) if case else where.source


def _kind(cases: Mapping[str, FundCase], where: Where) -> str:
    case = cases.get(where.fund)
    found = next((one for one in case.fund.sources if one.id == where.source), None) if case else None
    return str(SOURCE_KINDS[found.kind]) if found else ""


def _line(cases: Mapping[str, FundCase], where: Where) -> str:
    case = cases.get(where.fund)
    return in_year(line_title(case, where.line) if case else where.line, where.year)
