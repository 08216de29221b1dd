"""Calls for executors as officers see them: all calls, the proposals of one, the list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.agreements import queries
from dure.domains.agreements.queries import HANDED_IN, CallCase, Proposal
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import case_or_404
from dure.web.agreements.words import PROPOSAL, badge, places_text
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told

PER_PAGE = 30


@for_roles("officer", "ministry")
@require_GET
def call_list(request: HttpRequest) -> HttpResponse:
    """Show the calls for executors of the programmes that somebody runs or supervises."""
    who, now = actor(request), asked_at(request)
    cases = [case for case in queries.all_calls(who) if who.may_in(case.programme.id, "officer", "ministry")]
    counts = queries.counts(who, [case.programme.id for case in cases])
    rows = []
    for case in cases:
        own = counts.get(case.programme.id, {})
        rows.append(
            {
                "id": case.programme.id,
                "title": told(case.call.title),
                "state": case.state(now),
                "window": f"{instant(case.call.window.opens_at)} – {instant(case.call.window.closes_at)}",
                "proposals": sum(own.values()),
                "to_check": own.get("submitted", 0) + own.get("supplementing", 0),
                "chosen": own.get("chosen", 0) + own.get("agreed", 0),
            }
        )
    return render(
        request,
        "agreements/calls.html",
        {
            "rows": rows,
            "headers": headers(
                _("Call for executors"), _("Period"), _("State"), _("Proposals"), _("To check"), _("Chosen"),
                numeric=(_("Proposals"), _("To check"), _("Chosen")),
            ),
            "crumbs": crumbs((_("Executors"), "")),
        },
    )  # fmt: skip


@for_roles("officer", "ministry")
@require_GET
def proposal_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the proposals of a call, by number."""
    case = case_or_404(programme)
    state, words = _asked(request)
    found = queries.proposals(actor(request), programme, state, words)
    page = page_of(request, found, "number", PER_PAGE)
    return render(
        request,
        "agreements/proposals.html",
        {
            "case": case,
            "programme": programme,
            "may_act": actor(request).may_in(programme, "officer"),
            "page": page,
            "rows": [{"row": one, **_row(case, one)} for one in page.rows],
            "total_text": total_text(counted(found)),
            "empty": not page.rows,
            "state": state,
            "words_here": words,
            "states": [("", _("All")), *((code, str(PROPOSAL[code][0])) for code in HANDED_IN)],
            "headers": headers(
                _("Number"), _("Firm"), _("Places it takes"), _("Cash promised"), _("Promised in kind"),
                _("Handed in"), _("State"), numeric=(_("Cash promised"), _("Promised in kind")),
            ),
            "query": request.GET.urlencode(),
            "crumbs": call_crumbs(case),
        },
    )  # fmt: skip


def _asked(request: HttpRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return state if state in HANDED_IN else "", request.GET.get("words", "").strip()[:100]


def _row(case: CallCase, one: Proposal) -> dict[str, Any]:
    return {"places": places_text(case.programme, one.places), "state": badge(PROPOSAL, one.state)}


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what would be exported of a call's proposals, and hand it out with a reason."""
    case = case_or_404(programme)
    state, words = _asked(request)
    found = queries.proposals(actor(request), programme, state, words)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{programme}-proposals",
            what=f"proposals of firms, {programme}",
            subjects=found.count(),
            headers=[
                _("Number"), _("Firm"), _("Business number"), _("Places it takes"), _("Cash promised"),
                _("Promised in kind"), _("Handed in"), _("State"),
            ],
            rows=_lines(case, found),
        )  # fmt: skip

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    back = f"{reverse('officer_proposals', args=[programme])}?{request.GET.urlencode()}"
    page = {
        "form": form,
        "heading": _("Export proposals"),
        "title": told(case.call.title),
        "filters": [text for text in (str(PROPOSAL[state][0]) if state else "", words) if text],
        "unfiltered": _("All"),
        "counted": _("Proposals"),
        "total_text": total_text(counted(found)),
        "warning": _("The file tells which firms propose, and what they promise"),
        "back": back,
        "crumbs": call_crumbs(case, (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _lines(case: CallCase, found: Any) -> Iterator[list[str]]:
    for one in found.order_by("number", "pk").iterator(500):
        yield [
            one.number or "", one.firm, one.business_no, places_text(case.programme, one.places),
            str(one.cash_won), str(one.in_kind_won), instant_cell(one.submitted_at),
            badge(PROPOSAL, one.state)["word"],
        ]  # fmt: skip


def call_crumbs(case: CallCase, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a call's proposals and on."""
    own = reverse("officer_proposals", args=[case.programme.id]) if more else ""
    return crumbs((_("Executors"), reverse("officer_executors")), (told(case.call.title), own), *more)
