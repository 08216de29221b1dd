"""One agreement as both sides see it: what it says, its versions, amendments, mid-term checks, acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import queries
from dure.domains.agreements.policies import may_run, may_sign
from dure.domains.agreements.queries import Agreement, Amendment, CallCase
from dure.domains.agreements.queries_objections import objectable, objections_within
from dure.domains.agreements.services.answer_agreement import answer_agreement
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.agreements.services.put_agreement_in_force import put_agreement_in_force
from dure.domains.agreements.services.take_back_amendment import take_back_amendment
from dure.engine.executors.terms import Terms, changes_between, terms_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import case_or_404
from dure.web.agreements.forms import TermsForm
from dure.web.agreements.typed import said
from dure.web.agreements.words import (
    AGAINST,
    AGREEMENT,
    AMENDMENT,
    GRADES,
    MIDTERM,
    SIDES,
    badge,
    change_rows,
    executor_name,
    places_text,
)
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.people.problems import tell
from dure.web.selection_words import OBJECTION_KINDS, OBJECTION_STATES
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

TARGETS = {
    "terms.places": "budget_won",
    "terms.quota": None,
    "terms.period": "ends_on",
    "terms.money": "budget_won",
    "terms.cash": "cash_won",
    "terms.in_kind": "kind_0_title",
    "terms.in_kind_least": "kind_0_title",
    "terms.milestones": "due_0_on",
    "organisation.code": "code",
    "organisation.taken": "code",
    "amendment.reason": "reason",
}


TYPED = ("reason", "answer", "words")
"""What the text boxes of the page are called: only one of its forms is sent at a time."""


@signed_in
@require_GET
def page(request: HttpRequest, agreement: int) -> HttpResponse:
    """Show an agreement to either side of it."""
    return agreement_page(request, or_404(request, agreement))


def agreement_page(
    request: HttpRequest, found: Agreement, problems: Sequence[str] = (), *, at: str = ""
) -> HttpResponse:
    """Show an agreement; after a refusal with what was typed into the form ``at`` which it was."""
    who = actor(request)
    case = case_or_404(found.programme)
    versions = queries.agreement_versions(who, found.pk)
    by_number = {one.number: terms_of(one.terms) for one in versions}
    runs, signs = may_run(who, found.programme), may_sign(who, found)
    objects = objectable(who, found, asked_at(request))
    shown = {
        "agreement": found,
        "name": executor_name(found),
        "title": told(case.programme.title),
        "state": badge(AGREEMENT, found.state),
        "runs": runs,
        "signs": signs,
        "may_propose": found.state == "in_force" and (runs or signs),
        "is_leaving": found.leaving_asked_at is not None or found.ends_on is not None,
        "terms": terms_shown(case, by_number[found.number]),
        "fingerprint": next(one.fingerprint for one in versions if one.number == found.number),
        "versions": [
            {
                "row": one,
                "changes": change_rows(
                    case.programme, changes_between(by_number[one.number - 1], by_number[one.number])
                )
                if one.number - 1 in by_number
                else [],
            }
            for one in versions
        ],
        "amendments": [
            _amendment(case, one, by_number, runs=runs, signs=signs)
            for one in queries.amendments(who, found.pk)
        ],
        "checks": [
            {"row": one, "grade": str(GRADES[one.grade]), "state": badge(MIDTERM, one.state)}
            for one in queries.checks(who, found.pk)
        ],
        "change_headers": headers(_("What"), _("Before"), _("After")),
        "kind_headers": headers(
            _("What is given in kind"), _("Value"), _("On what the value rests"), numeric=(_("Value"),)
        ),
        "due_headers": headers(_("Due"), _("What is due")),
        "problems": problems,
        "objects": [
            {
                "what": str(AGAINST[one.against]),
                "at": one.at,
                "until": one.until,
                "url": f"{reverse('my_firm_objections', args=[found.proposal_id])}"
                f"?about={one.against}-{one.subject_id}",
            }
            for one in objects
        ],
        "objections": [
            {
                "what": str(AGAINST[one.against]),
                "at": one.filed_at,
                "state": {"word": str(OBJECTION_STATES[one.state]), "kind": OBJECTION_KINDS[one.state]},
                "url": reverse("officer_firm_objection", args=[one.pk])
                if runs
                else reverse("my_firm_objections", args=[found.proposal_id])
                if signs
                else "",
            }
            for one in objections_within(who, found)
        ],
        "typed_at": at,
        "typed": next((said(request, name) for name in TYPED if name in request.POST), ""),
        "crumbs": agreement_crumbs(request, found, executor_name(found)),
    }
    return render(request, "agreements/agreement.html", shown, status=422 if problems else 200)


def _amendment(
    case: CallCase, one: Amendment, by_number: dict[int, Terms], *, runs: bool, signs: bool
) -> dict[str, Any]:
    is_open = one.state == "proposed"
    answers = signs if one.side == "officer" else runs
    return {
        "row": one,
        "side": str(SIDES[one.side]),
        "state": badge(AMENDMENT, one.state),
        "changes": change_rows(case.programme, changes_between(by_number[one.base], terms_of(one.terms))),
        "may_answer": is_open and answers,
        "may_take_back": one.state in ("proposed", "agreed") and (runs if one.side == "officer" else signs),
    }


def terms_shown(case: CallCase, terms: Terms) -> dict[str, Any]:
    """Return what an agreement says as its page shows it."""
    return {
        "places": places_text(case.programme, dict(terms.places)),
        "budget_won": terms.budget_won,
        "cash_won": terms.cash_won,
        "in_kind_won": terms.in_kind_won,
        "in_kind": terms.in_kind,
        "milestones": terms.milestones,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


@signed_in
@require_POST
@forbidden_where_not_allowed
def answer(request: HttpRequest, agreement: int) -> HttpResponse:
    """Sign an agreement for the executor, or for the agency after it; or decline it."""
    found = or_404(request, agreement)
    who, now = actor(request), asked_at(request)
    try:
        if "in_force" in request.POST:
            put_agreement_in_force(actor=who, now=now, agreement_id=found.pk)
            done = _("The agreement is in force.")
        elif "sign" in request.POST:
            answer_agreement(actor=who, now=now, agreement_id=found.pk, signed=True)
            done = _("You have signed the agreement. The agency signs next.")
        else:
            reason = said(request, "reason")
            answer_agreement(actor=who, now=now, agreement_id=found.pk, signed=False, reason=reason)
            done = _("You have declined the agreement.")
    except Refused as refused:
        return agreement_page(
            request, found, [sentence_of(problem) for problem in refused.problems], at="reason"
        )
    messages.success(request, done)
    return redirect("agreement", agreement=found.pk)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def amend(request: HttpRequest, agreement: int) -> HttpResponse:
    """Show what an agreement says as a form, and propose what was changed to the other side."""
    found = or_404(request, agreement)
    case = case_or_404(found.programme)
    who = actor(request)
    if not (may_run(who, found.programme) or may_sign(who, found)):
        raise Http404
    kept = queries.terms_in_force(who, [found])[found.pk]
    typed = TermsForm(case.stages, kept, request.POST if request.method == "POST" else None)
    if not typed.asks_rows() and typed.is_valid():
        try:
            propose_amendment(
                actor=who, now=asked_at(request), agreement_id=found.pk, terms=typed.terms(),
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell_terms(typed, refused)
        else:
            messages.success(request, _("The amendment is proposed: it counts once the other side approves."))
            return redirect("agreement", agreement=found.pk)
    shown = {
        "form": typed,
        "heading": _("Propose an amendment"),
        "lead": f"{executor_name(found)}, {told(case.programme.title)}",
        "information": _("Change what shall be different. Versions that were signed stay as they are."),
        "submit": _("Propose the amendment"),
        "second": _("More rows"),
        "second_name": "more",
        "back": reverse("agreement", args=[found.pk]),
        "crumbs": agreement_crumbs(request, found, _("Propose an amendment")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


def tell_terms(typed: TermsForm, refused: Refused) -> None:
    """Tell what is wrong with terms at the fields of their form."""
    fields = {code: name for code, name in TARGETS.items() if name is not None and name in typed.fields}
    tell(typed, refused, fields)


@signed_in
@require_POST
@forbidden_where_not_allowed
def amendment_answer(request: HttpRequest, agreement: int, amendment: int) -> HttpResponse:
    """Approve an amendment, refuse it, or take one's own back; which, the button says."""
    found = or_404(request, agreement)
    who, now = actor(request), asked_at(request)
    one = queries.amendment(who, found.pk, amendment)
    if one is None:
        raise Http404
    try:
        if "take_back" in request.POST:
            take_back_amendment(actor=who, now=now, amendment_id=one.pk)
            done = _("The amendment is taken back.")
        else:
            approved = "approve" in request.POST
            words = said(request, "answer")
            answer_amendment(actor=who, now=now, amendment_id=one.pk, approved=approved, answer=words)
            done = _("You have approved the amendment.") if approved else _("You have refused the amendment.")
    except Refused as refused:
        return agreement_page(
            request, found, [sentence_of(problem) for problem in refused.problems], at=f"answer-{one.pk}"
        )
    messages.success(request, done)
    return redirect("agreement", agreement=found.pk)


def or_404(request: HttpRequest, agreement: int) -> Agreement:
    """Return an agreement that whoever asks may see; raises Http404 for others'."""
    found = queries.agreement(actor(request), agreement)
    if found is None:
        raise Http404
    return found


def agreement_crumbs(request: HttpRequest, found: Agreement, last: str) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of an agreement, by the desk of whoever asks."""
    of_staff = actor(request).may_in(found.programme, "officer", "ministry")
    start = (
        (_("Agreements"), reverse("officer_agreements", args=[found.programme]))
        if of_staff
        else (_("Proposals and agreements"), reverse("my_proposals"))
    )
    name = executor_name(found)
    middle = [] if last == name else [(name, reverse("agreement", args=[found.pk]))]
    return crumbs(start, *middle, (last, ""))
