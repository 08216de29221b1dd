"""Asking for a supplement (보완요청): named facts, answers and documents, a note for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.applications import queries_officer_application as queries
from dure.domains.applications.services.ask_supplement import (
    LONGEST_NOTE,
    Item,
    ask_supplement,
    supplement_due,
    supplement_titles,
)
from dure.domains.applications.services.ask_supplement_cancel import ask_supplement_cancel
from dure.engine.problems import Refused
from dure.engine.profile.columns import ANSWER, owner_of
from dure.engine.programme.models.programme import Programme
from dure.web.actors import actor, asked_at
from dure.web.officer.application_forms import ReopenForm
from dure.web.officer.filters import query_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.tables import crumbs
from dure.web.words import page_language

GROUPS = {
    "document": lazy("Documents"),
    "answer": lazy("Answers to the call's questions"),
    "choices": lazy("Executors chosen"),
    "fact": lazy("Facts of the business"),
}


class SupplementForm(forms.Form):
    """A box and a note for each thing that can be asked for; a note without its box is not sent."""

    def __init__(
        self, data: Mapping[str, Any] | None, programme: Programme, suggested: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.items: list[tuple[str, str, str]] = []
        for (kind, name), title in supplement_titles(programme).items():
            key = f"{kind}.{name}"
            self.items.append((kind, name, key))
            self.fields[f"ask-{key}"] = forms.BooleanField(
                label=title[page_language()], required=False, initial=key in suggested
            )
            self.fields[f"note-{key}"] = forms.CharField(
                label=_("What is to be mended: %(what)s") % {"what": title[page_language()]},
                required=False,
                max_length=LONGEST_NOTE,
                initial=suggested.get(key, ""),
                widget=forms.TextInput(),
            )

    def groups(self) -> list[dict[str, Any]]:
        """Return the pairs of box and note by kind, documents first."""
        return [
            {
                "title": title,
                "pairs": [
                    {"ask": self[f"ask-{key}"], "note": self[f"note-{key}"]}
                    for kind, _name, key in self.items
                    if kind == group
                ],
            }
            for group, title in GROUPS.items()
            if any(kind == group for kind, _name, _key in self.items)
        ]

    def asked(self) -> list[Item]:
        """Return what was ticked."""
        return [
            Item(kind, name, self.cleaned_data[f"note-{key}"])  # type: ignore[arg-type]
            for kind, name, key in self.items
            if self.cleaned_data[f"ask-{key}"]
        ]


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def supplement(request: HttpRequest, application: int) -> HttpResponse:
    """Show what can be asked for, and ask for it."""
    found = queries.application(actor(request), application)
    if found is None:
        raise Http404
    now = asked_at(request)
    dossier = queries.dossier(found, now)
    programme = dossier.called.loaded.programme
    back = reverse("officer_application", args=[found.pk])
    query = query_of(request.GET)
    back += f"?{query}" if query else ""
    form = SupplementForm(request.POST if request.method == "POST" else None, programme, _suggested(dossier))
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            ask_supplement(actor=actor(request), now=now, application_id=found.pk, items=form.asked())
        except Refused as refused:
            for problem in refused.problems:
                field = "note-" + problem.code.removeprefix("supplement.")
                if field in form.fields:
                    form.add_error(field, sentence_of(problem))
                else:
                    problems += lines([problem])
        else:
            messages.success(request, _("The supplement was asked for, and the applicant told."))
            return redirect(back)
    try:
        due = supplement_due(programme, now)
    except Refused as refused:
        due, problems = None, lines(refused.problems)
    page = {
        "application": found,
        "form": form,
        "groups": form.groups(),
        "problems": problems,
        "last_day": due - timedelta(microseconds=1) if due else None,
        "possible": due is not None and found.state == "submitted",
        "back": back,
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), reverse("officer_applications", args=[found.programme])),
            (found.application_no or "", back),
            (_("Ask for a supplement"), ""),
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/supplement.html", page, status=status)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def cancel(request: HttpRequest, application: int) -> HttpResponse:
    """Take the open supplement back."""
    found = queries.application(actor(request), application)
    if found is None:
        raise Http404
    form = ReopenForm(request.POST, prefix="cancel")
    back = reverse("officer_application", args=[found.pk])
    if not form.is_valid():
        messages.error(request, _("Say why the supplement is taken back."))
        return redirect(back + "#supplements")
    ask_supplement_cancel(
        actor=actor(request),
        now=asked_at(request),
        application_id=found.pk,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("The supplement was taken back."))
    return redirect(back)


def _suggested(dossier: queries.Dossier) -> dict[str, str]:
    """Return what is likely to be asked for: documents refused, with the words told, and facts missing."""
    found = {
        f"document.{name}": held.note for name, held in dossier.standing.items() if held.state == "refused"
    }
    if dossier.judged.verdict == "unknown":
        found |= {
            # An answer is ``answer.ID`` here too; nobody is asked for levels and earlier support.
            name if owner_of(name) else f"fact.{name}": _("This is needed to judge the eligibility.")
            for name in dossier.judged.missing
            if owner_of(name) in ("", ANSWER)
        }
    return found
