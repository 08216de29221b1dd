"""The money of a programme as files: lines, sources, executors, orders, what executors gave, settlements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.actors import SignedActor
from dure.domains.funds import queries
from dure.domains.funds.queries import FundCase, FundView
from dure.web.actors import actor, asked_at
from dure.web.funds.orders import way_of
from dure.web.funds.programme import money_crumbs
from dure.web.funds.words import (
    ORDER,
    ORDER_KINDS,
    REPORT,
    SETTLEMENT,
    SOURCE_KINDS,
    executor_name,
    line_title,
    source_title,
)
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.people.counting import counted
from dure.web.templatetags.programme import told

AT_ONCE = 500
Rows = Iterable[Sequence[str]]


class FundFileForm(ListFileForm):
    """Which of the lists."""

    content = forms.ChoiceField(
        label=lazy("What the file holds"),
        choices=[
            ("lines", lazy("Budget lines")),
            ("sources", lazy("Sources of the money")),
            ("executors", lazy("Executors")),
            ("orders", lazy("Money to be moved")),
            ("deliveries", lazy("What executors gave")),
            ("settlements", lazy("Settlements")),
        ],
        widget=forms.RadioSelect,
        initial="lines",
    )
    field_order = ("content", "kind", "reason")


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out one of the lists of a programme's money as a file, with a reason."""
    who = actor(request)
    views = queries.fund_views(who, programme, asked_at(request))
    if not views:
        raise Http404
    cases = {one.case.fund.id: one.case for one in views}
    lists: dict[str, Callable[[], tuple[list[str], Rows]]] = {
        "lines": lambda: _lines(views),
        "sources": lambda: _sources(views),
        "executors": lambda: _executors(views),
        "orders": lambda: _orders(who, programme, cases),
        "deliveries": lambda: _deliveries(who, programme, cases),
        "settlements": lambda: _settlements(who, programme, cases),
    }

    def listed(chosen: Mapping[str, Any]) -> ListFile:
        titles, rows = lists[chosen["content"]]()
        # Amounts of programmes and organisations: no person's data.
        return ListFile(
            name=f"{programme}-money-{chosen['content']}",
            what=f"money of {programme}: {chosen['content']}",
            subjects=0,
            headers=titles,
            rows=rows,
        )

    form = FundFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    title = told(views[0].case.programme.title)
    shown = {
        "form": form,
        "heading": _("Export the money of the programme"),
        "title": title,
        "unfiltered": _("All"),
        "counted": _("Money to be moved"),
        "total_text": total_text(counted(queries.orders(who, programme))),
        "warning": _("The file tells where the programme's money is"),
        "back": reverse("officer_fund", args=[programme]),
        "crumbs": money_crumbs(programme, title, (_("Export"), "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)


def _lines(views: Sequence[FundView]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("Year of the plan"), _("Budget line"), _("Planned in the file"), _("Reallocated"),
        _("Came in"), _("Spoken for"), _("Handed to executors"), _("Granted, not spent yet"), _("Spent"),
        _("Still free"),
    ]  # fmt: skip
    rows = [
        [
            told(view.case.fund.title), str(one.year or ""), line_title(view.case, one.id),
            _won(one.planned), str(one.moved), str(one.came), str(one.held), str(one.handed),
            str(one.granted), str(one.spent), str(one.free),
        ]
        for view in views
        for one in view.lines
    ]  # fmt: skip
    return titles, rows


def _sources(views: Sequence[FundView]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("Source of the money"), _("Kind of source"), _("Planned in the file"), _("Came in"),
        _("Spent"), _("Given back in all"),
    ]  # fmt: skip
    rows = [
        [
            told(view.case.fund.title), source_title(view.case, one.id), _kind(view.case, one.id),
            _won(one.planned), str(one.came), str(one.spent), str(one.returned),
        ]
        for view in views
        for one in view.sources
    ]  # fmt: skip
    return titles, rows


def _executors(views: Sequence[FundView]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("Executor"), _("Budget"), _("Handed over"), _("Spent"), _("Owed match"), _("Promised"),
        _("Delivered"), _("Evidenced"),
    ]  # fmt: skip
    rows = [
        [
            told(view.case.fund.title), executor_name(one.agreement), str(one.budget), str(one.handed),
            str(one.spent), "" if one.gap is None else str(one.gap.owed_won),
            *(
                str(getattr(one.cash, step) + getattr(one.in_kind, step))
                for step in ("promised", "delivered", "evidenced")
            ),
        ]
        for view in views
        for one in view.executors
    ]  # fmt: skip
    return titles, rows


def _orders(who: SignedActor, programme: str, cases: dict[str, FundCase]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("What"), _("From where to where"), _("Amount"), _("Reason"), _("Asked for"), _("State"),
        _("Decided at"), _("What was said to it"),
    ]  # fmt: skip
    rows = (
        [
            _fund(cases, one.fund), str(ORDER_KINDS[one.kind]), way_of(cases, one), str(one.won), one.reason,
            instant_cell(one.proposed_at), str(ORDER[one.state][0]),
            instant_cell(one.decided_at) if one.decided_at else "", one.answer,
        ]
        for one in _in_parts(queries.orders(who, programme))
    )  # fmt: skip
    return titles, rows


def _deliveries(who: SignedActor, programme: str, cases: dict[str, FundCase]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("Executor"), _("Part of the promise"), _("What was given"), _("Value in won"),
        _("On what the value rests"), _("Day on which it was given"), _("State"), _("What was said to it"),
    ]  # fmt: skip
    rows = (
        [
            _fund(cases, one.fund), one.executor,
            source_title(cases[one.fund], one.source) if one.fund in cases else one.source, one.what,
            str(one.won), one.basis, one.delivered_on.isoformat(), str(REPORT[one.state][0]), one.answer,
        ]
        for one in _in_parts(queries.deliveries(who, programme))
    )  # fmt: skip
    return titles, rows


def _settlements(who: SignedActor, programme: str, cases: dict[str, FundCase]) -> tuple[list[str], Rows]:
    titles = [
        _("Fund"), _("Year of the plan"), _("Executor"), _("Received in all"), _("Spent"), _("Rest"),
        _("Interest"), _("Reason"), _("State"),
    ]  # fmt: skip
    rows = [
        [
            _fund(cases, one.fund), str(one.year or ""), one.executor, str(one.received_won),
            str(one.spent_won), str(one.rest_won), str(one.interest_won), one.reason,
            str(SETTLEMENT[one.state][0]),
        ]
        for one in queries.settlements(who, programme)
    ]  # fmt: skip
    return titles, rows


def _in_parts(found: QuerySet[Any]) -> Iterator[Any]:
    """Yield rows in the order of their coming, so many at a time."""
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        yield from rows


def _fund(cases: dict[str, FundCase], fund: str) -> str:
    return told(cases[fund].fund.title) if fund in cases else fund


def _kind(case: FundCase, source: str) -> str:
    return str(SOURCE_KINDS[next(one.kind for one in case.fund.sources if one.id == source)])


def _won(won: int | None) -> str:
    return "" if won is None else str(won)
