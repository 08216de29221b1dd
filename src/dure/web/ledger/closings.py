"""Closing the months of a programme's ledger: what can be closed, and the figures that were signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.ledger import queries, queries_closing
from dure.domains.ledger.queries_closing import Closing
from dure.domains.ledger.services.ask_to_reopen import ask_to_reopen
from dure.domains.ledger.services.decide_closing import decide_closing
from dure.domains.ledger.services.decide_reopening import decide_reopening
from dure.domains.ledger.services.propose_closing import propose_closing
from dure.domains.ledger.services.take_back_closing import take_back_closing
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped, words
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.ledger.menu import READERS
from dure.web.ledger.trial import shown_rows, sums_of, trial_headers
from dure.web.ledger.words import amount, ledger_crumbs, title_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import instant

PER_PAGE = 24
STATES = {
    "proposed": (lazy("Waits for another officer"), "warning"),
    "closed": (lazy("Month closed"), "success"),
    "refused": (lazy("Not confirmed"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
    "to_reopen": (lazy("Closed; opening it is asked for"), "warning"),
    "reopened": (lazy("Opened again"), "gray"),
}


class SayForm(Grouped):
    """A few words to a closing."""

    answer = words(lazy("Remark or reason"), rows=3, required=False)


@for_roles(*READERS)
@require_GET
def closing_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show which month can be closed, and what was closed, refused or opened again."""
    who, title = actor(request), title_of(programme)
    page = page_of(request, queries_closing.closings(who, programme), "month", PER_PAGE, backwards=True)
    month = queries_closing.month_to_close(who, programme, asked_at(request))
    may_propose = queries_closing.may_propose_closing(who, programme)
    shown = {
        "programme": programme,
        "title": title,
        "next": f"{month:%Y-%m}" if month else "",
        "may_propose": may_propose,
        "page": page,
        "empty": not page.rows,
        "rows": [_row(one) for one in page.rows],
        "headers": headers(
            _("Month"), _("State"), _("Transfers"), _("Of them late"), _("Still held"), _("Proposed"),
            numeric=(_("Transfers"), _("Of them late"), _("Still held")),
        ),
        "crumbs": ledger_crumbs(programme, title, (_("Closed months"), "")),
    }  # fmt: skip
    return render(request, "ledger/closings.html", shown)


def _row(one: Closing) -> dict[str, Any]:
    return {
        "id": one.pk,
        "month": f"{one.month:%Y-%m}",
        "state": badge(STATES, one.state),
        "transfers": amount(one.transfers),
        "late": amount(one.late),
        "held": amount(one.held_won),
        "proposed": instant(one.proposed_at),
    }


@for_roles("officer", "accountant")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def propose(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the figures of the month that comes next, and propose that it be closed."""
    who, now, title = actor(request), asked_at(request), title_of(programme)
    month = queries_closing.month_to_close(who, programme, now)
    if month is None:
        raise Http404
    typed = SayForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            made = propose_closing(
                actor=who, now=now, programme=programme, month=month, reason=typed.cleaned_data["answer"]
            )
        except Refused as refused:
            tell(typed, refused)
        else:
            messages.success(request, _("Proposed. Another officer has to confirm it."))
            return redirect("ledger_closing", closing=made)
    rows = queries.trial_balance(who, programme, month)
    shown = {
        "title": title,
        "month": f"{month:%Y-%m}",
        "form": typed,
        "rows": shown_rows(rows),
        "sums": sums_of(rows),
        "headers": trial_headers(),
        "back": reverse("ledger_closings", args=[programme]),
        "crumbs": _crumbs(programme, title, _("Close a month")),
    }
    return render(request, "ledger/close.html", shown, status=422 if typed.errors else 200)


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, closing: int) -> HttpResponse:
    """Show a closing with its figures; let it be decided, taken back, or opened again."""
    who = actor(request)
    found = queries_closing.closing(who, closing)
    if found is None:
        raise Http404
    typed = SayForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            _act(request, found, typed.cleaned_data["answer"])
        except NotAllowed:
            raise
        except Refused as refused:
            tell(typed, refused, dict.fromkeys(("ledger.answer", "ledger.reopen_reason"), "answer"))
        else:
            messages.success(request, _("Done."))
            return redirect("ledger_closing", closing=found.pk)
    title = title_of(found.programme)
    rows = queries_closing.signed_rows(found)
    decides = queries_closing.may_decide_closing(who, found.programme)
    proposes = queries_closing.may_propose_closing(who, found.programme)
    own = found.proposed_by_id == who.user_id
    shown = {
        "title": title,
        "month": f"{found.month:%Y-%m}",
        "state": badge(STATES, found.state),
        "facts": _facts(found),
        "form": typed,
        "rows": shown_rows(rows),
        "sums": sums_of(rows),
        "headers": trial_headers(),
        "may_decide": found.state == "proposed" and decides and not own,
        "may_take_back": found.state == "proposed" and proposes and own,
        "may_ask": proposes and queries_closing.may_be_reopened(found),
        "may_open": found.state == "to_reopen" and decides and found.reopen_asked_by_id != who.user_id,
        "crumbs": _crumbs(found.programme, title, f"{found.month:%Y-%m}"),
    }
    return render(request, "ledger/closing.html", shown, status=422 if typed.errors else 200)


def _act(request: HttpRequest, found: Closing, answer: str) -> None:
    """Do what the button that was pressed stands for."""
    who, now, pressed = actor(request), asked_at(request), request.POST
    if "take_back" in pressed:
        take_back_closing(actor=who, now=now, closing_id=found.pk)
    elif "ask" in pressed:
        ask_to_reopen(actor=who, now=now, closing_id=found.pk, reason=answer)
    elif "open" in pressed or "keep" in pressed:
        decide_reopening(actor=who, now=now, closing_id=found.pk, opened="open" in pressed, answer=answer)
    else:
        decide_closing(actor=who, now=now, closing_id=found.pk, confirmed="confirm" in pressed, answer=answer)


def _facts(found: Closing) -> list[dict[str, str]]:
    told = [
        fact(_("Transfers booked in the month"), count(found.transfers)),
        fact(_("Of them late"), count(found.late), _("They happened in a month that was closed before.")),
        fact(
            _("Still held at its end"), money(found.held_won),
            _("%(count)s holds that were neither taken nor released.") % {"count": count(found.holds)},
        ),
        fact(_("Counts up to transfer number"), amount(found.upto)),
        fact(_("Seal up to there"), found.hash, _("Anyone who has the ledger can compare it.")),
        fact(_("Proposed"), instant(found.proposed_at)),
    ]  # fmt: skip
    for label, text in (
        (_("What was said"), found.reason),
        (_("Decided"), instant(found.decided_at) if found.decided_at else ""),
        (_("What was said to it"), found.answer),
        (_("Why it should be opened again"), found.reopen_reason),
        (_("Opened again"), instant(found.reopened_at) if found.reopened_at else ""),
    ):
        if text:
            told.append(fact(label, text))
    return told


def _crumbs(programme: str, title: str, last: str) -> list[dict[str, str]]:
    own = (_("Closed months"), reverse("ledger_closings", args=[programme]))
    return ledger_crumbs(programme, title, own, (last, ""))
