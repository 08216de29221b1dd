"""Objections of firms as officers see them: by the clock, assigned, extended once, answered."""

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
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.agreements import queries_objections as queries
from dure.domains.agreements.policies import may_run
from dure.domains.agreements.queries_objections import FirmObjection
from dure.domains.agreements.services.answer_firm_objection import EFFECTS, answer_firm_objection
from dure.domains.agreements.services.assign_firm_objection import assign_firm_objection
from dure.domains.agreements.services.extend_firm_objection import extend_firm_objection
from dure.domains.merchants.queries_officer import count_up_to
from dure.domains.programmes.objecting import OPEN
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import case_or_404
from dure.web.agreements.objecting import row_of
from dure.web.agreements.words import OBJECTION_EFFECTS
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import tell
from dure.web.people.words import staff_member
from dure.web.selection_words import clock, clock_kind
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

PER_PAGE = 50
WHICH = {
    "open": lazy("To be answered"),
    "mine": lazy("Assigned to me"),
    "answered": lazy("Answered objections"),
    "all": lazy("All objections"),
}
FIELDS = {
    "objection.no_answer": "answer",
    "objection.no_effect": "outcome",
    "objection.extend_reason": "reason",
    "objection.no_officer": "officer",
    "objection.decided": "officer",
    "objection.own_firm": "officer",
}


class AssignForm(forms.Form):
    """To whom an objection is given."""

    officer = forms.ChoiceField(label=lazy("Officer who took no part in the decision"))

    def __init__(self, data: Any, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["officer"].choices = [("", _("Choose one")), *people]  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = forms.CharField(
        label=lazy("Why more time is needed"), help_text=lazy("The firm reads it."), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)


class AnswerForm(forms.Form):
    """The outcome and its reasons."""

    outcome = forms.ChoiceField(label=lazy("Outcome"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=lazy("Reasons"), help_text=lazy("The firm reads them."), max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any, against: str, **more: Any) -> None:
        super().__init__(data, **more)
        granted = [
            (effect, _("Granted: %(effect)s") % {"effect": OBJECTION_EFFECTS[effect]})
            for effect in EFFECTS[against]
        ]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("dismissed", _("Dismissed: the decision stands")), *granted
        ]  # fmt: skip


@for_roles("officer", "ministry")
@require_GET
def objection_list(request: HttpRequest) -> HttpResponse:
    """Show the objections of firms, those due first first."""
    asked = request.GET.get("which", "open")
    which = asked if asked in WHICH else "open"
    found = queries.objections(actor(request), which)
    page = page_of(request, found, "due_on", PER_PAGE)
    here = reverse("officer_firm_objections")
    context = {
        "filters": [
            {"label": label, "url": f"{here}?which={code}", "current": code == which}
            for code, label in WHICH.items()
        ],
        "rows": [
            row_of(one)
            | {
                "url": reverse("officer_firm_objection", args=[one.pk]),
                "officer": staff_member(one.assigned_to) if one.assigned_to else "",
            }
            for one in page.rows
        ],
        "page": page,
        "empty": not page.rows,
        "total_text": total_text(count_up_to(found, "due_on")),
        "headers": headers(
            _("Number"), _("Firm"), _("Against"), _("State"), _("To be answered by"), _("Officer")
        ),
        "crumbs": crumbs((_("Executors"), reverse("officer_executors")), (_("Objections of firms"), "")),
    }
    return render(request, "agreements/objections.html", context)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def page(request: HttpRequest, objection: int) -> HttpResponse:
    """Show an objection with its clock; assign it, extend the period once, answer it."""
    who, now = actor(request), asked_at(request)
    found = queries.objection(who, objection)
    if found is None:
        raise Http404
    note_view(request, "proposal", found.proposal_id, "firm's objection")
    go = request.POST.get("go", "")
    people = [(str(one.pk), staff_member(one)) for one in queries.may_judge(who, found, now)]
    sent = {name: request.POST if go == name else None for name in ("assign", "extend", "answer")}
    fresh = {"nonce": secrets.token_hex(8)}
    formed: dict[str, Any] = {
        "assign": AssignForm(sent["assign"], people),
        "extend": ExtendForm(sent["extend"], initial=fresh),
        "answer": AnswerForm(sent["answer"], found.against, initial=fresh),
    }
    form = formed.get(go)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _do(request, found, go, form.cleaned_data))
            return redirect("officer_firm_objection", objection=found.pk)
        except Refused as refused:
            known = {code: name for code, name in FIELDS.items() if name in form.fields}
            tell(form, refused, known)
    case = case_or_404(found.proposal.programme)
    is_open = found.state in OPEN
    may_act = is_open and may_run(who, found.proposal.programme)
    context = row_of(found) | {
        "objection": found,
        "proposal": found.proposal,
        "title": told(case.programme.title),
        "clock": clock(found.due_on, now),
        "clock_kind": clock_kind(found.due_on, now),
        "agreement": None if found.subject_id is None else queries.agreement_of(who, found),
        "officer": staff_member(found.assigned_to) if found.assigned_to else "",
        "forms": formed,
        "faulty": form,
        "nobody": not people,
        "can_assign": may_act,
        "can_extend": may_act and found.extended_at is None,
        "can_answer": may_act and found.state == "assigned" and found.assigned_to_id == who.user_id,
        "crumbs": crumbs(
            (_("Executors"), reverse("officer_executors")),
            (_("Objections of firms"), reverse("officer_firm_objections")),
            (found.proposal.number or "", ""),
        ),
    }
    faulty = form is not None and bool(form.errors)
    return render(request, "agreements/objection.html", context, status=422 if faulty else 200)


def _do(request: HttpRequest, found: FirmObjection, go: str, given: dict[str, Any]) -> str:
    """Do what was asked for and return the sentence that tells so."""
    who, now = actor(request), asked_at(request)
    if go == "assign":
        assign_firm_objection(actor=who, now=now, objection_id=found.pk, officer_id=int(given["officer"]))
        return _("The objection is assigned.")
    key = f"{who.user_id}/{given['nonce']}"
    if go == "extend":
        extend_firm_objection(actor=who, now=now, objection_id=found.pk, reason=given["reason"], key=key)
        return _("The period is extended; the firm is told why.")
    granted = given["outcome"] != "dismissed"
    answer_firm_objection(
        actor=who, now=now, objection_id=found.pk, granted=granted, answer=given["answer"],
        effect=given["outcome"] if granted else "", key=key,
    )  # fmt: skip
    return _("The objection is answered; the firm is told.")
