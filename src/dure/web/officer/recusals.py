"""Requests of applicants that somebody shall not review them (기피 신청), and the officer's decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.review import recusals
from dure.domains.review.policies import may_run
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.officer.reviewers import labels_of
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import tell
from dure.web.recusal_words import STATES
from dure.web.tables import crumbs, headers

PER_PAGE = 50
MOST_OFFERED = 200


class AnswerForm(forms.Form):
    """Whether somebody is set aside, who it is, and why."""

    outcome = forms.ChoiceField(
        label=lazy("Decision"),
        choices=[
            ("granted", lazy("Granted: this person does not judge the case")),
            ("refused", lazy("Refused")),
        ],
        widget=forms.RadioSelect,
    )
    reviewer = forms.TypedChoiceField(
        label=lazy("Who it is"),
        help_text=lazy("Only where it is granted. The applicant is not told who reviews."),
        coerce=int,
        required=False,
        empty_value=None,
    )
    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("The applicant reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_roles("officer", "ministry")
@require_GET
def recusal_list(request: HttpRequest) -> HttpResponse:
    """Show the requests, the oldest first."""
    waiting = request.GET.get("which", "open") != "all"
    found = recusals.requests_in(actor(request), waiting=waiting)
    page = page_of(request, found, "asked_at", PER_PAGE)
    here = reverse("officer_recusals")
    which = ((True, _("To be answered"), "open"), (False, _("All requests"), "all"))
    rows = [
        {
            "id": one.pk,
            "number": one.application.application_no,
            "name": one.application.name,
            "asked_at": one.asked_at,
            "kind": STATES[one.state][0],
            "state": STATES[one.state][1],
        }
        for one in page.rows
    ]
    return render(
        request,
        "officer/recusals.html",
        {
            "rows": rows,
            "page": page,
            "empty": not rows,
            "total": found.count(),
            "caption": next(label for value, label, _name in which if value == waiting),
            "filters": [
                {"label": label, "url": f"{here}?which={name}", "current": value == waiting}
                for value, label, name in which
            ],
            "headers": headers(_("Receipt number"), _("Business"), _("Asked"), _("State")),
            "crumbs": crumbs((_("Review"), reverse("officer_review")), (_("Requests about reviewers"), "")),
        },
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def recusal_page(request: HttpRequest, recusal: int) -> HttpResponse:
    """Show a request, and answer it."""
    found = recusals.request(actor(request), recusal)
    if found is None:
        raise Http404
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            answer_recusal(
                actor=actor(request),
                now=asked_at(request),
                request_id=recusal,
                granted=chosen["outcome"] == "granted",
                reason=chosen["reason"],
                reviewer_id=chosen["reviewer"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, _("The request is answered. The applicant is told."))
            return redirect("officer_recusal", recusal=recusal)
    note_view(request, "application", found.application_id, "request about a reviewer")
    kind, word = STATES[found.state]
    page: dict[str, Any] = {
        "recusal": found,
        "number": found.application.application_no,
        "name": found.application.name,
        "kind": kind,
        "state": word,
        "form": form,
        "who": labels_of(actor(request), [found.reviewer_id]).get(found.reviewer_id, "")
        if found.reviewer_id
        else "",
        "can_answer": found.state == "asked" and may_run(actor(request), found.programme),
        "crumbs": crumbs(
            (_("Review"), reverse("officer_review")),
            (_("Requests about reviewers"), reverse("officer_recusals")),
            (found.application.application_no or "", ""),
        ),
    }
    return render(request, "officer/recusal.html", page, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Any) -> AnswerForm:
    """Return the form with whom the applicant may mean: reviewers, and staff of the executors it chose."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    ids = sorted(recusals.may_be_meant(found.application, asked_at(request)))[:MOST_OFFERED]
    labels = labels_of(actor(request), ids)
    field = form.fields["reviewer"]
    assert isinstance(field, forms.ChoiceField)
    order = sorted(ids, key=lambda one: labels[one])
    field.choices = [("", _("Choose one")), *((one, labels[one]) for one in order)]
    return form
