"""The settlement statement of an executor (정산보고서): received, spent, given back, in three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.funds import queries, queries_execution
from dure.domains.funds.queries import ExecutorRow, FundCase, Settlement
from dure.domains.ledger.last_check import last_seal
from dure.domains.recoveries.queries import RecoveryCase, decided_of_executor
from dure.domains.recoveries.reckoning import reckon_all
from dure.engine.law.deadlines import day_of
from dure.engine.money.executing import Executed, Where
from dure.papers.as_hwpx import as_hwpx
from dure.papers.as_pdf import as_pdf
from dure.papers.as_xlsx import as_xlsx
from dure.papers.model import Paper, Part, Table
from dure.web.actors import actor, asked_at
from dure.web.funds.words import SETTLEMENT, executor_name, in_year, line_title, source_title
from dure.web.list_files import TYPES
from dure.web.officer.guard import signed_in
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told
from dure.web.words import page_language

KINDS: Mapping[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "hwpx": ("application/hwp+zip", as_hwpx),
    "xlsx": (TYPES["xlsx"], as_xlsx),
}
Found = Mapping[Where, Executed]


@signed_in
@require_GET
def statement(request: HttpRequest, programme: str, executor: str, kind: str) -> HttpResponse:
    """Hand out the statement of an executor as it stands now, to whoever sees the executor's money."""
    if kind not in KINDS:
        raise Http404
    who, now = actor(request), asked_at(request)
    rows = queries.executor_view(who, programme, executor)
    cases = {case.fund.id: case for case in queries.fund_cases(programme)}
    if not rows or not cases:
        raise Http404
    found = queries_execution.execution_of(who, programme, executor, day_of(now))
    paper = _paper(cases, rows, found, queries.settlements(who, programme, executor), now)
    taken_back = decided_of_executor(who, programme, executor)
    if taken_back:
        paper = replace(paper, parts=[*paper.parts, _recoveries(taken_back, now)])
    content_type, made = KINDS[kind]
    answer = HttpResponse(made(paper), content_type=content_type)
    name = f"{programme}-{executor}-settlement-{day_of(now).isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _paper(
    cases: Mapping[str, FundCase],
    rows: list[ExecutorRow],
    found: Found,
    settlements: list[Settlement],
    now: datetime,
) -> Paper:
    case = next(iter(cases.values()))
    agreement = rows[0].agreement
    seal = last_seal()
    return Paper(
        title=_("Settlement statement"),
        language=page_language(),
        subtitle=told(case.programme.title),
        facts=[
            (_("Executor"), executor_name(agreement)),
            (_("Day of the statement"), day_text(day_of(now))),
            (_("Budget of the agreement"), money(sum(row.budget for row in rows))),
        ],
        parts=[
            Part(_("Received and spent, by source and budget line"), [], [_by_place(cases, found)]),
            Part(
                _("Interest, and what was given back"),
                [_("Interest goes back with the rest, to each source by what was left of it.")],
                [_interest(cases, found)],
            ),
            Part(_("Promised in answer to the public money"), [], [_promises(cases, rows)]),
            Part(_("Settlements"), [], [_settlements(settlements)]),
        ],
        signatures=[_("For the executor"), _("For the agency")],
        seal_word=_("(seal)"),
        foot=_("Ledger sealed up to transfer %(number)s: %(hash)s") % {"number": seal[0], "hash": seal[1]}
        if seal
        else _("The ledger is not sealed yet"),
    )


def _recoveries(some: list[RecoveryCase], now: datetime) -> Part:
    """Return what was, and is still to be, taken back from the executor."""
    found = reckon_all(some, day_of(now))
    rows: list[list[str | int]] = [
        [
            _("Recovery %(number)s") % {"number": one.number}, one.back_won, one.surcharge_won,
            found[one.pk].received_won + found[one.pk].set_off_won, found[one.pk].left_won,
            found[one.pk].interest_won,
        ]
        for one in some
    ]  # fmt: skip
    sums = [sum(int(row[n]) for row in rows) for n in range(1, 6)]
    table = Table(
        _("Amount taken back"),
        [
            _("Case"), _("Amount taken back"), _("Surcharge"), _("Received or set off"), _("Left"),
            _("Interest until today"),
        ],
        rows,
        [[_("Together"), *sums]],
    )  # fmt: skip
    return Part(_("Taken back, and still to be given back"), [], [table])


def _by_place(cases: Mapping[str, FundCase], found: Found) -> Table:
    some = [(where, what) for where, what in found.items() if where.line or what.handed or what.spent]
    return Table(
        _("In won"),
        [
            _("Source of funds"), _("Budget line"), _("Handed over"), _("Spent of it"),
            _("Spent and paid afterwards"), _("Money given back"), _("Rest"),
        ],
        [
            [
                _source(cases, where), _line(cases, where), what.handed, what.of_advance,
                what.spent - what.of_advance, what.returned, what.rest,
            ]
            for where, what in some
        ],
        [
            [
                _("Together"), "", *_sums(
                    (what.handed, what.of_advance, what.spent - what.of_advance, what.returned, what.rest)
                    for _where, what in some
                ),
            ]
        ]
        if some
        else [],
        empty=_("Nothing was handed over or spent."),
    )  # fmt: skip


def _interest(cases: Mapping[str, FundCase], found: Found) -> Table:
    some = [(where, what) for where, what in found.items() if what.interest]
    return Table(
        _("Interest given back, in won"),
        [_("Source of funds"), _("Interest")],
        [[_source(cases, where), what.interest] for where, what in some],
        [[_("Together"), sum(what.interest for _where, what in some)]] if some else [],
        empty=_("No interest was given back."),
    )


def _promises(cases: Mapping[str, FundCase], rows: list[ExecutorRow]) -> Table:
    titles = [told(case.fund.title) for case in cases.values()]
    told_rows: list[list[str | int]] = [
        [title, kind, promise.promised, promise.delivered, promise.evidenced]
        for title, row in zip(titles, rows, strict=True)
        if row.gap is not None
        for kind, promise in ((_("In cash"), row.cash), (_("In kind"), row.in_kind))
    ]
    return Table(
        _("In won"),
        [_("Fund"), _("How"), _("Promised"), _("Delivered"), _("Evidenced")],
        told_rows,
        empty=_("This programme asks executors for no answer to its public money."),
    )


def _settlements(some: list[Settlement]) -> Table:
    return Table(
        _("In won"),
        [_("Proposed"), _("State"), _("Received in all"), _("Spent"), _("Rest"), _("Interest")],
        [
            [
                instant(one.proposed_at), str(SETTLEMENT[one.state][0]), one.received_won, one.spent_won,
                one.rest_won, one.interest_won,
            ]
            for one in some
        ],
        empty=_("No settlement was proposed yet: these are the figures so far."),
    )  # fmt: skip


def _sums(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _source(cases: Mapping[str, FundCase], where: Where) -> str:
    case = cases.get(where.fund)
    return source_title(case, where.source) if case else where.source


def _line(cases: Mapping[str, FundCase], where: Where) -> str:
    case = cases.get(where.fund)
    return in_year(line_title(case, where.line) if case else where.line, where.year)
