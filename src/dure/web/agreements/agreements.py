"""The agreements of a programme as officers see them: sums, proposed anew, places moved, put in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import queries
from dure.domains.agreements.places import differences
from dure.domains.agreements.queries import Agreement, CallCase
from dure.domains.agreements.queries_waiting import OfAgreement, open_in
from dure.domains.agreements.services.draft_from_agreements import draft_from_agreements
from dure.domains.agreements.services.move_places import move_places
from dure.domains.agreements.services.propose_agreement import propose_agreement
from dure.engine.executors.terms import Terms, added_up, terms_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.agreement import tell_terms
from dure.web.agreements.calls import call_crumbs
from dure.web.agreements.firm import case_or_404
from dure.web.agreements.forms import MoveForm, TermsForm
from dure.web.agreements.words import AGREEMENT, AMENDMENT, badge, executor_name, places_text, stage_title
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.programme import told

PER_PAGE = 50


@for_roles("officer", "ministry")
@require_GET
def agreement_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the agreements of a programme with what they make together."""
    return _page(request, programme)


def _page(request: HttpRequest, programme: str, problems: list[str] | None = None) -> HttpResponse:
    case = case_or_404(programme)
    who = actor(request)
    found = queries.agreements(who, programme)
    page = page_of(request, found, "proposed_at", PER_PAGE, descending=True)
    terms = {pk: terms_of(one) for pk, one in queries.terms_in_force(who, page.rows).items()}
    opened = open_in(who, terms)
    # Over the programme, not over the page of the list.
    in_force = queries.terms_in_force(who, found.filter(state="in_force"))
    sums = added_up(map(terms_of, in_force.values()))
    names = {one.executor: executor_name(one) for one in found}
    names |= {one.id: told(one.name) for one in case.programme.executors}
    shown = {
        "case": case,
        "programme": programme,
        "may_act": who.may_in(programme, "officer"),
        "page": page,
        "rows": [_row(case, one, terms[one.pk], opened.get(one.pk)) for one in page.rows],
        "empty": not page.rows,
        "total_text": total_text(counted(found)),
        "headers": headers(
            _("Executor"), _("State"), _("Version"), _("Places it takes"), _("Budget"),
            _("Cash promised"), _("Promised in kind"),
            numeric=(_("Version"), _("Budget"), _("Cash promised"), _("Promised in kind")),
        ),
        "sums": sums,
        "places": [
            {"title": told(s.title), "offered": s.quota.total, "agreed": sums.places.get(s.id, 0)}
            for s in case.stages
        ],
        "place_headers": headers(
            _("Stage"), _("Places on offer"), _("In the agreements"),
            numeric=(_("Places on offer"), _("In the agreements"))
        ),
        "differences": [
            {
                "executor": names.get(one.executor, one.executor),
                "stage": stage_title(case.programme, one.stage),
                "in_file": one.in_file,
                "agreed": one.agreed,
            }
            for one in (
                differences(case.programme) if who.may_in(programme, "officer", "ministry") else ()
            )
        ],
        "difference_headers": headers(
            _("Executor"), _("Stage"), _("In the file"), _("In the agreements"),
            numeric=(_("In the file"), _("In the agreements"))
        ),
        "waiting": list(queries.waiting_for_agreement(who, programme)),
        "problems": problems or [],
        "crumbs": call_crumbs(case, (_("Agreements"), "")),
    }  # fmt: skip
    return render(request, "agreements/agreements.html", shown, status=422 if problems else 200)


def _row(case: CallCase, one: Agreement, terms: Terms, opened: OfAgreement | None) -> dict[str, Any]:
    return {
        "amendment": badge(AMENDMENT, opened.amendment) if opened and opened.amendment else None,
        "due": opened.measures_due_on if opened else None,
        "row": one,
        "name": executor_name(one),
        "state": badge(AGREEMENT, one.state),
        "places": places_text(case.programme, dict(terms.places)),
        "terms": terms,
    }


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out the agreements of a programme as a file, with a reason."""
    case = case_or_404(programme)
    found = queries.agreements(actor(request), programme)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{programme}-agreements",
            what=f"agreements with executors, {programme}",
            subjects=found.count(),
            headers=[
                _("Executor"), _("State"), _("Version"), _("Places it takes"), _("Budget"),
                _("Cash promised"), _("Promised in kind"), _("Beginning"), _("End"),
            ],
            rows=_lines(request, case, list(found)),
        )  # fmt: skip

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    back = reverse("officer_agreements", args=[programme])
    page = {
        "form": form,
        "heading": _("Export agreements"),
        "title": told(case.call.title),
        "unfiltered": _("All"),
        "counted": _("Agreements"),
        "total_text": total_text(counted(found)),
        "warning": _("The file tells what executors promise"),
        "back": back,
        "crumbs": call_crumbs(case, (_("Agreements"), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _lines(request: HttpRequest, case: CallCase, found: list[Agreement]) -> Iterator[list[str]]:
    kept = queries.terms_in_force(actor(request), found)
    for one in found:
        terms = terms_of(kept[one.pk])
        yield [
            executor_name(one), badge(AGREEMENT, one.state)["word"], str(one.number),
            places_text(case.programme, dict(terms.places)), str(terms.budget_won), str(terms.cash_won),
            str(terms.in_kind_won), terms.starts_on.isoformat(), terms.ends_on.isoformat(),
        ]  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new(request: HttpRequest, proposal: int) -> HttpResponse:
    """Propose an agreement to a firm that was chosen; it begins with what the firm proposed."""
    found = queries.proposal(actor(request), proposal)
    if found is None:
        raise Http404
    case = case_or_404(found.programme)
    kept = {"places": found.places, "cash_won": found.cash_won, "in_kind": found.in_kind, "budget_won": 0}
    asks_code = found.organisation is None
    typed = TermsForm(
        case.stages, kept, request.POST if request.method == "POST" else None, asks_code=asks_code
    )
    typed.fields["reason"].required = False
    if not typed.asks_rows() and typed.is_valid():
        try:
            made = propose_agreement(
                actor=actor(request), now=asked_at(request), proposal_id=found.pk,
                code=typed.cleaned_data.get("code") or "", terms=typed.terms(),
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell_terms(typed, refused)
        else:
            messages.success(request, _("The agreement is proposed. The executor signs first."))
            return redirect("agreement", agreement=made)
    page = {
        "form": typed,
        "heading": _("Propose an agreement"),
        "lead": f"{found.number}, {found.firm}",
        "information": _("It begins with what the firm proposed. Both sides sign the same text."),
        "submit": _("Propose the agreement"),
        "second": _("More rows"),
        "second_name": "more",
        "back": reverse("officer_proposal", args=[found.pk]),
        "crumbs": call_crumbs(
            case,
            (found.number or "", reverse("officer_proposal", args=[found.pk])),
            (_("Propose an agreement"), ""),
        ),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def move(request: HttpRequest, programme: str) -> HttpResponse:
    """Move places and budget between executors."""
    case = case_or_404(programme)
    who = actor(request)
    found = list(queries.agreements(who, programme).filter(state__in=("in_force", "left")))
    kept = {pk: terms_of(one) for pk, one in queries.terms_in_force(who, found).items()}
    held = {pk: places_text(case.programme, dict(terms.places)) for pk, terms in kept.items()}
    named = [(one.pk, f"{executor_name(one)} ({held[one.pk]})", one.state) for one in found]
    givers = [(pk, f"{name}, {_('left')}" if state == "left" else name) for pk, name, state in named]
    takers = [(pk, name) for pk, name, state in named if state == "in_force"]
    typed = MoveForm(case.stages, givers, takers, request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            move_places(
                actor=who, now=asked_at(request), giver_id=given["giver"], taker_id=given["taker"],
                places=typed.places(), budget_won=given["budget_won"] or 0, reason=given["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, {"amendment.reason": "reason", "move.same": "taker"})
        else:
            messages.success(request, _("Both amendments are proposed: they count once both are approved."))
            return redirect("officer_agreements", programme=programme)
    page = {
        "form": typed,
        "heading": _("Move places between executors"),
        "lead": told(case.call.title),
        "information": _("What one loses the other gets. Places of a stage whose selection has begun stay."),
        "submit": _("Propose to move them"),
        "back": reverse("officer_agreements", args=[programme]),
        "crumbs": call_crumbs(
            case,
            (_("Agreements"), reverse("officer_agreements", args=[programme])),
            (_("Move places between executors"), ""),
        ),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def draft(request: HttpRequest, programme: str) -> HttpResponse:
    """Make a version of the file from the agreements in force, and go to it."""
    case_or_404(programme)
    try:
        made = draft_from_agreements(actor=actor(request), now=asked_at(request), programme=programme)
    except Refused as refused:
        return _page(request, programme, [sentence_of(problem) for problem in refused.problems])
    messages.success(request, _("A version with the agreed places is made. It counts once it is published."))
    return redirect("officer_version", version=made.version_id)
