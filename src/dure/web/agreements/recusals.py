"""A firm asks that somebody does not score its proposal (기피 신청), and officers answer."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import conflicts
from dure.domains.agreements.policies import may_run
from dure.domains.agreements.services.answer_scorer_recusal import answer_scorer_recusal
from dure.domains.agreements.services.ask_scorer_recusal import ask_scorer_recusal
from dure.domains.agreements.services.withdraw_scorer_recusal import withdraw_scorer_recusal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.calls import call_crumbs
from dure.web.agreements.firm import case_or_404, own_or_404
from dure.web.merchant.recusals import RecusalForm
from dure.web.officer.guard import for_roles, signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.officer.reviewers import labels_of
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import tell
from dure.web.recusal_words import STATES
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

PER_PAGE = 50
MOST_OFFERED = 200


class AnswerForm(forms.Form):
    """Whether somebody is set aside, who it is, and why."""

    outcome = forms.ChoiceField(
        label=lazy("Decision"),
        choices=[
            ("granted", lazy("Granted: this person does not score the proposal")),
            ("refused", lazy("Refused")),
        ],
        widget=forms.RadioSelect,
    )
    scorer = forms.TypedChoiceField(
        label=lazy("Who it is"),
        help_text=lazy("Only where it is granted. The firm is not told who scores."),
        coerce=int,
        required=False,
        empty_value=None,
    )
    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("The firm reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, proposal: int) -> HttpResponse:
    """Take a request of a firm, and show those that were made."""
    found = own_or_404(request, proposal)
    if found.number is None:
        raise Http404
    form = RecusalForm(
        request.POST if request.method == "POST" else None, initial={"nonce": secrets.token_hex(8)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_scorer_recusal(
                actor=actor(request),
                now=asked_at(request),
                proposal_id=found.pk,
                about=form.cleaned_data["about"],
                grounds=form.cleaned_data["grounds"],
                key=form.cleaned_data["nonce"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request, _("Your request is received. An officer decides on it, and you are told.")
            )
            return redirect("my_proposal_recusal", proposal=found.pk)
    page = {
        "proposal": found,
        "lead": f"{told(case_or_404(found.programme).programme.title)}, {found.number}",
        "form": form,
        "may_ask": conflicts.may_still_ask(found),
        "asked": [
            {"one": one, "kind": STATES[one.state][0], "state": STATES[one.state][1]}
            for one in conflicts.recusals_of(actor(request), found.pk)
        ],
        "crumbs": crumbs(
            (_("Proposals and agreements"), reverse("my_proposals")),
            (found.number, reverse("my_proposal", args=[found.pk])),
            (_("Ask that somebody does not score"), ""),
        ),
    }
    return render(request, "agreements/recusal.html", page, status=422 if form.errors else 200)


@signed_in
@require_POST
def withdraw(request: HttpRequest, proposal: int, recusal: int) -> HttpResponse:
    """Take a request back that waits for its answer."""
    found = own_or_404(request, proposal)
    if recusal not in {one.pk for one in conflicts.recusals_of(actor(request), found.pk)}:
        raise Http404
    if withdraw_scorer_recusal(actor=actor(request), now=asked_at(request), recusal_id=recusal):
        messages.success(request, _("Your request is taken back. You may make it again."))
    return redirect("my_proposal_recusal", proposal=found.pk)


@for_roles("officer", "ministry")
@require_GET
def listed(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the requests of firms of a call, the oldest first."""
    case = case_or_404(programme)
    waiting = request.GET.get("which", "open") != "all"
    found = conflicts.recusals_in(actor(request), programme, waiting=waiting)
    page = page_of(request, found, "asked_at", PER_PAGE)
    here = reverse("officer_scorer_recusals", args=[programme])
    which = ((True, _("To be answered"), "open"), (False, _("All requests"), "all"))
    rows = [{"row": one, "kind": STATES[one.state][0], "state": STATES[one.state][1]} for one in page.rows]
    shown = {
        "rows": rows,
        "page": page,
        "empty": not rows,
        "total": found.count(),
        "caption": next(label for value, label, _name in which if value == waiting),
        "filters": [
            {"label": label, "url": f"{here}?which={name}", "current": value == waiting}
            for value, label, name in which
        ],
        "headers": headers(_("Number"), _("Firm"), _("Asked"), _("State")),
        "crumbs": call_crumbs(case, (_("Requests about scorers"), "")),
    }
    return render(request, "agreements/officer_recusals.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def answer(request: HttpRequest, recusal: int) -> HttpResponse:
    """Show a request of a firm, and answer it."""
    found = conflicts.recusal(actor(request), recusal)
    if found is None:
        raise Http404
    programme = found.proposal.programme
    if request.method == "POST" and not may_run(actor(request), programme):
        return HttpResponse(status=403)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    ids = sorted(conflicts.may_be_meant(programme, asked_at(request)))[:MOST_OFFERED]
    labels = labels_of(actor(request), ids)
    field = form.fields["scorer"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [
        ("", _("Choose one")),
        *((one, labels[one]) for one in sorted(ids, key=labels.__getitem__)),
    ]
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            answer_scorer_recusal(
                actor=actor(request),
                now=asked_at(request),
                recusal_id=recusal,
                granted=chosen["outcome"] == "granted",
                reason=chosen["reason"],
                user_id=chosen["scorer"],
            )
        except Refused as refused:
            tell(form, refused, {"recusal.scorer": "scorer", "recusal.reason": "reason"})
        else:
            messages.success(request, _("The request is answered. The firm is told."))
            return redirect("officer_scorer_recusal", recusal=recusal)
    note_view(request, "proposal", found.proposal_id, "request about a scorer")
    kind, word = STATES[found.state]
    page: dict[str, Any] = {
        "recusal": found,
        "kind": kind,
        "state": word,
        "form": form,
        "who": labels_of(actor(request), [found.user_id]).get(found.user_id, "") if found.user_id else "",
        "can_answer": found.state == "asked" and may_run(actor(request), programme),
        "back": reverse("officer_scorer_recusals", args=[programme]),
        "crumbs": call_crumbs(
            case_or_404(programme),
            (_("Requests about scorers"), reverse("officer_scorer_recusals", args=[programme])),
            (found.proposal.number or "", ""),
        ),
    }
    return render(request, "agreements/officer_recusal.html", page, status=422 if form.errors else 200)
